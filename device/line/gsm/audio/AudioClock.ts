/* @pure */
// When the next samples are due at the modem.
//
// The modem is the clock: in the long run as many samples are written as it delivers, or its buffer runs dry or over in a
// call of half an hour (crystals differ by 50 ppm: 90 ms). But what it delivers comes late, in bursts, and gets lost, so it
// is not followed frame by frame: it steers a clock of our own.
//
//     arrivals ─▶ deficit against our clock ─▶ its minimum over half a second ─┬─ a step up: so many samples were lost
//                                                                              └─ a slow slope: the crystals differ
import { SAMPLE_RATE } from "../../../audio/level.ts";

const PER_MS = SAMPLE_RATE / 1000;
/** Half a second of samples, in reads of whatever size: longer than any delay that is not a loss. */
const WINDOW = SAMPLE_RATE / 2;
/** Frames are lost whole; less than three quarters of one is jitter. */
const FRAME = 160;
const STEP = 120;
/** Crystals differ by at most 200 ppm. */
const MOST_SLOPE = 200e-6;

export class AudioClock {
  #startedAtMs: number | undefined;
  /** Samples that came, and those that were found to be lost. */
  #read = 0;
  #lost = 0;
  /** How far behind our own clock the modem's is, in samples. */
  #behind = 0;
  #recent: { readonly samples: number; readonly deficit: number }[] = [];
  #recentSamples = 0;

  /** Samples of the modem that never reached us. */
  get lost(): number {
    return this.#lost;
  }

  get read(): number {
    return this.#read;
  }

  /** `samples` have arrived. */
  arrived(samples: number, atMs: number): void {
    this.#startedAtMs ??= atMs - samples / PER_MS;
    this.#read += samples;
    const deficit = (atMs - this.#startedAtMs) * PER_MS - this.#read - this.#lost;
    this.#recent.push({ samples, deficit });
    this.#recentSamples += samples;
    while (this.#recentSamples - this.#recent[0]!.samples >= WINDOW)
      this.#recentSamples -= this.#recent.shift()!.samples;
    this.#steer(samples);
  }

  #steer(samples: number): void {
    const least = Math.min(...this.#recent.map((one) => one.deficit));
    // Samples cannot come before their time: our clock was behind.
    if (least <= this.#behind) {
      this.#behind = least;
      return;
    }
    if (this.#recentSamples < WINDOW) return;
    const step = least - this.#behind;
    if (step < STEP) {
      this.#behind += Math.min(step, MOST_SLOPE * samples);
      return;
    }
    const lost = Math.round(step / FRAME) * FRAME;
    this.#lost += lost;
    this.#recent = this.#recent.map((one) => ({ ...one, deficit: one.deficit - lost }));
  }

  /** How many samples the modem has played (or would have) since the first came; 0 before that. */
  playedAt(atMs: number): number {
    if (this.#startedAtMs === undefined) return 0;
    return Math.max(0, (atMs - this.#startedAtMs) * PER_MS - this.#behind);
  }
}
