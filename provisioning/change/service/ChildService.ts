import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { socketPath } from "../../../device/control/socketPath.ts";
import { askService, askToHold } from "./askService.ts";
import type { Service, ServiceControl } from "./ServiceControl.ts";

/** A whole shutdown is bounded by 10 s in the service itself. */
const ENDS_WITHIN_MS = 15_000;

export interface ChildServiceOptions {
  /** The whole command, such as node, device/main.ts, run, --config … */
  readonly command: readonly string[];
  readonly data: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly onOutput?: (bytes: Buffer) => void;
}

/** The service as a child of this process, where there is no systemd: a rehearsal of changes. Not started again by itself. */
export class ChildService implements ServiceControl {
  readonly #options: ChildServiceOptions;
  #child: ChildProcess | undefined;

  constructor(options: ChildServiceOptions) {
    this.#options = options;
  }

  get #running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async look(): Promise<Service> {
    if (!this.#running) return { kind: "stopped" };
    const answer = await askService(socketPath(this.#options.data, "control"));
    return answer === undefined ? { kind: "unreachable" } : { kind: "up", ...answer };
  }

  hold(): Promise<boolean> {
    return askToHold(socketPath(this.#options.data, "control"));
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.#running) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), ENDS_WITHIN_MS);
    await ended;
    clearTimeout(force);
  }

  async start(): Promise<void> {
    if (this.#running) return;
    const [program = "", ...args] = this.#options.command;
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.#options.env },
    });
    const { onOutput } = this.#options;
    for (const stream of [child.stdout, child.stderr]) {
      if (onOutput === undefined) stream?.resume();
      else stream?.on("data", onOutput);
    }
    await once(child, "spawn");
    this.#child = child;
  }
}
