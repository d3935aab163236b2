import { spawn } from "node:child_process";
import { once } from "node:events";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { FileSwap } from "../disk/FileSwap.ts";

/** How a secret lies on the card. */
export interface SecretSealer {
  seal(name: string, value: string): Promise<Uint8Array>;
  /** Files that follow from which secrets there are (a unit's drop-in). */
  alongside(names: readonly string[]): readonly FileSwap[];
}

/** By `systemd-creds encrypt`, the value on its standard input: it is in no argument and no environment. */
export class SystemdSealer implements SecretSealer {
  async seal(name: string, value: string): Promise<Uint8Array> {
    const child = spawn("systemd-creds", ["encrypt", `--name=${name}`, "-", "-"], { stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    let said = "";
    child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => {
      said = `${said}${bytes}`.slice(-1_000);
    });
    child.stdin.on("error", () => {});
    child.stdin.end(value);
    const [code] = (await once(child, "close").catch((error: Error) => [error.message])) as [number | string];
    if (code === 0) return Buffer.concat(out);
    throw new ApplianceError(
      "SECRET_NOT_SEALED",
      `systemd-creds could not seal the secret ${name}: ${said.trim() || code}`,
      {
        disposition: "operator",
        cure: "It needs systemd 250 or newer and root. Nothing was kept.",
      },
    );
  }

  alongside(): readonly FileSwap[] {
    return [];
  }
}
