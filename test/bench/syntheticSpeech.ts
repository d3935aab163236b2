/* @pure */
import { SAMPLE_RATE } from "../../device/audio/level.ts";
import { atActiveLevel, Chance, HIGH_GROUP, joined, LOW_GROUP, type Sound, samplesOf, silence } from "./signals.ts";

/** A person, as far as a telephone can tell: pitch, length of the throat, and how steadily they speak. */
export interface Voice {
  readonly pitch: number;
  /** 1 for a man's vocal tract, 1.15 for a woman's, up to 1.4 for a child's. */
  readonly tract: number;
  /** Share by which the pitch wanders within a phrase; 0 is a singer holding a note. */
  readonly melody: number;
  /** Seconds that an average vowel lasts. */
  readonly vowel: number;
}

interface Formants {
  readonly f: readonly [number, number, number, number];
  readonly width: number;
}

/** F1…F3 of the vowels of American English, after Peterson and Barney's averages for men, and a nasal murmur. */
const VOWELS: readonly (readonly [number, number, number])[] = [
  [270, 2290, 3010],
  [390, 1990, 2550],
  [530, 1840, 2480],
  [660, 1720, 2410],
  [730, 1090, 2440],
  [570, 840, 2410],
  [440, 1020, 2240],
  [300, 870, 2240],
  [640, 1190, 2390],
  [490, 1350, 1690],
  [250, 1100, 2200],
];

/** Two poles at one frequency: y = a·x + b·y₁ + c·y₂ (Klatt's resonator, unity gain at 0 Hz). */
class Resonator {
  #a = 1;
  #b = 0;
  #c = 0;
  #y1 = 0;
  #y2 = 0;

  tune(hz: number, width: number): void {
    this.#c = -Math.exp((-2 * Math.PI * width) / SAMPLE_RATE);
    this.#b =
      2 * Math.exp((-Math.PI * width) / SAMPLE_RATE) * Math.cos((2 * Math.PI * Math.min(hz, 3900)) / SAMPLE_RATE);
    this.#a = 1 - this.#b - this.#c;
  }

  pass(x: number): number {
    const y = this.#a * x + this.#b * this.#y1 + this.#c * this.#y2;
    this.#y2 = this.#y1;
    this.#y1 = y;
    return y;
  }
}

/** One speaker's mouth. Source and filter keep their state from sound to sound, as in a real one. */
class Mouth {
  readonly #voice: Voice;
  readonly #chance: Chance;
  readonly #resonators = [new Resonator(), new Resonator(), new Resonator(), new Resonator()];
  #phase = 0;
  #glottis = 0;
  #pitch: number;
  #target: number;
  #formants: Formants;

  constructor(voice: Voice, chance: Chance) {
    this.#voice = voice;
    this.#chance = chance;
    this.#pitch = voice.pitch;
    this.#target = voice.pitch;
    this.#formants = this.#vowel();
  }

  #vowel(): Formants {
    const [f1, f2, f3] = this.#chance.pick(VOWELS);
    const { tract } = this.#voice;
    const vary = () => tract * this.#chance.between(0.92, 1.08);
    return { f: [f1 * vary(), f2 * vary(), f3 * vary(), 3500 * tract], width: this.#chance.between(40, 110) };
  }

  /** A voiced stretch that glides from the last vowel to the next. */
  voiced(ms: number, to: Formants = this.#vowel(), gain = 1): Sound {
    const sound = silence(ms);
    const from = this.#formants;
    const { pitch, melody } = this.#voice;
    this.#target = pitch * (1 + melody * this.#chance.between(-1, 1));
    const glide = samplesOf(Math.min(70, ms / 2));
    for (let i = 0; i < sound.length; i++) {
      if (i % 40 === 0) this.#tune(from, to, Math.min(1, i / glide));
      const swell = Math.min(1, i / 120, (sound.length - i) / 160);
      sound[i] = gain * swell * this.#filter(this.#buzz());
    }
    this.#formants = to;
    return sound;
  }

  /** Breath through a narrow place: s, sh, f; or a burst when short. */
  fricative(ms: number): Sound {
    const sound = silence(ms);
    const centre = new Resonator();
    centre.tune(this.#chance.between(1400, 3700), this.#chance.between(200, 900));
    let last = 0;
    for (let i = 0; i < sound.length; i++) {
      const breath = this.#chance.between(-1, 1);
      sound[i] = 400 * Math.min(1, i / 80, (sound.length - i) / 80) * centre.pass(breath - 0.8 * last);
      last = breath;
    }
    return sound;
  }

  #tune(from: Formants, to: Formants, part: number): void {
    this.#resonators.forEach((resonator, n) => {
      resonator.tune(
        from.f[n]! + (to.f[n]! - from.f[n]!) * part,
        (from.width + (to.width - from.width) * part) * (1 + n / 2),
      );
    });
  }

  /** Glottal flow, differentiated: an impulse a period, rounded by −12 dB/octave, lifted by the lips' +6. */
  #buzz(): number {
    this.#pitch += (this.#target - this.#pitch) / 600;
    this.#phase += this.#pitch / SAMPLE_RATE;
    let impulse = 0;
    if (this.#phase >= 1) {
      this.#phase -= 1;
      impulse = 1000 * (1 + (this.#voice.melody > 0 ? this.#chance.between(-0.05, 0.05) : 0));
      if (this.#voice.melody > 0) this.#phase += this.#chance.between(-0.006, 0.006);
    }
    this.#glottis = 0.9 * this.#glottis + impulse;
    return this.#glottis + this.#chance.between(-2, 2);
  }

  #filter(source: number): number {
    let value = source;
    for (const resonator of this.#resonators) value = resonator.pass(value);
    return value;
  }
}

/** Sentences of syllables, words and pauses. */
export function speech(voice: Voice, seconds: number, seed: number): Sound {
  const chance = new Chance(seed);
  const mouth = new Mouth(voice, chance);
  const parts: Sound[] = [];
  let ms = 0;
  const say = (part: Sound): void => {
    parts.push(part);
    ms += (part.length * 1000) / SAMPLE_RATE;
  };
  while (ms < seconds * 1000) {
    for (let syllables = Math.ceil(chance.between(2, 14)); syllables > 0; syllables--) {
      if (chance.next() < 0.5) say(mouth.fricative(chance.between(20, 120)));
      if (chance.next() < 0.2) say(silence(chance.between(20, 70)));
      say(mouth.voiced(1000 * voice.vowel * chance.between(0.4, 1.8), undefined, chance.between(0.5, 1)));
    }
    say(silence(chance.between(100, 600)));
  }
  return atActiveLevel(joined(parts).subarray(0, samplesOf(seconds * 1000)), -17);
}

/** Vowels made to be taken for keys: sharp formants on a row and a column, at pitches whose harmonics lie on both or nearly. */
export function adversarialVowels(seconds: number, seed: number): Sound {
  const chance = new Chance(seed);
  const parts: Sound[] = [];
  let ms = 0;
  while (ms < seconds * 1000) {
    const low = chance.pick(LOW_GROUP);
    const high = chance.pick(HIGH_GROUP);
    const pitch = commonPitch(low, high, chance);
    const voice = { pitch, tract: 1, melody: chance.pick([0.01, 0.03, 0.08]), vowel: 0.2 };
    const mouth = new Mouth(voice, chance);
    const hit: Formants = { f: [low, high, chance.between(2300, 2900), 3500], width: chance.between(40, 90) };
    mouth.voiced(60, hit);
    for (let i = 0; i < 4; i++) {
      const part = mouth.voiced(chance.between(60, 350), hit);
      parts.push(part, silence(chance.between(20, 120)));
      ms += (part.length * 1000) / SAMPLE_RATE + 70;
    }
  }
  return atActiveLevel(joined(parts).subarray(0, samplesOf(seconds * 1000)), -15);
}

/** The pitch between 90 and 380 Hz that has harmonics nearest to both frequencies, among a few tries. */
function commonPitch(low: number, high: number, chance: Chance): number {
  const miss = (pitch: number) =>
    Math.abs(low / pitch - Math.round(low / pitch)) + Math.abs(high / pitch - Math.round(high / pitch));
  let best = chance.between(90, 380);
  for (let i = 0; i < 30; i++) {
    const pitch = chance.between(90, 380);
    if (miss(pitch) < miss(best)) best = pitch;
  }
  return best;
}

/** Men, women, children, a drawl, a hurry, and one who sings every syllable on one note. */
export function someVoices(count: number, seed: number): Voice[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, (_, i) => {
    const kind = i % 5;
    const pitch = [105, 205, 280, 130, 240][kind]! * chance.between(0.8, 1.25);
    const tract = [1, 1.15, 1.32, 0.95, 1.18][kind]! * chance.between(0.95, 1.05);
    const melody = chance.pick([0, 0.05, 0.15, 0.3]);
    return { pitch, tract, melody, vowel: chance.between(0.07, 0.3) };
  });
}
