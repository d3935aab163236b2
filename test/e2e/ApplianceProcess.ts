import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { askStatus } from "../../device/cli/status.ts";
import { type ControlClient, connectControl } from "../../device/control/ControlClient.ts";
import type { ApplianceStatus } from "../../device/control/handleControl.ts";
import { LineReader } from "../../device/control/LineReader.ts";
import type { LiveEvent } from "../../device/control/LiveFeed.ts";
import { socketPath } from "../../device/control/socketPath.ts";
import { findDatabaseKey } from "../../device/storage/key.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import type { MessageSummary } from "../../firmware/message/MessageStore.ts";
import { until } from "./until.ts";

export const PROGRAM = fileURLToPath(new URL("../../device/main.ts", import.meta.url));
/** A whole shutdown is bounded by 10 s in the product. */
const ENDS_WITHIN_MS = 15_000;

export interface JournalLine {
  readonly level: number;
  readonly msg: string;
  readonly code?: string;
  readonly where?: string;
  readonly detail?: string;
}

export interface StartOptions {
  readonly config: string;
  readonly data: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  /** Runs `sh -c "$before; exec …"`, for limits of the kernel. */
  readonly before?: string;
}

/** `firstring run` as a process of its own: its journal, what it tells on the control socket, its end. */
export class ApplianceProcess {
  readonly events: LiveEvent[] = [];
  readonly journal: JournalLine[] = [];
  stderr = "";
  readonly #child: ChildProcess;
  readonly #data: string;
  readonly #ended: Promise<unknown>;
  #client: ControlClient | undefined;

  private constructor(child: ChildProcess, data: string) {
    this.#child = child;
    this.#data = data;
    this.#ended = once(child, "exit");
    const reader = new LineReader((line) => this.#heard(line));
    child.stdout?.on("data", (bytes: Buffer) => reader.push(bytes));
    child.stderr?.on("data", (bytes: Buffer) => {
      this.stderr += bytes.toString();
    });
  }

  /** Returns at once; what it is ready for is asked with `ready`. */
  static spawn({ config, data, env, before, args: more = [] }: StartOptions): ApplianceProcess {
    const command = [process.execPath, PROGRAM, "run", "--config", config, "--data", data, ...more];
    const [program = "", ...args] =
      before === undefined ? command : ["sh", "-c", `${before}; exec "$@"`, "sh", ...command];
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    return new ApplianceProcess(child, data);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Listens to what it tells, as soon as it can be asked. */
  async connect(): Promise<void> {
    await until(
      "the control socket",
      async () => {
        if (!this.running)
          throw new Error(`it ended with ${this.#child.exitCode ?? this.#child.signalCode}\n${this.story()}`);
        this.#client = await connectControl(socketPath(this.#data, "control"), (message) => {
          if ("live" in message) this.events.push(message.live as LiveEvent);
        }).catch(() => undefined);
        return this.#client !== undefined;
      },
      { story: () => this.story() },
    );
    this.#client?.send({ do: "subscribe" });
  }

  /** Until its status is what is wanted. */
  async ready(isReady: (status: ApplianceStatus) => boolean = everythingReady): Promise<ApplianceStatus> {
    if (this.#client === undefined) await this.connect();
    return until(
      "ready",
      async () => {
        const status = await askStatus(this.#data);
        return isReady(status) && status;
      },
      { story: () => this.story() },
    );
  }

  /** Any other request; its answer is not waited for. */
  ask(what: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.#client?.send({ do: what, ...more });
  }

  /** The messages of its data directory, as the command line reads them beside the running box. */
  async messages(): Promise<readonly MessageSummary[]> {
    const store = StoreReader.open(this.#data, findDatabaseKey(this.#data));
    try {
      return store.list(100);
    } finally {
      store.close();
    }
  }

  status(): Promise<ApplianceStatus> {
    return askStatus(this.#data);
  }

  /** The next event of that kind that has not been looked at, from `from` on. */
  event(kind: string, from = 0, matches: (event: LiveEvent) => boolean = () => true): Promise<LiveEvent> {
    return until(
      `event ${kind}`,
      () => this.events.slice(from).find((event) => event.kind === kind && matches(event)),
      {
        story: () => this.story(),
      },
    );
  }

  /** A fault in the journal, with what it says. */
  fault(code: string): Promise<JournalLine> {
    return until(`fault ${code}`, () => this.journal.find((line) => line.msg === "fault" && line.code === code), {
      story: () => this.story(),
    });
  }

  faultOver(code: string): Promise<JournalLine> {
    return until(
      `fault ${code} over`,
      () => this.journal.find((line) => line.msg === "fault over" && line.code === code),
      {
        story: () => this.story(),
      },
    );
  }

  #heard(line: string): void {
    try {
      this.journal.push(JSON.parse(line) as JournalLine);
    } catch {
      this.journal.push({ level: 60, msg: `not JSON: ${line}` });
    }
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
    this.#client?.close();
  }

  /** As systemd does. Kills what does not end, and says so. */
  async stop(): Promise<void> {
    this.#client?.close();
    if (!this.running) return;
    let late = false;
    const force = setTimeout(() => {
      late = true;
      this.#child.kill("SIGKILL");
    }, ENDS_WITHIN_MS);
    this.#child.kill("SIGTERM");
    await this.#ended;
    clearTimeout(force);
    if (late) throw new Error(`it did not end within ${ENDS_WITHIN_MS} ms of SIGTERM\n${this.story()}`);
  }

  story(): string {
    const first = this.events[0]?.atMs ?? 0;
    return [
      ...this.journal.map((line) => JSON.stringify(line)),
      this.stderr,
      ...this.events.map(({ atMs, kind, text }) => `${(atMs - first).toFixed(0)} ${kind} ${text}`),
    ].join("\n");
  }
}

export const everythingReady = (status: ApplianceStatus): boolean =>
  status.lines.length > 0 &&
  status.lines.every(({ state }) => state.startsWith("ready")) &&
  status.sms?.registered === true;
