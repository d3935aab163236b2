import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { LineReader } from "../control/LineReader.ts";
import { socketPath } from "../control/socketPath.ts";
import type { Daemon } from "./Daemon.ts";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

type Said = { readonly ready: string } | { readonly service: "stop" | "start"; readonly id: number };

/** The change engine of a rehearsal, as a process of its own (`firstring apply --rehearse`): it asks us to stop and start the box. */
export class RehearsedChanges {
  /** Where the console finds it, as soon as it is there. */
  readonly socket: string;
  readonly #child: ChildProcess;

  constructor(directory: string, daemon: Daemon) {
    this.socket = socketPath(directory, "apply");
    const child = spawn(process.execPath, [program, "apply", "--rehearse", directory], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, ...daemon.environment },
    });
    // It is gone: the pages say that nothing can be changed.
    child.stdin?.on("error", () => {});
    const answer = (id: number): void => void child.stdin?.write(`${JSON.stringify({ done: id })}\n`);
    const reader = new LineReader((line) => {
      const said = JSON.parse(line) as Said;
      if (!("service" in said)) return;
      if (said.service === "stop") void daemon.pause().then(() => answer(said.id));
      else {
        daemon.resume();
        answer(said.id);
      }
    });
    child.stdout?.on("data", (bytes: Buffer) => reader.push(bytes));
    this.#child = child;
  }

  /** A change that still waits for the end of a call is not made then. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.stdin?.end();
    const force = setTimeout(() => this.#child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(force);
  }
}
