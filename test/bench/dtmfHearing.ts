/* @pure */
import type { Digit } from "../../firmware/line/Line.ts";
import { type Conditions, type DigitStream, digitStream, dtmfConditions, keyTone, plainKey } from "./dtmfCorpus.ts";
import { addNoise, Chance, delivered, joined, KEYS, silence } from "./signals.ts";

/** Any key detector: given a whole recording, the keys that it told, in order. */
export type KeyHearing = (samples: Int16Array) => readonly Digit[];

export interface Tally {
  readonly name: string;
  readonly pressed: number;
  readonly found: number;
  /** Keys told that nobody pressed, or told twice. */
  readonly extra: number;
}

/** How many of the keys of a stream were found, in their order. The longest common subsequence, because one missed key
 *  must not make all that follow it wrong. */
export function tally(name: string, pressed: readonly Digit[], told: readonly Digit[]): Tally {
  let previous = new Uint16Array(told.length + 1);
  for (const digit of pressed) {
    const row = new Uint16Array(told.length + 1);
    for (let i = 0; i < told.length; i++) {
      row[i + 1] = told[i] === digit ? previous[i]! + 1 : Math.max(row[i]!, previous[i + 1]!);
    }
    previous = row;
  }
  const found = previous.at(-1)!;
  return { name, pressed: pressed.length, found, extra: told.length - found };
}

export function summed(name: string, tallies: readonly Tally[]): Tally {
  const total = (of: (one: Tally) => number) => tallies.reduce((sum, one) => sum + of(one), 0);
  return {
    name,
    pressed: total((one) => one.pressed),
    found: total((one) => one.found),
    extra: total((one) => one.extra),
  };
}

/** The streams of the corpus, all of them or every n-th. */
export function* corpusStreams(every = 1): Generator<DigitStream> {
  const conditions = dtmfConditions();
  for (let i = 0; i < conditions.length; i += every) yield digitStream(conditions[i]!, i);
}

/** The corpus by kinds of condition. */
export function hearCorpus(hear: KeyHearing, every = 1): Tally[] {
  const byName = new Map<string, Tally[]>();
  for (const { conditions, samples, digits } of corpusStreams(every)) {
    const one = tally(
      conditions.name,
      digits.map(({ digit }) => digit),
      hear(samples),
    );
    byName.set(conditions.name, [...(byName.get(conditions.name) ?? []), one]);
  }
  return [...byName].map(([name, tallies]) => summed(name, tallies));
}

const LEVELS = [-3, -10, -18, -25];

/** Tones that must not be taken for keys, Q.24 again: too far off, too short, too soft, or only one of the two. */
export function forbidden(): { name: string; conditions: Conditions }[] {
  const offs = [-3.5, 3.5].flatMap((off) =>
    LEVELS.flatMap((level) =>
      [50, 300].flatMap((toneMs) => [
        { ...plainKey, level, toneMs, lowOff: off },
        { ...plainKey, level, toneMs, highOff: off },
        { ...plainKey, level, toneMs, lowOff: off, highOff: -off },
      ]),
    ),
  );
  const shorts = [10, 15, 20, 23].flatMap((toneMs) =>
    LEVELS.flatMap((level) =>
      [-8, 0, 4].flatMap((twist) =>
        [-1.5, 0, 1.5].map((off) => ({ ...plainKey, toneMs, level, twist, lowOff: off, highOff: off })),
      ),
    ),
  );
  const softs = [-70, -60, -55].flatMap((level) => [50, 300].map((toneMs) => ({ ...plainKey, level, toneMs })));
  const singles = LEVELS.flatMap((level) => [-60, 60].map((twist) => ({ ...plainKey, level, twist, toneMs: 300 })));
  return [
    ...offs.map((conditions) => ({ name: "±3.5 % off", conditions })),
    ...shorts.map((conditions) => ({ name: "23 ms and shorter", conditions })),
    ...softs.map((conditions) => ({ name: "−55 dBm0 and softer", conditions })),
    ...singles.map((conditions) => ({ name: "one tone only", conditions })),
  ];
}

/** All sixteen keys under conditions that forbid them; the keys told are mistakes. */
export function hearForbidden(hear: KeyHearing, every = 1): { name: string; presented: number; told: number }[] {
  const byName = new Map<string, { name: string; presented: number; told: number }>();
  forbidden().forEach(({ name, conditions }, i) => {
    if (i % every !== 0) return;
    const sum = byName.get(name) ?? { name, presented: 0, told: 0 };
    sum.presented += KEYS.length;
    sum.told += hear(forbiddenSound(conditions, i)).length;
    byName.set(name, sum);
  });
  return [...byName.values()];
}

function forbiddenSound(conditions: Conditions, seed: number): Int16Array {
  const chance = new Chance(seed);
  const parts = KEYS.flatMap((digit) => [
    silence(chance.between(80, 84)),
    keyTone(digit, conditions, chance.between(0, 6)),
  ]);
  const sound = joined([...parts, silence(100)]);
  addNoise(sound, -75, chance);
  return delivered(sound);
}
