import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `env:NAME` from the environment, `credential:NAME` from systemd's credentials directory (systemd.exec(5),
 * LoadCredential=). Undefined: it is not there.
 */
export function resolveSecret(reference: string): string | undefined {
  const colon = reference.indexOf(":");
  const kind = reference.slice(0, colon);
  const name = reference.slice(colon + 1);
  if (kind === "env") return process.env[name];
  const folder = process.env["CREDENTIALS_DIRECTORY"];
  if (kind !== "credential" || folder === undefined || name.includes("/") || name.startsWith(".")) return undefined;
  try {
    return readFileSync(join(folder, name), "utf8").trimEnd();
  } catch {
    return undefined;
  }
}
