/* @pure */
import type { AudioFormat, Digit } from "../../firmware/line/Line.ts";
import {
  addNoise,
  Chance,
  delivered,
  HIGH_GROUP,
  joined,
  KEYPAD,
  KEYS,
  LOW_GROUP,
  mixInto,
  type Partial,
  type Sound,
  samplesOf,
  silence,
  tones,
} from "./signals.ts";
import { someVoices, speech } from "./syntheticSpeech.ts";

/** One set of conditions, under which all sixteen keys are pressed once. Limits: ITU-T Q.24 table A-1, AT&T column. */
export interface Conditions {
  readonly name: string;
  /** Per cent off, of the row and of the column. */
  readonly lowOff: number;
  readonly highOff: number;
  /** Level of the *stronger* of the two tones, dBm0. The other is weaker by the twist (stricter than Q.24, which gives
   *  its −25 dBm to either). */
  readonly level: number;
  /** Column minus row, dB: +4 is Q.24's forward limit, −8 its reverse one. */
  readonly twist: number;
  readonly toneMs: number;
  readonly pauseMs: number;
  /** Of the two tones together over white noise from 0 to 4 kHz. */
  readonly snr?: number;
  readonly under?: readonly Partial[];
  /** Level of a spoken prompt that comes back through the hybrid, dBm0 of active speech. */
  readonly promptEcho?: number;
  /** The key's own echo: 20 ms late, so much softer. */
  readonly lineEcho?: number;
  /** A drop-out of 10 ms that begins so many ms into the tone (the tone then lasts 10 ms longer). */
  readonly holeAt?: number;
  readonly format?: AudioFormat;
}

export interface DigitStream {
  readonly conditions: Conditions;
  readonly samples: Int16Array;
  readonly digits: readonly { readonly digit: Digit; readonly atSample: number }[];
}

/** A comfortable press; conditions differ from it. */
export const plainKey = { name: "plain", lowOff: 0, highOff: 0, level: -10, twist: 0, toneMs: 50, pauseMs: 50 };
const OFF = [-1.5, 1.5] as const;
const EDGE_LEVELS = [-25, -3] as const;
const EDGE_TWISTS = [-8, 4] as const;
export const DIAL_TONES: readonly { readonly name: string; readonly hz: readonly number[] }[] = [
  { name: "US 350+440", hz: [350, 440] },
  { name: "Europe 425", hz: [425] },
  { name: "UK 350+450", hz: [350, 450] },
  { name: "France 440", hz: [440] },
];
const STREAMS = 566;
const HOLE_MS = 10;

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
}

function frequencies(): Conditions[] {
  const grid = range(-1.5, 1.5, 0.5);
  return grid.flatMap((lowOff) => grid.map((highOff) => ({ ...plainKey, name: "frequency", lowOff, highOff })));
}

function levels(): Conditions[] {
  return range(-25, -3, 1).map((level) => ({ ...plainKey, name: "level", level }));
}

function twists(): Conditions[] {
  return [-25, -14, -3].flatMap((level) =>
    range(-8, 4, 1).map((twist) => ({ ...plainKey, name: "twist", level, twist })),
  );
}

function timings(): Conditions[] {
  const lengths = [40, 45, 60, 100];
  return lengths.flatMap((toneMs) => lengths.map((pauseMs) => ({ ...plainKey, name: "timing", toneMs, pauseMs })));
}

/** Everything at its limit at once. */
function corners(name: string, more: Pick<Conditions, "snr" | "lineEcho" | "format">): Conditions[] {
  return OFF.flatMap((lowOff) =>
    OFF.flatMap((highOff) =>
      EDGE_LEVELS.flatMap((level) =>
        EDGE_TWISTS.map((twist) => ({ name, lowOff, highOff, level, twist, toneMs: 40, pauseMs: 40, ...more })),
      ),
    ),
  );
}

function dialTones(): Conditions[] {
  return DIAL_TONES.flatMap(({ name, hz }) =>
    [-20, -16, -13].flatMap((dBm0) =>
      [-3, -10, -16, -20].map((level) => ({
        ...plainKey,
        name: `dial tone ${name}`,
        level,
        under: hz.map((f) => ({ hz: f, dBm0 })),
      })),
    ),
  );
}

function holes(): Conditions[] {
  return range(10, 40, 2)
    .flatMap((holeAt) => [40, 50, 80].map((toneMs) => ({ ...plainKey, name: "hole", toneMs, holeAt })))
    .filter(({ toneMs, holeAt }) => holeAt < toneMs);
}

/** A prompt at −17 dBm0 and a hybrid's echo return loss of 12 to 24 dB. */
function promptEchoes(): Conditions[] {
  const anyFormat: AudioFormat[] = ["u8", "ulaw", "s16le"];
  return [-41, -35, -31, -29].flatMap((promptEcho) =>
    [-3, -8, -12, -16, -20].flatMap((level, n) =>
      [40, 50, 80].map((toneMs, i) => ({
        ...plainKey,
        name: "prompt echo",
        level,
        toneMs,
        promptEcho,
        lowOff: OFF[i % 2]!,
        highOff: OFF[n % 2]!,
        format: anyFormat[(n + i) % 3]!,
      })),
    ),
  );
}

function formats(): Conditions[] {
  const all: AudioFormat[] = ["u8", "ulaw", "alaw"];
  return all.flatMap((format) => corners(`format ${format}`, { format }).filter((_, i) => i % 2 === 0));
}

/** Anything within the limits, together. */
function anywhere(count: number): Conditions[] {
  const chance = new Chance(24);
  return Array.from({ length: count }, () => ({
    name: "anywhere",
    lowOff: chance.between(-1.5, 1.5),
    highOff: chance.between(-1.5, 1.5),
    level: chance.between(-25, -3),
    twist: chance.between(-8, 4),
    toneMs: chance.between(40, 120),
    pauseMs: chance.between(40, 120),
    snr: chance.between(15, 40),
    format: chance.pick<AudioFormat>(["u8", "ulaw", "alaw", "s16le"]),
  }));
}

/** 566 conditions; times sixteen keys: 9056 digits. */
export function dtmfConditions(): Conditions[] {
  const named = [
    ...frequencies(),
    ...levels(),
    ...twists(),
    ...timings(),
    ...corners("corners", {}),
    ...[1, 2, 3].flatMap(() => corners("corners in 15 dB noise", { snr: 15 })),
    ...corners("corners with line echo", { lineEcho: -10 }),
    ...formats(),
    ...dialTones(),
    ...holes(),
    ...promptEchoes(),
  ];
  return [...named, ...anywhere(STREAMS - named.length)];
}

let promptSound: Sound | undefined;
function spokenPrompt(): Sound {
  promptSound ??= joined(someVoices(3, 7).map((voice, i) => speech(voice, 20, 70 + i)));
  return promptSound;
}

/** The signal that a modem would deliver for these conditions. Deterministic in both arguments. */
export function digitStream(conditions: Conditions, seed: number): DigitStream {
  const chance = new Chance(seed);
  const parts: Sound[] = [silence(100)];
  const digits: { digit: Digit; atSample: number }[] = [];
  let at = parts[0]!.length;
  for (const digit of KEYS) {
    const tone = keyTone(digit, conditions, chance.between(0, 6));
    digits.push({ digit, atSample: at });
    // A fraction of a millisecond more or less, so that tones begin anywhere within a detector's block.
    parts.push(tone, new Float64Array(samplesOf(conditions.pauseMs) + Math.floor(chance.between(0, 23))));
    at += tone.length + parts.at(-1)!.length;
  }
  parts.push(silence(100));
  const sound = joined(parts);
  disturb(sound, conditions, chance);
  return { conditions, samples: delivered(sound, conditions.format), digits };
}

export function keyTone(digit: Digit, conditions: Conditions, phase = 0): Sound {
  const key = KEYPAD.indexOf(digit);
  const { level, twist, holeAt } = conditions;
  const row = { hz: LOW_GROUP[key >> 2]! * (1 + conditions.lowOff / 100), dBm0: twist > 0 ? level - twist : level };
  const column = { hz: HIGH_GROUP[key & 3]! * (1 + conditions.highOff / 100), dBm0: twist > 0 ? level : level + twist };
  const tone = tones(conditions.toneMs + (holeAt === undefined ? 0 : HOLE_MS), [row, column], phase);
  if (holeAt !== undefined) tone.fill(0, samplesOf(holeAt), samplesOf(holeAt + HOLE_MS));
  return tone;
}

function disturb(sound: Sound, conditions: Conditions, chance: Chance): void {
  const { lineEcho, promptEcho, under, snr, level, twist } = conditions;
  if (lineEcho !== undefined) mixInto(sound.subarray(samplesOf(20)), sound.slice(), lineEcho);
  if (promptEcho !== undefined) mixInto(sound, spokenPrompt(), promptEcho + 17, Math.floor(chance.between(0, 400_000)));
  if (under !== undefined) mixInto(sound, tones((sound.length * 1000) / 8000, under));
  const together = level + 10 * Math.log10(1 + 10 ** (-Math.abs(twist) / 10));
  if (snr !== undefined) addNoise(sound, together - snr, chance);
}
