/* @pure */
import { SAMPLE_RATE } from "../../caller/lineFormat.ts";
import { sines } from "../../caller/tones.ts";

/** Something with the pitch, the vowels and the syllables of speech, for machines that must sound like one. */
export function speechLike(ms: number): Int16Array {
  const length = Math.round((ms * SAMPLE_RATE) / 1000);
  return Int16Array.from({ length }, (_, n) => {
    const t = n / SAMPLE_RATE;
    const pitch = 115 + 15 * Math.sin(2 * Math.PI * 0.7 * t);
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 3.3 * t)) ** 0.6;
    const vowel = 450 + 250 * Math.sin(2 * Math.PI * 1.1 * t);
    let sum = 0;
    for (let harmonic = 1; harmonic <= 20; harmonic++) {
      const hertz = harmonic * pitch;
      const loud = Math.exp(-(((hertz - vowel) / 180) ** 2)) + 0.5 * Math.exp(-(((hertz - 1500) / 250) ** 2)) + 0.06;
      sum +=
        loud *
        Math.sin(
          2 * Math.PI * harmonic * (115 * t - (15 / (2 * Math.PI * 0.7)) * (Math.cos(2 * Math.PI * 0.7 * t) - 1)),
        );
    }
    return Math.round(2600 * syllable * sum);
  });
}

/** What a mailbox plays before it records. */
export const mailboxBeep = (): Int16Array => sines([1000], 400, 8000);
