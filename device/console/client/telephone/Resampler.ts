/* @pure */
/** Zero crossings of the sinc on each side: its slope is 600 Hz wide at 8 kHz, from a telephone's 3.4 kHz to half the rate. */
const CROSSINGS = 32;
/** Table entries from one zero crossing to the next; in between it is linear. */
const STEPS = 256;
/** Kaiser's window: side lobes at about −80 dB. */
const BETA = 8;
/** Of the lower rate's half: the filter's own slope lies below it. */
const PASS = 0.93;

/** Modified Bessel function of the first kind, order 0 (Abramowitz and Stegun 9.6.12). */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let n = 1; term > sum * 1e-12; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

const KERNEL = Float32Array.from({ length: CROSSINGS * STEPS + 2 }, (_, n) => {
  const x = n / STEPS;
  if (x >= CROSSINGS) return 0;
  const window = bessel0(BETA * Math.sqrt(1 - (x / CROSSINGS) ** 2)) / bessel0(BETA);
  return x === 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
});

/**
 * From one sampling rate to another, for sound that comes in pieces: a browser's 44.1 or 48 kHz and the 8 kHz of a telephone
 * line. Band-limited interpolation with a windowed sinc (J. O. Smith, Digital Audio Resampling), so that what a line cannot
 * carry is left out and not folded back into speech. Delays by four milliseconds.
 */
export class Resampler {
  readonly #step: number;
  /** Of the filter, in cycles of the input's sampling rate: sinc(x · cutoff). */
  readonly #cutoff: number;
  readonly #reach: number;
  #input: Float32Array;
  /** Where in `#input` the next output lies. */
  #at: number;

  constructor(from: number, to: number) {
    this.#step = from / to;
    this.#cutoff = Math.min(1, to / from) * PASS;
    this.#reach = Math.ceil(CROSSINGS / this.#cutoff);
    this.#input = new Float32Array(this.#reach);
    this.#at = this.#reach;
  }

  push(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);
    const ready = Math.max(0, Math.ceil((input.length - this.#reach - this.#at) / this.#step));
    const output = new Float32Array(ready);
    for (let n = 0; n < ready; n++) {
      output[n] = this.#sampleAt(input, this.#at);
      this.#at += this.#step;
    }
    const spent = Math.max(0, Math.floor(this.#at) - this.#reach);
    this.#input = input.slice(spent);
    this.#at -= spent;
    return output;
  }

  #sampleAt(input: Float32Array, at: number): number {
    const first = Math.ceil(at - this.#reach);
    const last = Math.floor(at + this.#reach);
    let sum = 0;
    for (let k = Math.max(0, first); k <= Math.min(last, input.length - 1); k++) {
      const place = Math.min(Math.abs(at - k) * this.#cutoff, CROSSINGS) * STEPS;
      const below = Math.floor(place);
      const left = KERNEL[below] ?? 0;
      sum += (input[k] ?? 0) * (left + (place - below) * ((KERNEL[below + 1] ?? 0) - left));
    }
    return sum * this.#cutoff;
  }
}
