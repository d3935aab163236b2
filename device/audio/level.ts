/* @pure */

/** Samples per second of everything on a telephone line. */
export const SAMPLE_RATE = 8000;

/** Peak of a 0 dBm0 sine on the 16-bit scale. A sine that just reaches full scale is +3.14 dBm0 (ITU-T G.711, A-law; the
 *  µ-law's +3.17 dBm0 differs by less than a level meter does). */
export const PEAK_OF_0_DBM0 = 32768 * 10 ** (-3.14 / 20);

/** Peak of a sine of this level, 16-bit scale. */
export function sinePeak(dBm0: number): number {
  return PEAK_OF_0_DBM0 * 10 ** (dBm0 / 20);
}

/** Level of a sine of this peak. */
export function dBm0OfSinePeak(peak: number): number {
  return 20 * Math.log10(peak / PEAK_OF_0_DBM0);
}

/** Power level over all samples; −Infinity for silence or nothing. */
export function levelOf(samples: Int16Array): number {
  return dBm0OfSinePeak(Math.sqrt(2 * meanSquare(samples)));
}

/** A sample as 16 bits can hold it: clipped, never wrapped (a wrapped peak is a bang in the caller's ear). */
export function clip16(value: number): number {
  return Math.max(-32768, Math.min(32767, Math.round(value)));
}

/** The same sound, louder or softer. */
export function applyGain(samples: Int16Array, decibels: number): Int16Array {
  const factor = 10 ** (decibels / 20);
  return samples.map((sample) => clip16(sample * factor));
}

const FRAME = 160;
/** What is softer than the loudest 20 ms by this much is taken for a pause. */
const ACTIVE_RANGE_DB = 26;

/** Level of speech without its pauses, the figure that ITU-T P.56 calls active speech level (its margin in simple form).
 *  −Infinity for silence. */
export function activeLevelDbm0(samples: Int16Array): number {
  const powers: number[] = [];
  for (let at = 0; at < samples.length; at += FRAME) powers.push(meanSquare(samples.subarray(at, at + FRAME)));
  const floor = powers.reduce((most, power) => Math.max(most, power), 0) * 10 ** (-ACTIVE_RANGE_DB / 10);
  const active = powers.filter((power) => power > floor);
  if (active.length === 0) return Number.NEGATIVE_INFINITY;
  return dBm0OfSinePeak(Math.sqrt((2 * active.reduce((sum, power) => sum + power, 0)) / active.length));
}

function meanSquare(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : sum / samples.length;
}
