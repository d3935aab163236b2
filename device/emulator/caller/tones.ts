/* @pure */
/** The tones of a telephone line as samples: keys (ITU-T Q.23), call progress (North America, ITU-T E.180 supplement 2). */
import type { Digit } from "../../../firmware/line/Line.ts";
import { SAMPLE_RATE } from "./lineFormat.ts";

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYPAD = "123A456B789C*0#D";

/** About −13 dBm0 for each tone of a pair: how a phone's keys arrive over a local loop. */
const KEY_AMPLITUDE = 5000;
const PROGRESS_AMPLITUDE = 3000;

/** The sum of sine waves, with edges of 2 ms so that a tone's start is not a click. */
export function sines(frequencies: readonly number[], ms: number, amplitude: number): Int16Array {
  const length = Math.round((ms * SAMPLE_RATE) / 1000);
  const edge = Math.min(16, length >> 1);
  return Int16Array.from({ length }, (_, n) => {
    const sum = frequencies.reduce((value, hertz) => value + Math.sin((2 * Math.PI * hertz * n) / SAMPLE_RATE), 0);
    const envelope = Math.min(1, (n + 1) / (edge + 1), (length - n) / (edge + 1));
    return Math.round(sum * amplitude * envelope);
  });
}

export const isDigit = (text: string): text is Digit => text.length === 1 && KEYPAD.includes(text);

export function keyTone(digit: Digit, ms: number): Int16Array {
  const place = KEYPAD.indexOf(digit);
  return sines([ROWS[place >> 2] ?? 0, COLUMNS[place & 3] ?? 0], ms, KEY_AMPLITUDE);
}

export type ProgressTone = "dial-tone" | "busy" | "fast-busy";

const PROGRESS: Record<ProgressTone, { frequencies: number[]; onMs: number; offMs: number }> = {
  "dial-tone": { frequencies: [350, 440], onMs: 1000, offMs: 0 },
  busy: { frequencies: [480, 620], onMs: 500, offMs: 500 },
  "fast-busy": { frequencies: [480, 620], onMs: 250, offMs: 250 },
};

/** One period of the tone's cadence; played again and again. */
export function progressPeriod(tone: ProgressTone): Int16Array {
  const { frequencies, onMs, offMs } = PROGRESS[tone];
  const period = new Int16Array(((onMs + offMs) * SAMPLE_RATE) / 1000);
  // A continuous tone must have no edges: its frequencies complete whole cycles in its period of one second.
  if (offMs > 0) period.set(sines(frequencies, onMs, PROGRESS_AMPLITUDE));
  else period.set(continuous(frequencies, onMs));
  return period;
}

const continuous = (frequencies: readonly number[], ms: number): Int16Array =>
  Int16Array.from({ length: (ms * SAMPLE_RATE) / 1000 }, (_, n) =>
    Math.round(
      PROGRESS_AMPLITUDE * frequencies.reduce((sum, f) => sum + Math.sin((2 * Math.PI * f * n) / SAMPLE_RATE), 0),
    ),
  );

/** Is this block (20 ms or so) one steady sine? A pure sine obeys x[n+1] + x[n−1] = c·x[n]; speech and pairs do not. */
export function isPureTone(block: Int16Array): boolean {
  let energy = 0;
  let product = 0;
  let neighbours = 0;
  for (let n = 1; n + 1 < block.length; n++) {
    const here = block[n] ?? 0;
    const around = (block[n - 1] ?? 0) + (block[n + 1] ?? 0);
    energy += here * here;
    product += here * around;
    neighbours += around * around;
  }
  const loud = energy / Math.max(1, block.length) > 500 * 500;
  if (!loud) return false;
  // What is left of the neighbours' sum after the best c has explained it, against the tone's own energy.
  return (neighbours - (product * product) / energy) / energy < 0.02;
}

/** Root mean square above which a listener hears something: −42 dBFS, over the hiss of 8-bit samples. */
export const AUDIBLE_RMS = 260;

export function rms(block: Int16Array): number {
  if (block.length === 0) return 0;
  return Math.sqrt(block.reduce((sum, sample) => sum + sample * sample, 0) / block.length);
}
