import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LineReader } from "../control/LineReader.ts";
import { socketPath } from "../control/socketPath.ts";
import type { Daemon } from "./Daemon.ts";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

type Said = { readonly ready: string } | { readonly service: "stop" | "start"; readonly id: number };

/** The change engine of a rehearsal, as a process of its own (`firstring apply --rehearse`): it asks us to stop and start the box. */
export class RehearsedChanges {
  /** Where the console finds it, once it was started. */
  readonly socket: string;
  readonly #directory: string;
  readonly #daemon: Daemon;
  #child: ChildProcess | undefined;
  #stopped = false;

  constructor(directory: string, daemon: Daemon) {
    this.socket = socketPath(directory, "apply");
    this.#directory = directory;
    this.#daemon = daemon;
  }

  /** `onReady`: changes can be made from now on. */
  start(onReady: () => void): void {
    if (this.#stopped || this.#child !== undefined) return;
    const child = spawn(process.execPath, [program, "apply", "--rehearse", this.#directory], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, ...this.#daemon.environment },
    });
    // It is gone: the pages say that nothing can be changed.
    child.stdin?.on("error", () => {});
    const answer = (id: number): void => void child.stdin?.write(`${JSON.stringify({ done: id })}\n`);
    const reader = new LineReader((line) => {
      const said = JSON.parse(line) as Said;
      if ("ready" in said) return onReady();
      if (said.service === "stop") void this.#daemon.pause().then(() => answer(said.id));
      else {
        this.#daemon.resume();
        answer(said.id);
      }
    });
    child.stdout?.on("data", (bytes: Buffer) => reader.push(bytes));
    this.#child = child;
  }

  /** At once: what it was doing is of no use any more, for its box and its folder go, too. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    rmSync(this.socket, { force: true });
  }
}
