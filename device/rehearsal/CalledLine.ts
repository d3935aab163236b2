import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { CallReport, DeliveredRecording } from "../emulator/caller/CallReport.ts";
import type { EmulatorEvent, EmulatorProcess } from "./EmulatorProcess.ts";
import type { RehearsalScenario } from "./scenarios.ts";

/** A recording as the emulator tells of it: its bytes are counted, and may be in a file. */
export type Delivered = Omit<DeliveredRecording, "bytes"> & { readonly bytes: number };

/** What a whole call came to at the caller's end. */
export interface CallersReport
  extends Pick<CallReport, "outcome" | "firstRingAtMs" | "offHook" | "firstPromptByteAtMs"> {
  readonly recordings: readonly Delivered[];
  /** Full duplex: files with all that the modem delivered in this call, of which a take is a part. */
  readonly streams?: readonly string[];
}

/** What is told from the caller's end while the call goes on. */
export type CallersNews =
  | { readonly kind: "rings"; readonly atMs: number }
  | { readonly kind: "speaks"; readonly atMs: number; readonly ms: number }
  | { readonly kind: "puzzled"; readonly why: string }
  | { readonly kind: "ended"; readonly report: CallersReport }
  | { readonly kind: "failed"; readonly why: string };

/** The line that is called: the two emulators take the same callers, but not in the same words. */
export interface CalledLine {
  place(scenario: RehearsalScenario): void;
  /** Returns the function that ends listening. */
  listen(hear: (news: CallersNews) => void): () => void;
  /** Nobody needs the call's sound any more. */
  forget(): void;
}

export class AnalogLine implements CalledLine {
  readonly #modem: EmulatorProcess;

  constructor(modem: EmulatorProcess) {
    this.#modem = modem;
  }

  place({ caller, acts }: RehearsalScenario): void {
    this.#modem.do({ do: "call", ...caller, script: acts });
  }

  listen(hear: (news: CallersNews) => void): () => void {
    return this.#modem.listen((event) => {
      const news = event.event === "callEnded" ? ended(event) : sharedNews(event);
      if (news !== undefined) hear(news);
    });
  }

  /** It was never kept: a half-duplex modem's sums are enough. */
  forget(): void {}
}

export class CellularLine implements CalledLine {
  readonly #modem: EmulatorProcess;
  readonly #directory: string;

  /** `directory`: where the sound of the call is kept until it has been compared. */
  constructor(modem: EmulatorProcess, directory: string) {
    this.#modem = modem;
    this.#directory = join(directory, "delivered");
  }

  /** A mobile network tells numbers, not names. */
  place({ caller: { number, withheld }, acts }: RehearsalScenario): void {
    const who = number === undefined ? {} : { from: number };
    this.#modem.do({ do: "call", ...who, ...(withheld ? { withheld } : {}), script: acts, saveTo: this.#directory });
  }

  listen(hear: (news: CallersNews) => void): () => void {
    return this.#modem.listen((event) => {
      const news = event.event === "callReport" ? withStreams(ended(event), event.files) : sharedNews(event);
      if (news !== undefined) hear(news);
    });
  }

  forget(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

type Ended = Extract<CallersNews, { kind: "ended" }>;

const ended = (event: EmulatorEvent): Ended => ({
  kind: "ended",
  report: event as unknown as CallersReport,
});

const withStreams = ({ kind, report }: Ended, files: unknown): Ended => ({
  kind,
  report: { ...report, streams: Array.isArray(files) ? files.map(String).filter(isDelivered) : [] },
});

const isDelivered = (file: string): boolean => basename(file).startsWith("delivered-");

function sharedNews(event: EmulatorEvent): CallersNews | undefined {
  const { atMs } = event;
  switch (event.event) {
    case "ring":
      return { kind: "rings", atMs };
    case "callerSpeaks":
      return { kind: "speaks", atMs, ms: Number(event.ms) };
    case "callerPuzzled":
      return { kind: "puzzled", why: String(event.why) };
    case "error":
      return { kind: "failed", why: String(event.why) };
    default:
      return undefined;
  }
}
