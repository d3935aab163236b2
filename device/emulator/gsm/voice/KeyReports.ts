/* @pure */
import type { Digit } from "../../../../firmware/line/Line.ts";
import { Milliseconds } from "../../../../firmware/time/Duration.ts";
import type { TimerSet } from "../TimerSet.ts";
import type { VoiceTraits } from "./VoiceTraits.ts";

/** ITU-T Q.24: a detector may take no notice of shorter tones. */
const SHORTEST_MS = 40;

export interface KeyOutside {
  readonly timers: TimerSet;
  readonly traits: () => VoiceTraits;
  /** How this make says a key; undefined: it does not, or was not told to. */
  readonly line: (digit: Digit) => string | undefined;
  readonly urc: (line: string) => void;
}

/** The modem's own key detector. */
export class KeyReports {
  readonly #outside: KeyOutside;

  constructor(outside: KeyOutside) {
    this.#outside = outside;
  }

  pressed(digit: Digit, toneMs: number): void {
    if (toneMs < SHORTEST_MS) return;
    const { keyLateMs, keyCopies } = this.#outside.traits();
    this.#outside.timers.after("key report", Milliseconds(keyLateMs), () => {
      for (let copy = 0; copy < keyCopies; copy++) this.say(digit);
    });
  }

  /** Also for a key that nobody has pressed: speech that the detector took for one. */
  say(digit: Digit): void {
    const line = this.#outside.line(digit);
    if (line !== undefined) this.#outside.urc(line);
  }
}
