/* @pure */

import { decodeSamples, encodeSamples } from "../../device/audio/formats.ts";
import { clip16, SAMPLE_RATE, sinePeak } from "../../device/audio/level.ts";
import type { AudioFormat, Digit } from "../../firmware/line/Line.ts";

/** Rows and columns of the keypad, ITU-T Q.23. */
export const LOW_GROUP = [697, 770, 852, 941] as const;
export const HIGH_GROUP = [1209, 1336, 1477, 1633] as const;
export const KEYPAD = "123A456B789C*0#D";
export const KEYS = [...KEYPAD] as Digit[];

/** Numbers that look random and are the same in every run (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)]!;
  }

  /** Mean 0, variance 1; the sum of twelve is close enough to Gauss out to 4σ. */
  gauss(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return sum;
  }
}

export const samplesOf = (ms: number): number => Math.round((ms * SAMPLE_RATE) / 1000);

/** A sound under construction: linear, 16-bit scale, not yet rounded or clipped. */
export type Sound = Float64Array;

export const silence = (ms: number): Sound => new Float64Array(samplesOf(ms));

export function joined(parts: readonly Sound[]): Sound {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Adds `other` (repeated as often as needed) to `sound`. */
export function mixInto(sound: Sound, other: Sound, gainDb = 0, from = 0): void {
  const gain = 10 ** (gainDb / 20);
  if (other.length > 0) for (let i = 0; i < sound.length; i++) sound[i]! += gain * other[(from + i) % other.length]!;
}

export interface Partial {
  readonly hz: number;
  readonly dBm0: number;
}

/** Sines of given levels, switched on and off hard, as a key press is. */
export function tones(ms: number, partials: readonly Partial[], phase = 0): Sound {
  const sound = silence(ms);
  partials.forEach(({ hz, dBm0 }, n) => {
    const peak = sinePeak(dBm0);
    const step = (2 * Math.PI * hz) / SAMPLE_RATE;
    for (let i = 0; i < sound.length; i++) sound[i]! += peak * Math.sin(step * i + phase * (n + 1));
  });
  return sound;
}

/** White noise from 0 to 4 kHz, of this power. */
export function addNoise(sound: Sound, dBm0: number, chance: Chance): void {
  const sigma = sinePeak(dBm0) / Math.SQRT2;
  for (let i = 0; i < sound.length; i++) sound[i]! += sigma * chance.gauss();
}

export function meanSquare(sound: Sound): number {
  let sum = 0;
  for (const value of sound) sum += value * value;
  return sum / Math.max(1, sound.length);
}

/** Makes the loud parts (what is within 26 dB of the loudest 20 ms) have this mean level. */
export function atActiveLevel(sound: Sound, dBm0: number): Sound {
  const powers: number[] = [];
  for (let at = 0; at < sound.length; at += 160) powers.push(meanSquare(sound.subarray(at, at + 160)));
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const active = powers.filter((power) => power > loudest / 400);
  const rms = Math.sqrt(active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length));
  const gain = sinePeak(dBm0) / Math.SQRT2 / Math.max(rms, 1e-9);
  return sound.map((value) => value * gain);
}

/** As a modem delivers it: clipped, rounded, and through the line's own format. */
export function delivered(sound: Sound, format: AudioFormat = "s16le"): Int16Array {
  const samples = Int16Array.from(sound, clip16);
  return format === "s16le" ? samples : decodeSamples(format, encodeSamples(format, samples));
}
