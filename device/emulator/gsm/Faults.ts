/* @pure */

/** What a modem can do wrong with one command. */
export type FaultKind =
  /** The command is not executed and nothing comes back. */
  | "swallow"
  /** Executed, but nothing at all comes back. */
  | "loseReply"
  /** Executed; its information lines come back, its OK (or error) does not. */
  | "loseOk"
  /** Executed; the final result comes `ms` later. */
  | "lateOk"
  /** The whole reply comes `ms` later. */
  | "lateReply"
  /** Not executed; the final result is `text`, or `ERROR`. */
  | "refuse"
  /** `text` (or some bytes of noise) is written before the reply. */
  | "garbage"
  /** An unsolicited line (`text`, or RING) stands between the information lines and the final result. */
  | "urcInside"
  /** `+CMGS` shows no prompt. */
  | "losePrompt"
  /** `+CMGS` shows its prompt `ms` later. */
  | "latePrompt";

export const FAULT_KINDS: readonly FaultKind[] = [
  "swallow",
  "loseReply",
  "loseOk",
  "lateOk",
  "lateReply",
  "refuse",
  "garbage",
  "urcInside",
  "losePrompt",
  "latePrompt",
];

export interface Fault {
  readonly kind: FaultKind;
  /** Only lines that contain this (in any case), such as `+CMGS`; without it every line. */
  readonly on?: string;
  /** How many lines it strikes; 1 when not said, Infinity for always. */
  readonly times?: number;
  /** Lines that match but are let through first. */
  readonly after?: number;
  readonly ms?: number;
  readonly text?: string;
}

interface Planned {
  readonly fault: Fault;
  skip: number;
  left: number;
}

/** The faults in store. Several may strike one line; each is used up by its own count. */
export class FaultPlan {
  #planned: Planned[] = [];

  add(fault: Fault): void {
    this.#planned.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#planned = [];
  }

  get waiting(): readonly Fault[] {
    return this.#planned.map(({ fault }) => fault);
  }

  /** The faults that strike this command line. */
  take(line: string): readonly Fault[] {
    const struck: Fault[] = [];
    for (const planned of this.#planned) {
      if (!line.toUpperCase().includes((planned.fault.on ?? "").toUpperCase())) continue;
      if (planned.skip > 0) {
        planned.skip -= 1;
        continue;
      }
      planned.left -= 1;
      struck.push(planned.fault);
    }
    this.#planned = this.#planned.filter((planned) => planned.left > 0);
    return struck;
  }
}
