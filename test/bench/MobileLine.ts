import type { EmulatorEvent, EmulatorProcess } from "../../device/rehearsal/EmulatorProcess.ts";
import type { CallerAct } from "../../device/rehearsal/scenarios.ts";
import { freshNumber } from "./freshNumber.ts";
import type { LineReport } from "./TestLine.ts";

export type MobileAct =
  | CallerAct
  | { readonly presses: string; readonly toneMs?: number; readonly gapMs?: number }
  | { readonly hangsUp: object };

/** A call as the emulated network saw it; times in ms of CLOCK_MONOTONIC. */
export interface MobileReport extends LineReport {
  readonly streams?: readonly {
    readonly frames: number;
    readonly bytesMissing: number;
    readonly worstLateMs?: number;
  }[];
  readonly end?: string;
}

const CALL_WITHIN_MS = 180_000;
const DONE_WITHIN_MS = 30_000;

/** The emulated cellular modem of a station: calls are placed one after the other, and troubles made. */
export class MobileLine {
  readonly #modem: EmulatorProcess;

  constructor(modem: EmulatorProcess) {
    this.#modem = modem;
  }

  listen(listener: (event: EmulatorEvent) => void): () => void {
    return this.#modem.listen(listener);
  }

  do(what: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.#modem.do({ do: what, ...more });
  }

  /** The next event that matches; rejects when it does not come. */
  event(matches: (event: EmulatorEvent) => boolean, withinMs = DONE_WITHIN_MS): Promise<EmulatorEvent> {
    const { promise, resolve, reject } = Promise.withResolvers<EmulatorEvent>();
    const patience = setTimeout(() => reject(new Error(`the emulated modem did not tell ${matches}`)), withinMs);
    const stop = this.#modem.listen((event) => {
      if (matches(event)) resolve(event);
    });
    return promise.finally(() => {
      clearTimeout(patience);
      stop();
    });
  }

  /** Resolves when the call is over at the network. `saveTo`: a folder for what was heard and delivered, as raw bytes. */
  async place(script: readonly MobileAct[], more: { readonly saveTo?: string } = {}): Promise<MobileReport> {
    const over = this.event(
      ({ event, do: of }) => event === "callReport" || (event === "error" && of === "call"),
      CALL_WITHIN_MS,
    );
    this.do("call", { from: `+1${freshNumber()}`, ...more, script });
    const report = await over;
    if (report.event === "error") throw new Error(`the emulated network: ${String(report["why"])}`);
    return report as unknown as MobileReport;
  }
}
