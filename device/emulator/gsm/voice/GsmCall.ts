/* @pure */
import type { Digit } from "../../../../firmware/line/Line.ts";
import { FarEndAudio } from "../../caller/FarEndAudio.ts";
import { SAMPLE_RATE } from "../../caller/lineFormat.ts";
import type { CallEnd, CallStage, CallView } from "../families/Family.ts";
import type { VoiceTraits } from "./VoiceTraits.ts";

/** The telephone at the other end, as the network sees it. */
export interface FarEnd {
  /** The call is on its way. */
  placed(call: GsmCall): void;
  rang(ring: number): void;
  ringReported(): void;
  callerIdReported(): void;
  /** Both ends hear each other from here on. `commandAtMs`: when the host's ATA came, or now. */
  connected(commandAtMs: number): void;
  /** What the host sends, 8 kHz s16le, in steps of 20 ms; `missing`: bytes that were not there in time (silence). */
  hear(bytes: Uint8Array, missing: number, atMs: number): void;
  /** `AT+VTS`. */
  toneHeard(digit: Digit): void;
  soundOn(rate: number, atMs: number): void;
  soundSent(bytes: Uint8Array): void;
  soundLost(bytes: number): void;
  /** The emulator's own timer was late. */
  soundLate(ms: number): void;
  soundOff(atMs: number): void;
  /** Over, whoever ended it, and whether it was ever answered or not. */
  over(end: CallEnd): void;
}

/** Why there is no number: the caller does not wish it, or a network on the way did not pass it on. */
export type NoNumber = "withheld" | "unavailable";

/** One call of the modem. */
export class GsmCall {
  readonly index: number;
  readonly number: string;
  readonly incoming: boolean;
  readonly farEnd: FarEnd | undefined;
  readonly noNumber: NoNumber | undefined;
  readonly startedAtMs: number;
  readonly #traits: () => VoiceTraits;
  stage: CallStage;
  activeAtMs: number | undefined;
  end: CallEnd | undefined;
  rings = 0;
  /** The host was told of it: of an outgoing call not at once. */
  told: boolean;
  /** What comes from the far end, counted in samples of the modem's sound clock since the answer. */
  readonly audio = new FarEndAudio();

  constructor(call: {
    readonly index: number;
    readonly number: string;
    readonly incoming: boolean;
    readonly stage: CallStage;
    readonly startedAtMs: number;
    readonly farEnd: FarEnd | undefined;
    readonly noNumber: NoNumber | undefined;
    readonly traits: () => VoiceTraits;
  }) {
    this.index = call.index;
    this.number = call.number;
    this.incoming = call.incoming;
    this.stage = call.stage;
    this.told = call.incoming;
    this.startedAtMs = call.startedAtMs;
    this.farEnd = call.farEnd;
    this.noNumber = call.noNumber;
    this.#traits = call.traits;
  }

  get traits(): VoiceTraits {
    return this.#traits();
  }

  /** Does the network still know of it? */
  get live(): boolean {
    return this.end === undefined;
  }

  /** Index of the sample that the modem's sound clock is at. */
  sampleAt(ms: number): number {
    const speed = 1 + this.traits.clockPpm / 1e6;
    return Math.max(0, Math.floor(((ms - (this.activeAtMs ?? ms)) * SAMPLE_RATE * speed) / 1000 + 1e-6));
  }

  view(nowMs: number, timeOfDay: string, stage = this.stage): CallView {
    const { index, number, incoming, end, activeAtMs } = this;
    const seconds = activeAtMs === undefined ? 0 : Math.floor((nowMs - activeAtMs) / 1000);
    return { index, number, incoming, stage, seconds, wasActive: activeAtMs !== undefined, end, timeOfDay };
  }
}
