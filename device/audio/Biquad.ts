/* @pure */
import { SAMPLE_RATE } from "./level.ts";

/** A second-order filter, transposed direct form II; coefficients after R. Bristow-Johnson's cookbook. */
export class Biquad {
  readonly #b0: number;
  readonly #b1: number;
  readonly #b2: number;
  readonly #a1: number;
  readonly #a2: number;
  #s1 = 0;
  #s2 = 0;

  private constructor(b0: number, b1: number, b2: number, a1: number, a2: number) {
    this.#b0 = b0;
    this.#b1 = b1;
    this.#b2 = b2;
    this.#a1 = a1;
    this.#a2 = a2;
  }

  /** Takes out one frequency; 3 dB down at `width / 2` on either side. */
  static notch(hz: number, width: number): Biquad {
    const angle = (2 * Math.PI * hz) / SAMPLE_RATE;
    const alpha = Math.sin(angle) * ((0.5 * width) / hz);
    const a0 = 1 + alpha;
    const b1 = (-2 * Math.cos(angle)) / a0;
    return new Biquad(1 / a0, b1, 1 / a0, b1, (1 - alpha) / a0);
  }

  /** Butterworth: 3 dB down at `hz`, 12 dB per octave below. */
  static highPass(hz: number): Biquad {
    const angle = (2 * Math.PI * hz) / SAMPLE_RATE;
    const cos = Math.cos(angle);
    const alpha = Math.sin(angle) * Math.SQRT1_2;
    const a0 = 1 + alpha;
    return new Biquad((1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, (-2 * cos) / a0, (1 - alpha) / a0);
  }

  /** Butterworth: 3 dB down at `hz`, 12 dB per octave above. */
  static lowPass(hz: number): Biquad {
    const angle = (2 * Math.PI * hz) / SAMPLE_RATE;
    const cos = Math.cos(angle);
    const alpha = Math.sin(angle) * Math.SQRT1_2;
    const a0 = 1 + alpha;
    return new Biquad((1 - cos) / 2 / a0, (1 - cos) / a0, (1 - cos) / 2 / a0, (-2 * cos) / a0, (1 - alpha) / a0);
  }

  pass(x: number): number {
    const y = this.#b0 * x + this.#s1;
    this.#s1 = this.#b1 * x - this.#a1 * y + this.#s2;
    this.#s2 = this.#b2 * x - this.#a2 * y;
    return y;
  }
}
