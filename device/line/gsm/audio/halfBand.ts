/* @pure */
// 16 kHz ⇄ 8 kHz, for a modem that streams wideband although it was told not to (SIM7600 on VoLTE). A half-band
// low-pass of 31 taps: every other one is zero, flat within 0.5 dB to 3 kHz, 45 dB down above 5 kHz.

const HALF = 15;
const TAPS = Float64Array.from({ length: 2 * HALF + 1 }, (_, i) => {
  const n = i - HALF;
  const sinc = n === 0 ? 0.5 : Math.sin((Math.PI * n) / 2) / (Math.PI * n);
  // Hamming's window.
  return sinc * (0.54 + 0.46 * Math.cos((Math.PI * n) / (HALF + 1)));
});

const clip = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

/** Every second sample of the filtered stream. Keeps what it needs between calls. */
export class Halver {
  #past = new Int16Array(0);

  process(samples: Int16Array): Int16Array {
    const all = new Int16Array(this.#past.length + samples.length);
    all.set(this.#past);
    all.set(samples, this.#past.length);
    const count = Math.max(0, Math.floor((all.length - TAPS.length) / 2) + 1);
    const out = new Int16Array(count);
    for (let n = 0; n < count; n++) {
      let sum = 0;
      for (let k = 0; k < TAPS.length; k++) sum += TAPS[k]! * all[2 * n + k]!;
      out[n] = clip(sum);
    }
    this.#past = all.slice(2 * count);
    return out;
  }
}

/** Two samples for each one. */
export class Doubler {
  #past = new Int16Array(HALF);

  process(samples: Int16Array): Int16Array {
    const all = new Int16Array(this.#past.length + samples.length);
    all.set(this.#past);
    all.set(samples, this.#past.length);
    const out = new Int16Array(samples.length * 2);
    for (let n = 0; n < out.length; n++) {
      let sum = 0;
      // The stream with a zero between each two samples, filtered; gain 2 makes up for the zeros.
      for (let k = n % 2 === 0 ? 0 : 1; k < TAPS.length; k += 2) sum += 2 * TAPS[k]! * (all[(n + k) >> 1] ?? 0);
      out[n] = clip(sum);
    }
    this.#past = all.slice(samples.length);
    return out;
  }
}
