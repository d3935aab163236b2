/* @pure */
import { dBm0OfSinePeak } from "./level.ts";

/** 20 ms. */
const FRAME = 160;
/** A voicemail's beep lasts 200 ms and more; a vowel is never so pure for so long. */
const SHORTEST_FRAMES = 8;
const SOFTEST_DBM0 = -35;
/** What is left of a frame when the best single sine is taken out: −17 dB. */
const MOST_RESIDUE = 0.02;

/** Hears one steady tone, such as an answering machine's "speak after the tone". A dual tone (key, ringback, busy) is none. */
export class BeepDetector {
  readonly #heard: () => void;
  readonly #frame = new Int16Array(FRAME);
  #filled = 0;
  #run = 0;

  constructor(heard: () => void) {
    this.#heard = heard;
  }

  process(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) {
      this.#frame[this.#filled++] = samples[i]!;
      if (this.#filled < FRAME) continue;
      this.#filled = 0;
      this.#run = isSine(this.#frame) ? this.#run + 1 : 0;
      if (this.#run === SHORTEST_FRAMES) this.#heard();
    }
  }
}

/** A sine obeys x[n+1] + x[n−1] = c·x[n]: the best c leaves nothing over. */
function isSine(frame: Int16Array): boolean {
  let energy = 0;
  let product = 0;
  let neighbours = 0;
  for (let n = 1; n < frame.length - 1; n++) {
    const sum = frame[n + 1]! + frame[n - 1]!;
    energy += frame[n]! * frame[n]!;
    product += frame[n]! * sum;
    neighbours += sum * sum;
  }
  if (dBm0OfSinePeak(Math.sqrt((2 * energy) / frame.length) + 1e-3) < SOFTEST_DBM0) return false;
  const residue = neighbours - (product * product) / energy;
  // Measured against the tone itself: near 2000 Hz the neighbours' sum is small for every sound.
  return residue < MOST_RESIDUE * energy;
}
