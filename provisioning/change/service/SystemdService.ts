import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { askService, askToHold } from "./askService.ts";
import { reloadUnits } from "./reloadUnits.ts";
import type { Service, ServiceControl } from "./ServiceControl.ts";

const run = promisify(execFile);

/** Above TimeoutStartSec= and TimeoutStopSec= of the unit: systemd has given up by itself then. */
const SYSTEMCTL_WITHIN_MS = 150_000;

/** `firstring.service`, by systemctl. */
export class SystemdService implements ServiceControl {
  readonly #unit: string;
  readonly #socket: string;

  constructor(socket = "/run/firstring/control.sock", unit = "firstring.service") {
    this.#socket = socket;
    this.#unit = unit;
  }

  async look(): Promise<Service> {
    const answer = await askService(this.#socket);
    if (answer !== undefined) return { kind: "up", ...answer };
    const { stdout } = await run("systemctl", ["show", "--property=ActiveState", "--value", this.#unit]).catch(() => ({
      stdout: "inactive",
    }));
    return { kind: ["inactive", "failed"].includes(stdout.trim()) ? "stopped" : "unreachable" };
  }

  hold(): Promise<boolean> {
    return askToHold(this.#socket);
  }

  async stop(): Promise<void> {
    await this.#systemctl("stop");
  }

  /** Does not wait: at boot systemd would wait for us, and we for it. Its health is asked for anyway. */
  async start(): Promise<void> {
    // Which secrets there are is read then. What systemd does not read it tells at the start.
    await reloadUnits().catch(() => {});
    await run("systemctl", ["reset-failed", this.#unit]).catch(() => {});
    await this.#systemctl("start", "--no-block");
  }

  async #systemctl(verb: string, ...more: readonly string[]): Promise<void> {
    try {
      await run("systemctl", [verb, ...more, this.#unit], { timeout: SYSTEMCTL_WITHIN_MS });
    } catch (cause) {
      const said = String((cause as { stderr?: string }).stderr ?? cause).trim();
      throw new ApplianceError("SERVICE_CONTROL", `systemctl ${verb} ${this.#unit}: ${said}`, {
        disposition: "operator",
        cure: `See journalctl -u ${this.#unit}`,
        cause,
      });
    }
  }
}
