import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { type ControlClient, connectControl } from "../control/ControlClient.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import type { LiveEvent } from "../control/LiveFeed.ts";
import { socketPath } from "../control/socketPath.ts";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Opening a store, finding two modems and proving voice takes about a second; on a slow machine, for the first time, a minute. */
const READY_WITHIN_MS = 180_000;

interface DaemonOptions {
  readonly config: string;
  readonly directory: string;
  /** Gets its journal. */
  readonly log: string;
  /** It ended by itself after it had been ready. */
  readonly onLost: (why: string) => void;
  readonly more: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The appliance itself, `firstring run`, as a process of its own, and what it tells. */
export class Daemon {
  readonly #options: DaemonOptions;
  readonly #directory: string;
  readonly #log: string;
  #child: ChildProcess;
  #ended = Promise.withResolvers<never>();
  #up = false;
  #stopped = false;
  #stopping: Promise<void> | undefined;
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  #client: ControlClient | undefined;

  private constructor(options: DaemonOptions) {
    this.#options = options;
    this.#directory = options.directory;
    this.#log = options.log;
    this.#child = this.#spawn();
  }

  /** Resolves when it is ready to answer and to page. `log` gets its journal. */
  static async start(
    config: string,
    directory: string,
    log: string,
    onLost: (why: string) => void,
    more: readonly string[] = [],
  ): Promise<Daemon> {
    const daemon = Daemon.spawn(config, directory, log, onLost, more);
    await daemon.untilReady();
    return daemon;
  }

  /** `onLost`: it ended by itself after it had been ready. */
  static spawn(
    config: string,
    directory: string,
    log: string,
    onLost: (why: string) => void,
    more: readonly string[] = [],
    env: NodeJS.ProcessEnv = process.env,
  ): Daemon {
    return new Daemon({ config, directory, log, onLost, more, env });
  }

  #spawn(): ChildProcess {
    const { config, directory, env, log, more, onLost } = this.#options;
    const ended = Promise.withResolvers<never>();
    ended.promise.catch(() => {});
    this.#ended = ended;
    // Its standard input says that we live: nothing of a rehearsal outlasts it, however it ends.
    const args = ["run", "--config", config, "--data", directory, "--until-stdin-ends", ...more];
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      env,
      // Ctrl-C is for whoever started the rehearsal, who ends its parts in their order.
      detached: true,
    });
    const journal = createWriteStream(log, { flags: "a", mode: 0o600 });
    let complaints = "";
    child.stdout?.pipe(journal, { end: false });
    child.stderr?.on("data", (bytes: Buffer) => {
      complaints = `${complaints}${bytes}`.slice(-4_000);
      journal.write(bytes);
    });
    child.once("exit", (code, signal) => {
      const why = complaints.trim() || `it ended with ${code ?? signal}; its journal is ${log}`;
      if (this.#up) onLost(why);
      ended.reject(
        new ApplianceError("DAEMON_ENDED", `the appliance did not start: ${why}`, {
          disposition: "operator",
          cure: "Mend what it says and start again.",
        }),
      );
    });
    return child;
  }

  /** Ends it for a moment: another clinic file is put in place. Whoever listens goes on listening. */
  async pause(): Promise<void> {
    this.#up = false;
    await this.#end();
    this.#client = undefined;
    this.#answers.splice(0);
  }

  /** Resolves when its process is started; whether it gets ready is for whoever paused it to see. */
  resume(): void {
    if (this.#stopped || this.isRunning) return;
    this.#child = this.#spawn();
    const { promise } = this.#ended;
    void Promise.race([this.#untilReady(this.#log), promise]).then(
      () => {
        this.#up = true;
      },
      () => {},
    );
  }

  /** Of its process, in it the rehearsal's PINs. */
  get environment(): NodeJS.ProcessEnv {
    return this.#options.env;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Rejects when it ends first, is stopped, or is not ready within a minute; then it is stopped. */
  async untilReady(): Promise<void> {
    try {
      await Promise.race([this.#untilReady(this.#log), this.#ended.promise]);
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#up = true;
  }

  async #untilReady(log: string): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    const child = this.#child;
    // Another one has taken its place: whoever started that waits for it.
    while (performance.now() < until && !this.#stopped && this.#child === child) {
      if (this.#client === undefined) await this.#connect().catch(() => {});
      const status = await this.#ask("status").catch(() => undefined);
      if (status?.status !== undefined && isReady(status.status as ApplianceStatus)) return;
      await pause(50);
    }
    throw new ApplianceError("DAEMON_NOT_READY", "the appliance did not get ready to answer within a minute", {
      disposition: "operator",
      cure: `Look into its journal, ${log}.`,
    });
  }

  async #connect(): Promise<void> {
    const waiting = this.#answers;
    this.#client = await connectControl(socketPath(this.#directory, "control"), (message) => {
      if ("live" in message) for (const listener of this.#listeners) listener(message.live as LiveEvent);
      else waiting.shift()?.(message);
    });
    await this.#ask("subscribe");
  }

  readonly #answers: ((message: Record<string, unknown>) => void)[] = [];

  /** One question, one answer, in order. */
  #ask(what: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
    if (this.#client === undefined) return Promise.reject(new Error("not connected"));
    this.#answers.push(resolve);
    void this.#client.ended.then(() => reject(new Error("the appliance ended")));
    this.#client.send({ do: what, ...more });
    return promise;
  }

  ask(what: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    return this.#ask(what, more);
  }

  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** However often, and in the middle of a start: whoever asks waits for the same end. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    this.#client?.close();
    if (!this.isRunning) return;
    this.#child.removeAllListeners("exit");
    const ended = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    this.#child.kill("SIGTERM");
    const force = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(force);
  }
}

const isReady = (status: ApplianceStatus): boolean =>
  status.lines.length > 0 &&
  status.lines.every((line) => line.state.startsWith("ready")) &&
  (status.sms === null || (status.sms.ready && status.sms.registered));
