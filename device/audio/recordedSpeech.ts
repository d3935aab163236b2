/* @pure */
import { Biquad } from "./Biquad.ts";
import { applyGain, clip16, levelOf, SAMPLE_RATE } from "./level.ts";
import { activeSpeechLevel, polished } from "./polish.ts";

/** Why a recording is not fit to be heard by callers. */
export type Unfit = "silent" | "too-soft" | "no-speech" | "too-short" | "too-long";

/** Hum of the mains, knocks on the table, direct current of a sound card: a telephone carries none of it. */
const RUMBLE_HZ = 100;
const FRAME = SAMPLE_RATE / 50;
/** Softer than this is no voice at a microphone that is on. */
const SILENT_DBM0 = -60;
/** Made loud enough from below this, the room would be heard as much as the voice. */
const TOO_SOFT_DBM0 = -48;
/** Even the shortest word goes up and down by more; hum and noise do not. */
const LIVELY_DB = 8;
/** What is so far above the quietest of the recording is taken for speech. */
const ABOVE_ROOM_DB = 7;
const BELOW_LOUDEST_DB = 35;
/** A click of a mouse has one frame, the shortest syllable three. */
const [SPEAKING_OF, SPEAKING] = [5, 3];
/** Breath before, and the last consonant after: softer than the rest. */
const [KEEP_BEFORE, KEEP_AFTER] = [3, 6];
/** Well below the loudness of prompts, so that nothing is bent twice. */
const WORKING_DBM0 = -23;

/** A cough or a key is shorter. */
export const SHORTEST_PROMPT_MS = 300;
/** Callers in pain wait through it. */
export const LONGEST_PROMPT_MS = 60_000;

/** Runs of so many samples at the very highest or lowest value: flat tops, which no voice has. */
const FLAT_TOP = 3;
/** Below this a flat top is silence, or a file of few bits. */
const FLAT_TOP_FROM = 8_000;
/** One in a hundred is heard as rattling. */
const MOST_FLAT = 0.01;

/** Share of samples that were cut off because the microphone, or the program, was too loud. */
export function flatShare(samples: Int16Array): number {
  const [highest, lowest] = [reduced(samples, Math.max), reduced(samples, Math.min)];
  let flat = 0;
  let run = 0;
  for (let i = 0; i <= samples.length; i += 1) {
    const value = samples[i];
    const extreme = (value === highest && highest > FLAT_TOP_FROM) || (value === lowest && lowest < -FLAT_TOP_FROM);
    if (extreme && (run === 0 || value === samples[i - 1])) run += 1;
    else {
      if (run >= FLAT_TOP) flat += run;
      run = extreme ? 1 : 0;
    }
  }
  return samples.length === 0 ? 0 : flat / samples.length;
}

export const isDistorted = (samples: Int16Array): boolean => flatShare(samples) > MOST_FLAT;

/** What somebody said, at 8000 samples/s, as a prompt: without the room before and after it, as loud as all others. */
export function asPrompt(recorded: Int16Array): Int16Array | Unfit {
  const filter = Biquad.highPass(RUMBLE_HZ);
  const clean = recorded.map((sample) => clip16(filter.pass(sample)));
  const levels = frameLevels(clean);
  const sorted = levels.toSorted((a, b) => a - b);
  const loudest = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NEGATIVE_INFINITY;
  const room = sorted[Math.floor(sorted.length * 0.05)] ?? Number.NEGATIVE_INFINITY;
  if (loudest < SILENT_DBM0)
    return recorded.length < (SHORTEST_PROMPT_MS * SAMPLE_RATE) / 1000 ? "too-short" : "silent";
  if (loudest < TOO_SOFT_DBM0) return "too-soft";
  if (loudest - room < LIVELY_DB) return "no-speech";
  const speech = withoutRoom(
    clean,
    levels,
    Math.min(Math.max(room + ABOVE_ROOM_DB, loudest - BELOW_LOUDEST_DB), loudest - 3),
  );
  const prompt = polished(applyGain(speech, WORKING_DBM0 - activeSpeechLevel(speech)));
  const ms = (1000 * prompt.length) / SAMPLE_RATE;
  return ms < SHORTEST_PROMPT_MS ? "too-short" : ms > LONGEST_PROMPT_MS ? "too-long" : prompt;
}

function frameLevels(samples: Int16Array): readonly number[] {
  const levels: number[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) levels.push(levelOf(samples.subarray(at, at + FRAME)));
  return levels;
}

function withoutRoom(samples: Int16Array, levels: readonly number[], threshold: number): Int16Array {
  const loud = levels.map((level) => level > threshold);
  const isSpeech = loud.map((_, at) => {
    const around = loud.slice(at, at + SPEAKING_OF);
    return around.filter((one) => one).length >= SPEAKING;
  });
  const first = isSpeech.indexOf(true);
  if (first < 0) return samples.subarray(0, 0);
  const last = isSpeech.lastIndexOf(true) + SPEAKING_OF;
  return samples.subarray(
    Math.max(0, first - KEEP_BEFORE) * FRAME,
    Math.min(samples.length, (last + KEEP_AFTER) * FRAME),
  );
}

const reduced = (samples: Int16Array, by: (a: number, b: number) => number): number =>
  samples.reduce((found, sample) => by(found, sample), 0);
