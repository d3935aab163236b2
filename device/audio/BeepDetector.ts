/* @pure */
import { dBm0OfSinePeak, SAMPLE_RATE } from "./level.ts";

/** 20 ms. */
const FRAME = 160;
/** A voicemail's beep lasts 200 ms and more; a vowel is never so pure for so long. */
const SHORTEST_FRAMES = 8;
const SOFTEST_DBM0 = -35;
/** So much of a frame's power one sine must explain. A key's two tones with the greatest twist: 0.86. */
const LEAST_SHARE = 0.95;
/** Voicemail beeps are higher; a vowel's strongest harmonic can be as pure, but is lower. */
const LOWEST_HERTZ = 400;
/** A machine's tone holds its pitch, a voice never does. */
const MOST_CHANGE = 0.01;

/** Hears one steady tone, such as an answering machine's "speak after the tone". A dual tone (key, ringback, busy) is none. */
export class BeepDetector {
  readonly #heard: () => void;
  readonly #frame = new Int16Array(FRAME);
  #filled = 0;
  #run = 0;
  /** Of the first frame of the run. */
  #hertz = 0;

  constructor(heard: () => void) {
    this.#heard = heard;
  }

  process(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) {
      this.#frame[this.#filled++] = samples[i]!;
      if (this.#filled < FRAME) continue;
      this.#filled = 0;
      this.#judge(pitchOfSine(this.#frame));
    }
  }

  #judge(hertz: number | undefined): void {
    if (hertz === undefined) {
      this.#run = 0;
      return;
    }
    if (this.#run > 0 && Math.abs(hertz - this.#hertz) > MOST_CHANGE * this.#hertz) this.#run = 0;
    if (this.#run === 0) this.#hertz = hertz;
    this.#run += 1;
    if (this.#run === SHORTEST_FRAMES) this.#heard();
  }
}

/** The frequency of the one sine that a frame consists of; undefined when it is too soft or something else. */
function pitchOfSine(frame: Int16Array): number | undefined {
  let energy = 0;
  let product = 0;
  for (let n = 1; n < frame.length - 1; n++) {
    energy += frame[n]! * frame[n]!;
    product += frame[n]! * (frame[n + 1]! + frame[n - 1]!);
  }
  if (dBm0OfSinePeak(Math.sqrt((2 * energy) / frame.length) + 1e-3) < SOFTEST_DBM0) return undefined;
  // A sine obeys x[n+1] + x[n−1] = 2 cos(ω)·x[n].
  const rough = Math.acos(Math.max(-1, Math.min(1, product / (2 * energy))));
  // What it has turned too much or too little between the two halves says how far that is off.
  const half = frame.length / 2;
  const [first, second] = [spectrumAt(rough, frame, 0, half), spectrumAt(rough, frame, half, frame.length)];
  const turned = Math.atan2(second.im * first.re - second.re * first.im, second.re * first.re + second.im * first.im);
  const omega = rough + turned / half;
  const hertz = (omega * SAMPLE_RATE) / (2 * Math.PI);
  if (hertz < LOWEST_HERTZ || hertz > SAMPLE_RATE / 2 - LOWEST_HERTZ) return undefined;
  const whole = spectrumAt(omega, frame, 0, frame.length);
  const share = (2 * (whole.re ** 2 + whole.im ** 2)) / (frame.length * energy);
  return share < LEAST_SHARE ? undefined : hertz;
}

/** Of the samples from one to the other, with the phase at the frame's beginning as zero. */
function spectrumAt(omega: number, frame: Int16Array, from: number, to: number): { re: number; im: number } {
  let re = 0;
  let im = 0;
  for (let n = from; n < to; n++) {
    re += frame[n]! * Math.cos(omega * n);
    im -= frame[n]! * Math.sin(omega * n);
  }
  return { re, im };
}
