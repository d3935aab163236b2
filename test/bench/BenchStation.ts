import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Daemon } from "../../device/rehearsal/Daemon.ts";
import { EmulatorProcess } from "../../device/rehearsal/EmulatorProcess.ts";
import { benchClinic } from "./benchClinic.ts";
import { writeHastyPrompts } from "./hastyPrompts.ts";
import { MobileLine } from "./MobileLine.ts";
import { PageWatch } from "./PageWatch.ts";
import { TestLine } from "./TestLine.ts";
import { niceOf, withNice } from "./unitNice.ts";

export interface StationOptions {
  readonly lines?: number;
  readonly pickup?: "caller-id" | "immediate";
  /** More for each emulated voice modem, beside `--cadence fast`. */
  readonly modem?: readonly string[];
  readonly allowStall?: boolean;
  /** The cellular modem answers calls too; more for its emulator. */
  readonly cellular?: readonly string[];
  /** So long after the page the doctor, who answers no short message, is called by telephone: `5s`. */
  readonly callsAfter?: string;
  /** Puts something into the data directory before the appliance starts. */
  readonly fill?: (data: string) => Promise<void>;
  /** Numbers are read back in a third of a second. */
  readonly hasty?: boolean;
}

/** A real network takes seconds; what matters here is that it is more than nothing, and taken out. */
const NETWORK_DELAY_MS = 60;

/** Spends no call and no measure: the device nodes and the first garbage collection are settled then. */
const SETTLE_MS = 500;

/**
 * The appliance as on hardware: `firstring run` in a process of its own, every modem in a process of its own on a pty.
 * Times are CLOCK_MONOTONIC in all of them.
 */
export class BenchStation {
  readonly folder: string;
  readonly data: string;
  readonly lines: readonly TestLine[];
  readonly mobile: MobileLine;
  readonly pages: PageWatch;
  readonly daemon: Daemon;
  /** From starting the process to ready. */
  readonly readyAfterMs: number;
  readonly #emulators: readonly EmulatorProcess[];

  private constructor(
    folder: string,
    daemon: Daemon,
    readyAfterMs: number,
    replies: boolean,
    voices: readonly EmulatorProcess[],
    gsm: EmulatorProcess,
  ) {
    this.folder = folder;
    this.data = join(folder, "data");
    this.daemon = daemon;
    this.readyAfterMs = readyAfterMs;
    this.lines = voices.map((voice) => new TestLine(voice));
    this.mobile = new MobileLine(gsm);
    this.pages = new PageWatch(daemon, gsm, { replies });
    this.#emulators = [...voices, gsm];
    process.once("exit", this.#abandon);
  }

  /** As its unit starts it: before others. So are the modems, which on a box are no program. */
  static async start(options: StationOptions = {}): Promise<BenchStation> {
    const [station, first] = await withNice(niceOf("firstring.service"), () => BenchStation.#start(options));
    if (!first)
      process.stderr.write("Only root may go before others: the daemon runs without the Nice= of its unit.\n");
    return station;
  }

  static async #start(options: StationOptions): Promise<BenchStation> {
    const folder = mkdtempSync(join(tmpdir(), "firstring-bench-"));
    const started: EmulatorProcess[] = [];
    const emulator = async (modem: "voice-modem" | "gsm-modem", name: string, more: readonly string[]) => {
      const one = await EmulatorProcess.start(modem, join(folder, name), more, stopBench);
      started.push(one);
      return one;
    };
    try {
      const ids = Array.from({ length: options.lines ?? 1 }, (_, at) => `line-${at + 1}`);
      const voices = await Promise.all(
        ids.map((id) => emulator("voice-modem", id, ["--cadence", "fast", ...(options.modem ?? [])])),
      );
      const audio = options.cellular === undefined ? undefined : join(folder, "mobile-audio");
      const sound = audio === undefined ? [] : ["--audio-link", audio, ...(options.cellular ?? [])];
      const gsm = await emulator("gsm-modem", "mobile", ["--network-delay", String(NETWORK_DELAY_MS), ...sound]);
      const config = join(folder, "clinic.yaml");
      const lines = voices.map(({ port }, at) => ({ id: ids[at] ?? "", port }));
      writeFileSync(config, benchClinic(lines, options.pickup ?? "caller-id", gsm.port, audio, options.callsAfter));
      if (options.hasty === true) writeHastyPrompts(join(folder, "data"));
      mkdirSync(join(folder, "data"), { recursive: true, mode: 0o700 });
      await options.fill?.(join(folder, "data"));
      const more = options.allowStall === true ? ["--allow-stall"] : [];
      const from = performance.now();
      const daemon = await Daemon.start(config, join(folder, "data"), join(folder, "journal.log"), stopBench, more);
      const readyAfterMs = performance.now() - from;
      await pause(SETTLE_MS);
      return new BenchStation(folder, daemon, readyAfterMs, options.callsAfter === undefined, voices, gsm);
    } catch (error) {
      await Promise.all(started.map((one) => one.stop()));
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The first line. */
  get line(): TestLine {
    const [line] = this.lines;
    if (line === undefined) throw new Error("a station has at least one line");
    return line;
  }

  /** The store does nothing for so long. Resolves when it works again. */
  async stall(ms: number): Promise<void> {
    const answer = await this.daemon.ask("stall", { ms });
    if (answer.stalled !== true) throw new Error(`the store could not be stalled: ${JSON.stringify(answer)}`);
  }

  /** The bench ends in the middle (Ctrl-C, a fault): the emulators notice by themselves, the daemon serves on. */
  readonly #abandon = (): void => {
    const { pid } = this.daemon;
    try {
      // 0 would be this very process and all that it started.
      if (pid > 0) process.kill(pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
    rmSync(this.folder, { recursive: true, force: true });
  };

  async stop(): Promise<void> {
    await this.daemon.stop();
    process.off("exit", this.#abandon);
    await Promise.all(this.#emulators.map((one) => one.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One of the processes ended by itself: no figure means anything any more. */
function stopBench(why: string): void {
  process.stderr.write(`The bench cannot go on: ${why}\n`);
  process.exit(1);
}
