/* @pure */
// 16-bit samples come as bytes, and a byte gets lost: from there on every sample is made of two halves that do not belong
// together, which is loud noise (facts: callpilot sees an RMS over 6000 instead of under 3000). Both readings of each frame
// are compared; a frame that is far quieter the other way round is held back, and after four of them the stream is
// read the other way from the first of them on, so that the noise is neither heard nor kept.

const FRAME_BYTES = 320;
/** So many suspicious frames in a row: 80 ms. */
const SUSPICIOUS_FRAMES = 4;
/** Between loud speech read rightly and wrongly lies a factor of 3 and more; read wrongly it is white noise, too. */
const FAR_QUIETER = 2.5;
/** RMS of the differences between neighbours over the RMS itself: 1.41 for white noise, 1.1 for the highest key tone. */
const NOISE = 1.2;
/** The low byte of a quiet sample read as a high one: exactly 256 times as loud, and as smooth as before. */
const SHIFTED_BYTE = 100;
/** Loud keys read wrongly are hardly louder than rightly, but white noise instead of tones. */
const QUIETER = 1.25;
const TONES = 1.15;
/** Below this nothing can be told, and nothing is heard either. */
const AUDIBLE_RMS = 500;
/** Louder than any misreading (white noise over all values has 18 900): a shout or a beep that is clipped. */
const CLIPPED_RMS = 30_000;

export class SampleAligner {
  readonly #emit: (bytes: Uint8Array) => void;
  #rest = new Uint8Array(0);
  #suspicious = 0;
  /** How often the reading had to be shifted. */
  slips = 0;

  /** `emit` gets whole samples, a frame of 320 bytes or more at a time. */
  constructor(emit: (bytes: Uint8Array) => void) {
    this.#emit = emit;
  }

  push(bytes: Uint8Array): void {
    let all = joined(this.#rest, bytes);
    // One byte more than a frame: the other reading of its last sample needs it.
    for (let at = this.#suspicious * FRAME_BYTES; all.length - at > FRAME_BYTES; at = this.#suspicious * FRAME_BYTES) {
      if (!isMisread(all, at)) {
        this.#suspicious = 0;
        this.#emit(all.slice(0, at + FRAME_BYTES));
        all = all.subarray(at + FRAME_BYTES);
      } else if (this.#suspicious + 1 < SUSPICIOUS_FRAMES) {
        this.#suspicious += 1;
      } else {
        this.slips += 1;
        this.#suspicious = 0;
        all = all.subarray(1);
      }
    }
    this.#rest = all.slice();
  }

  /** A new stretch of audio: what was left of the last one is nobody's. */
  restart(): void {
    this.#rest = new Uint8Array(0);
    this.#suspicious = 0;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function isMisread(bytes: Uint8Array, at: number): boolean {
  const asIs = measure(bytes, at);
  // Sound of eight bits made sixteen wide has nothing in its low bytes: there is no other reading.
  if (asIs.rms < AUDIBLE_RMS || asIs.rms > CLIPPED_RMS || asIs.coarse) return false;
  const shifted = measure(bytes, at + 1);
  const ratio = asIs.rms / (shifted.rms + 1);
  if (ratio > SHIFTED_BYTE) return true;
  if (asIs.change < NOISE * asIs.rms) return false;
  return ratio > FAR_QUIETER || (ratio > QUIETER && shifted.change < TONES * shifted.rms);
}

interface Measured {
  readonly rms: number;
  /** RMS of the differences between neighbouring samples. */
  readonly change: number;
  /** All low bytes are the same. */
  readonly coarse: boolean;
}

function measure(bytes: Uint8Array, from: number): Measured {
  let coarse = true;
  let sum = 0;
  let changes = 0;
  let before: number | undefined;
  for (let i = from; i < from + FRAME_BYTES; i += 2) {
    const sample = ((bytes[i]! | (bytes[i + 1]! << 8)) << 16) >> 16;
    sum += sample * sample;
    coarse &&= bytes[i] === bytes[from];
    if (before !== undefined) changes += (sample - before) ** 2;
    before = sample;
  }
  const count = FRAME_BYTES / 2;
  return { rms: Math.sqrt(sum / count), change: Math.sqrt(changes / (count - 1)), coarse };
}
