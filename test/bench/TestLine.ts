import type { EmulatorEvent, EmulatorProcess } from "../../device/rehearsal/EmulatorProcess.ts";
import type { CallerAct } from "../../device/rehearsal/scenarios.ts";
import { freshNumber } from "./freshNumber.ts";

/** Acts of the emulator that a rehearsal does not need. */
export type BenchAct =
  | CallerAct
  | { readonly saysRaw: string }
  | { readonly presses: string; readonly toneMs?: number; readonly gapMs?: number }
  | { readonly hangsUp: { readonly tone?: "dial-tone" | "busy" | "none"; readonly loopBreak?: boolean } };

/** A call as the emulated line saw it; times in ms of CLOCK_MONOTONIC. */
export interface LineReport {
  readonly outcome: "answered" | "unanswered" | "lineBusy";
  readonly rings: number;
  readonly ringReportedAtMs?: number;
  readonly callerIdReportedAtMs?: number;
  readonly offHook?: { readonly atMs: number; readonly commandAtMs: number; readonly rings: number };
  readonly firstPromptByteAtMs?: number;
  readonly prompts: readonly {
    readonly startMs: number;
    readonly endMs: number;
    readonly aborted: boolean;
    readonly gaps: readonly { readonly atMs: number; readonly ms: number }[];
  }[];
  readonly recordings: readonly { readonly bytes: number; readonly sha256: string; readonly overrunBytes: number }[];
  readonly keys: readonly { readonly digit: string; readonly atMs: number }[];
  readonly hungUpAtMs?: number;
  readonly onHookAtMs?: number;
  readonly puzzles: readonly string[];
  readonly files?: readonly string[];
}

const CALL_WITHIN_MS = 180_000;

/** One emulated line, on which calls are placed one after the other. */
export class TestLine {
  readonly #modem: EmulatorProcess;

  constructor(modem: EmulatorProcess) {
    this.#modem = modem;
  }

  listen(listener: (event: EmulatorEvent) => void): () => void {
    return this.#modem.listen(listener);
  }

  fault(fault: string): void {
    this.#modem.do({ do: "fault", fault });
  }

  /** Resolves when the line is on-hook again. `saveTo`: a folder for what was heard and delivered, as raw bytes. */
  place(
    script: readonly BenchAct[],
    more: { readonly number?: string; readonly saveTo?: string } = {},
  ): Promise<LineReport> {
    const { promise, resolve, reject } = Promise.withResolvers<LineReport>();
    const stop = this.#modem.listen((event) => {
      if (event.event === "callEnded") resolve(event as unknown as LineReport);
      if (event.event === "error") reject(new Error(`the emulated line: ${String(event.why)}`));
    });
    const patience = setTimeout(() => reject(new Error("a call did not end within three minutes")), CALL_WITHIN_MS);
    this.#modem.do({ do: "call", number: freshNumber(), name: "BENCH CALLER", ...more, script });
    return promise.finally(() => {
      clearTimeout(patience);
      stop();
    });
  }
}

/** From a key's first sample to the last sample of the prompt that it stopped. */
export function keyToSilence(report: Pick<LineReport, "keys" | "prompts">): number[] {
  return report.keys.flatMap((key) => {
    const stopped = report.prompts.find(
      ({ startMs, endMs, aborted }) => aborted && startMs < key.atMs && endMs > key.atMs,
    );
    return stopped === undefined ? [] : [stopped.endMs - key.atMs];
  });
}

/** The longest gap inside each prompt; 0 for one without. */
export function longestGaps(report: LineReport): number[] {
  return report.prompts.map(({ gaps }) => Math.max(0, ...gaps.map(({ ms }) => ms)));
}
