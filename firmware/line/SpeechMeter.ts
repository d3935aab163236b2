import { type Duration, Milliseconds } from "../time/Duration.ts";

/** How much of a recording is speech, by its energy: 20 ms frames against a floor that follows the line's own noise. */
const FRAME = 160;
const FRAME_MS = 20;
/** −46 dB under full scale: below it is line noise on any line that a person can talk on. */
const QUIETEST_SPEECH = 32_768 * 10 ** (-46 / 20);
/** Speech stands out of the noise by 9 dB. */
const ABOVE_NOISE = 10 ** (9 / 20);
/** The floor sinks to a quieter frame at once, and rises by about 3 dB a second. */
const FLOOR_RISES = 10 ** (3 / 20 / 50);
/** A click is shorter than any syllable. */
const SHORTEST_SPEECH_FRAMES = 4;
/** Pauses up to here are within words and count as speech going on. */
const WORD_GAP_FRAMES = 15;

export type SpeechEvent =
  | { readonly kind: "speech" }
  /** Silence after speech has lasted `ms`; once for each stretch. */
  | { readonly kind: "silenceAfterSpeech"; readonly ms: number };

/** Feed it samples as they come; it keeps counts only, never audio. */
export class SpeechMeter {
  readonly #silenceFrames: number;
  #frame = 0;
  #filled = 0;
  #floor = QUIETEST_SPEECH / ABOVE_NOISE;
  /** Loud frames of the present stretch, and quiet ones since the last loud one. */
  #loud = 0;
  #quiet = 0;
  #speechFrames = 0;
  #spoken = false;
  #told = true;
  /** A key or a tone is being heard: this stretch is not a voice. */
  #tone = false;

  constructor(silence: Duration = Milliseconds(3_000)) {
    this.#silenceFrames = Math.ceil(silence / FRAME_MS);
  }

  get speechMs(): number {
    return (this.#speechFrames + (this.#loud >= SHORTEST_SPEECH_FRAMES ? this.#loud : 0)) * FRAME_MS;
  }

  /** How long it has been silent until now. */
  get silentMs(): number {
    return this.#quiet * FRAME_MS;
  }

  /** What was just heard was a key or a tone: it is taken out of the count, until it ends. */
  notSpeech(): void {
    this.#tone = true;
    this.#loud = 0;
  }

  process(samples: Int16Array): readonly SpeechEvent[] {
    const events: SpeechEvent[] = [];
    for (const sample of samples) {
      this.#frame += sample * sample;
      this.#filled += 1;
      if (this.#filled === FRAME) this.#endFrame(events);
    }
    return events;
  }

  #endFrame(events: SpeechEvent[]): void {
    const level = Math.sqrt(this.#frame / FRAME);
    this.#frame = 0;
    this.#filled = 0;
    const loud = level > Math.max(QUIETEST_SPEECH, this.#floor * ABOVE_NOISE);
    this.#floor = Math.max(1, Math.min(level, this.#floor * FLOOR_RISES));
    if (loud) this.#loudFrame(events);
    else this.#quietFrame(events);
  }

  #loudFrame(events: SpeechEvent[]): void {
    if (this.#tone) {
      this.#quiet = 0;
      return;
    }
    this.#loud += 1;
    if (this.#loud < SHORTEST_SPEECH_FRAMES) return;
    if (this.#loud === SHORTEST_SPEECH_FRAMES) events.push({ kind: "speech" });
    this.#quiet = 0;
    this.#spoken = true;
    this.#told = false;
  }

  #quietFrame(events: SpeechEvent[]): void {
    this.#quiet += 1;
    if (this.#quiet === WORD_GAP_FRAMES) {
      if (this.#loud >= SHORTEST_SPEECH_FRAMES) this.#speechFrames += this.#loud;
      this.#loud = 0;
      this.#tone = false;
    }
    if (!this.#spoken || this.#told || this.#quiet < this.#silenceFrames) return;
    this.#told = true;
    events.push({ kind: "silenceAfterSpeech", ms: this.#quiet * FRAME_MS });
  }
}
