import { writeSync } from "node:fs";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";

/** The open descriptor that `becomeLean` left us; see notifySocket.ts. */
export const NOTIFY_FD = "FIRSTRING_NOTIFY_FD";

/** systemd.service(5), WatchdogSec=: set for this process, or for none that WATCHDOG_PID names. */
function watchdogOf(env: NodeJS.ProcessEnv, pid: number): Duration | undefined {
  const usec = Number(env["WATCHDOG_USEC"]);
  const meant = env["WATCHDOG_PID"];
  if (!Number.isFinite(usec) || usec <= 0 || (meant !== undefined && Number(meant) !== pid)) return undefined;
  return Milliseconds(usec / 1000);
}

/**
 * systemd, or whatever else speaks sd_notify(3): ready, status, alive, stopping. Without one, nothing is told to nobody.
 * The environment that it came by is taken away, so that no child process of ours speaks in our name.
 */
export class ServiceManager {
  readonly watchdog: Duration | undefined;
  readonly #address: string | undefined;
  readonly #onTrouble: (why: string) => void;
  #fd: number | undefined;
  #opening = false;
  #failed = false;

  constructor(onTrouble: (why: string) => void, env: NodeJS.ProcessEnv = process.env) {
    this.#onTrouble = onTrouble;
    this.#address = env["NOTIFY_SOCKET"];
    this.watchdog = watchdogOf(env, process.pid);
    const inherited = Number(env[NOTIFY_FD]);
    if (this.#address !== undefined && Number.isInteger(inherited) && inherited > 2) this.#fd = inherited;
    for (const name of ["NOTIFY_SOCKET", NOTIFY_FD, "WATCHDOG_USEC", "WATCHDOG_PID"]) delete env[name];
  }

  get isThere(): boolean {
    return this.#address !== undefined;
  }

  ready(): void {
    this.#tell("READY=1");
  }

  stopping(): void {
    this.#tell("STOPPING=1");
  }

  /** Shown by `systemctl status`. */
  status(text: string): void {
    this.#tell(`STATUS=${text.replaceAll("\n", " ")}`);
  }

  alive(): void {
    this.#tell("WATCHDOG=1");
  }

  /** A start (or a stop) that takes long for a reason: so long from now. */
  extendTimeout(by: Duration): void {
    this.#tell(`EXTEND_TIMEOUT_USEC=${Math.round(by * 1000)}`);
  }

  #tell(fields: string): void {
    if (this.#address === undefined) return;
    if (this.#fd === undefined) {
      void this.#open(fields);
      return;
    }
    try {
      writeSync(this.#fd, fields);
      this.#failed = false;
    } catch (error) {
      // EAGAIN: it reads nothing now; what is told again and again needs no queue. Else the socket is another one now.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") this.#fd = undefined;
      this.#trouble(error);
    }
  }

  /** Where no open socket was handed down, or the one that was is dead: the library is loaded after all. */
  async #open(fields: string): Promise<void> {
    if (this.#address === undefined || this.#opening) return;
    this.#opening = true;
    try {
      const { openNotifySocket } = await import("./notifySocket.ts");
      this.#fd = openNotifySocket(this.#address);
      writeSync(this.#fd, fields);
    } catch (error) {
      this.#trouble(error);
    } finally {
      this.#opening = false;
    }
  }

  #trouble(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#onTrouble(`the service manager cannot be told: ${error instanceof Error ? error.message : String(error)}`);
  }
}
