/* @pure */
import { SAMPLE_RATE } from "./level.ts";

/** Farther from the middle of the lobe a measure means nothing. */
const LOWEST_LOBE = 0.3;

export interface ToneBankOptions {
  /** Nominal frequencies, Hz. */
  readonly frequencies: readonly number[];
  /** Samples that one frame looks at, under a Hann window: resolution is about 2 · 8000 / window Hz. */
  readonly window: number;
  /** Samples from one frame to the next. */
  readonly hop: number;
  /** Frames that can be looked back at; a power of two. */
  readonly history: number;
}

/** Listens at a few frequencies in short overlapping frames, and remembers amplitude and phase of the latest ones. The
 *  phase tells a tone's frequency far better than its amplitude can in 40 ms. Frames are numbered from 0; frame n is
 *  centred on sample `centreOf(n)`. */
export class ToneBank {
  readonly #options: ToneBankOptions;
  readonly #cosines: Float64Array[];
  readonly #sines: Float64Array[];
  /** Hann squared, scaled so that a frame's energy sum is a mean square. */
  readonly #powerWindow: Float64Array;
  readonly #input: Float64Array;
  #filled = 0;
  #frames = 0;
  readonly #amplitudes: Float64Array;
  readonly #phases: Float64Array;
  readonly #powers: Float64Array;

  constructor(options: ToneBankOptions) {
    const { frequencies, window, history } = options;
    this.#options = options;
    const hann = Float64Array.from(
      { length: window },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / window),
    );
    const sum = hann.reduce((total, value) => total + value, 0);
    const squares = hann.reduce((total, value) => total + value * value, 0);
    // Scaled so that a sine of peak A gives A; phases refer to the middle of the frame.
    const table = (wave: (angle: number) => number) =>
      frequencies.map((hz) =>
        hann.map((value, i) => ((2 * value) / sum) * wave((2 * Math.PI * hz * (i - (window - 1) / 2)) / SAMPLE_RATE)),
      );
    this.#cosines = table(Math.cos);
    this.#sines = table(Math.sin);
    this.#powerWindow = hann.map((value) => (value * value) / squares);
    this.#input = new Float64Array(window);
    this.#amplitudes = new Float64Array(history * frequencies.length);
    this.#phases = new Float64Array(history * frequencies.length);
    this.#powers = new Float64Array(history);
  }

  /** Number of frames completed. */
  get frames(): number {
    return this.#frames;
  }

  get hop(): number {
    return this.#options.hop;
  }

  hz(tone: number): number {
    return this.#options.frequencies[tone]!;
  }

  /** The sample in the middle of a frame. */
  centreOf(frame: number): number {
    return frame * this.#options.hop + (this.#options.window >> 1);
  }

  /** Peak of the tone near frequency number `tone`. */
  amplitude(frame: number, tone: number): number {
    return this.#amplitudes[this.#at(frame) * this.#options.frequencies.length + tone]!;
  }

  /** Phase at the frame's centre, radians. */
  phase(frame: number, tone: number): number {
    return this.#phases[this.#at(frame) * this.#options.frequencies.length + tone]!;
  }

  /** Mean square of everything in the frame. */
  power(frame: number): number {
    return this.#powers[this.#at(frame)]!;
  }

  /** By what factor `amplitude` is too small for a tone that is so far off its nominal frequency: the main lobe of a Hann
   *  window. Good to 0.1 dB up to one bin. */
  underrating(offsetHz: number): number {
    const bins = Math.abs((offsetHz * this.#options.window) / SAMPLE_RATE);
    if (bins < 1e-6) return 1;
    const lobe = Math.sin(Math.PI * bins) / (Math.PI * bins) / (1 - bins * bins);
    return 1 / Math.max(LOWEST_LOBE, Number.isFinite(lobe) ? lobe : 0.5);
  }

  #at(frame: number): number {
    return frame & (this.#options.history - 1);
  }

  /** Takes one sample; true when it completed a frame. */
  take(sample: number): boolean {
    this.#input[this.#filled++] = sample;
    if (this.#filled < this.#options.window) return false;
    this.#analyse();
    this.#input.copyWithin(0, this.#options.hop);
    this.#filled -= this.#options.hop;
    this.#frames++;
    return true;
  }

  #analyse(): void {
    const { frequencies, window } = this.#options;
    const input = this.#input;
    const slot = this.#at(this.#frames);
    for (let tone = 0; tone < frequencies.length; tone++) {
      const cosines = this.#cosines[tone]!;
      const sines = this.#sines[tone]!;
      let re = 0;
      let im = 0;
      for (let i = 0; i < window; i++) {
        const value = input[i]!;
        re += value * cosines[i]!;
        im -= value * sines[i]!;
      }
      this.#amplitudes[slot * frequencies.length + tone] = Math.sqrt(re * re + im * im);
      this.#phases[slot * frequencies.length + tone] = Math.atan2(im, re);
    }
    let power = 0;
    for (let i = 0; i < window; i++) power += input[i]! * input[i]! * this.#powerWindow[i]!;
    this.#powers[slot] = power;
  }
}
