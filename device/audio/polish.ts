/* @pure */
import { levelOf, SAMPLE_RATE, sinePeak } from "./level.ts";

/** Active speech of an announcement: loud enough beside a caller's kitchen, 15 dB of room for peaks below G.711's clipping. */
export const PROMPT_LEVEL_DBM0 = -17;
/** G.711 overloads at +3.14 dBm0; peaks are kept a little below, by bending them, never by cutting. */
const CEILING = 29_000;
/** Frames this far below the loudest frame are pauses and do not count for loudness (the idea of ITU-T P.56). */
const PAUSE_BELOW_LOUDEST_DB = 25;
const FRAME = SAMPLE_RATE / 50;
/** Quieter than this (of 32768) at the edges is the voice's own silence. */
const EDGE_THRESHOLD = 120;
const KEEP_AT_EDGES = Math.round(SAMPLE_RATE * 0.03);

/** Cuts silence from both ends but for 30 ms, so that a key press is followed by words and composed digits are even. */
export function trimmed(samples: Int16Array): Int16Array {
  const loud = (sample: number) => Math.abs(sample) > EDGE_THRESHOLD;
  const first = samples.findIndex(loud);
  if (first < 0) return samples.slice(0, 0);
  const last = samples.findLastIndex(loud);
  return samples.slice(Math.max(0, first - KEEP_AT_EDGES), Math.min(samples.length, last + 1 + KEEP_AT_EDGES));
}

/** Speech programs pause up to a second between sentences; callers take that for the end. */
const LONGEST_PAUSE = Math.round(SAMPLE_RATE * 0.4);

/** The same words with every inner pause no longer than 0.4 s. */
export function withShortPauses(samples: Int16Array): Int16Array {
  const kept: number[] = [];
  let quiet = 0;
  for (const sample of samples) {
    quiet = Math.abs(sample) > EDGE_THRESHOLD ? 0 : quiet + 1;
    if (quiet <= LONGEST_PAUSE) kept.push(sample);
  }
  return Int16Array.from(kept);
}

/** Level of the speech without its pauses, dBm0; −Infinity for silence. */
export function activeSpeechLevel(samples: Int16Array): number {
  const frames: { level: number; power: number }[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) {
    const level = levelOf(samples.subarray(at, at + FRAME));
    frames.push({ level, power: 10 ** (level / 10) });
  }
  const loudest = Math.max(Number.NEGATIVE_INFINITY, ...frames.map((frame) => frame.level));
  const active = frames.filter((frame) => frame.level > loudest - PAUSE_BELOW_LOUDEST_DB);
  if (active.length === 0) return levelOf(samples);
  return 10 * Math.log10(active.reduce((sum, frame) => sum + frame.power, 0) / active.length);
}

/** The same loudness for every prompt, whoever spoke it. */
export function normalised(samples: Int16Array, targetDbm0 = PROMPT_LEVEL_DBM0): Int16Array {
  const level = activeSpeechLevel(samples);
  if (!Number.isFinite(level)) return samples;
  const gain = 10 ** ((targetDbm0 - level) / 20);
  return samples.map((sample) => bent(sample * gain));
}

/** Straight up to half of the ceiling, then asymptotically towards it. */
function bent(value: number): number {
  const knee = CEILING / 2;
  const size = Math.abs(value);
  if (size <= knee) return Math.round(value);
  const room = CEILING - knee;
  return Math.round(Math.sign(value) * (knee + room * (1 - Math.exp(-(size - knee) / room))));
}

/** Soft edges: a clip that begins or ends off zero clicks on the line. */
export function faded(samples: Int16Array, ms = 8): Int16Array {
  const length = Math.min(Math.floor((SAMPLE_RATE * ms) / 1000), Math.floor(samples.length / 2));
  const result = samples.slice();
  for (let i = 0; i < length; i += 1) {
    const gain = i / length;
    result[i] = Math.round((result[i] ?? 0) * gain);
    const end = result.length - 1 - i;
    result[end] = Math.round((result[end] ?? 0) * gain);
  }
  return result;
}

/** What every prompt gets, rendered or recorded by a person: even loudness, no silence around it, soft edges. */
export const polished = (samples: Int16Array): Int16Array => faded(normalised(withShortPauses(trimmed(samples))));

export const silence = (ms: number): Int16Array => new Int16Array(Math.round((SAMPLE_RATE * ms) / 1000));

/** A sine with soft edges at a level in dBm0. */
export function sine(hz: number, ms: number, dBm0: number): Int16Array {
  const amplitude = sinePeak(dBm0);
  const samples = new Int16Array(Math.round((SAMPLE_RATE * ms) / 1000));
  for (let i = 0; i < samples.length; i += 1)
    samples[i] = Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE));
  return faded(samples);
}
