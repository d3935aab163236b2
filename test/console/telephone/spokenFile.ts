import { readFileSync, writeFileSync } from "node:fs";
import { readWav, toMono, writeWav } from "../../../device/audio/wav.ts";
import { Resampler } from "../../../device/console/client/telephone/Resampler.ts";

/** What the browser's microphone plays again and again: 48 kHz, as Chromium's fake device wants it. */
export const MICROPHONE_RATE = 48_000;

const VOICE = new URL("../../../device/rehearsal/callers/urgent-reason.wav", import.meta.url);

/** Writes that voice for the browser; gives back its upper band (see `inBand`) at 48 kHz. */
export function spokenFile(path: string): Float32Array {
  const voice = Float32Array.from(samplesOf(readFileSync(VOICE)));
  const wide = new Resampler(8_000, MICROPHONE_RATE).push(voice);
  const spoken = Int16Array.from(wide, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * 0.8))));
  const wav = writeWav("s16le", new Uint8Array(spoken.buffer));
  const view = new DataView(wav.buffer, wav.byteOffset);
  view.setUint32(24, MICROPHONE_RATE, true);
  view.setUint32(28, MICROPHONE_RATE * 2, true);
  writeFileSync(path, wav);
  return new Resampler(8_000, MICROPHONE_RATE).push(inBand(voice));
}

export function samplesOf(wav: Uint8Array): Int16Array {
  const read = readWav(wav);
  if ("error" in read) throw new Error(read.error);
  return toMono(read);
}

/** Edge of the band that is compared. */
const BAND_FROM = 700;
const TAPS = 255;

/**
 * Without what is below 700 Hz: there the high-pass filter in front of a browser's echo canceller turns the phases, so that the
 * same speech (coherence 0.98, measured) has another wave form. A linear-phase FIR, half a sample value at the edge.
 */
export function inBand(samples: Float32Array): Float32Array {
  const middle = TAPS >> 1;
  const edge = BAND_FROM / 4_000;
  const taps = Float64Array.from({ length: TAPS }, (_, n) => {
    const x = n - middle;
    const low = x === 0 ? edge : Math.sin(Math.PI * edge * x) / (Math.PI * x);
    return (x === 0 ? 1 : 0) - low * (0.5 + 0.5 * Math.cos((Math.PI * x) / (middle + 1)));
  });
  return Float32Array.from(samples, (_, at) => {
    let sum = 0;
    for (let n = 0; n < TAPS; n++) sum += taps[n]! * (samples[at + middle - n] ?? 0);
    return sum;
  });
}

/** Samples of the microphone for one of the line. */
const STEP = MICROPHONE_RATE / 8_000;
/** Half a second: over it two clocks of one machine do not drift. */
const BLOCK = 4_000;

/**
 * How like the spoken file (its upper band) a recording is, block by block: the correlation where it fits best. The file is played again and
 * again, so each place of it is a candidate; neighbours of the place before come first.
 */
export function likeness(recorded: Int16Array, spoken: Float32Array): readonly number[] {
  const take = inBand(Float32Array.from(recorded));
  const found: number[] = [];
  let expected: number | undefined;
  for (let at = 0; at + BLOCK <= take.length; at += BLOCK) {
    const block = take.subarray(at, at + BLOCK);
    if (loudness(block) < 100) continue;
    const near = expected === undefined ? undefined : best(block, spoken, expected - 240, expected + 240, 1);
    const place = near !== undefined && near.value > 0.9 ? near : anywhere(block, spoken);
    found.push(place.value);
    expected = place.at + BLOCK * STEP;
  }
  return found;
}

function anywhere(block: Float32Array, spoken: Float32Array): { at: number; value: number } {
  // A sixth of the line's sample at a time: at 3 kHz a whole one is more than a third of a period.
  const coarse = best(block.subarray(0, 400), spoken, 0, spoken.length, STEP / 3);
  return best(block, spoken, coarse.at - STEP, coarse.at + STEP, 1);
}

function best(block: Float32Array, spoken: Float32Array, from: number, to: number, step: number) {
  let found = { at: from, value: -1 };
  for (let at = from; at < to; at += step) {
    const value = correlation(block, spoken, at);
    if (value > found.value) found = { at, value };
  }
  return found;
}

function correlation(block: Float32Array, spoken: Float32Array, at: number): number {
  let [both, one, other] = [0, 0, 0];
  for (let n = 0; n < block.length; n++) {
    const a = block[n]!;
    const b = spoken[(((at + n * STEP) % spoken.length) + spoken.length) % spoken.length]!;
    both += a * b;
    one += a * a;
    other += b * b;
  }
  return both / Math.sqrt(one * other + 1e-9);
}

const loudness = (block: Float32Array): number =>
  Math.sqrt(block.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, block.length));
