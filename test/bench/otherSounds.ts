/* @pure */
import { Chance, delivered, joined, type Partial, type Sound, samplesOf, silence, tones } from "./signals.ts";
import { adversarialVowels, someVoices, speech } from "./syntheticSpeech.ts";

/** A tone of the network: frequencies, on and off times in ms (one number: continuous). */
export interface NetworkTone {
  readonly name: string;
  readonly hz: readonly number[];
  readonly cadence: readonly number[];
  /** What the call-progress detector must say of it. */
  readonly sign?: "busy" | "fast-busy" | "dial-tone";
}

/** ITU-T E.180 Supplement 2. */
export const NETWORK_TONES: readonly NetworkTone[] = [
  { name: "US busy", hz: [480, 620], cadence: [500, 500], sign: "busy" },
  { name: "US reorder", hz: [480, 620], cadence: [250, 250], sign: "fast-busy" },
  { name: "UK busy", hz: [400], cadence: [375, 375], sign: "busy" },
  { name: "UK congestion", hz: [400], cadence: [400, 350, 225, 525], sign: "fast-busy" },
  { name: "Germany busy", hz: [425], cadence: [480, 480], sign: "busy" },
  { name: "Europe busy", hz: [425], cadence: [500, 500], sign: "busy" },
  { name: "Europe congestion", hz: [425], cadence: [240, 240], sign: "fast-busy" },
  { name: "France busy", hz: [440], cadence: [500, 500], sign: "busy" },
  { name: "Spain busy", hz: [425], cadence: [200, 200], sign: "fast-busy" },
  { name: "China busy", hz: [450], cadence: [350, 350], sign: "busy" },
  { name: "China congestion", hz: [450], cadence: [700, 700], sign: "busy" },
  { name: "Sweden congestion", hz: [425], cadence: [250, 750], sign: "busy" },
  { name: "US dial tone", hz: [350, 440], cadence: [9000], sign: "dial-tone" },
  { name: "UK dial tone", hz: [350, 450], cadence: [9000], sign: "dial-tone" },
  { name: "Europe dial tone", hz: [425], cadence: [9000], sign: "dial-tone" },
  { name: "France dial tone", hz: [440], cadence: [9000], sign: "dial-tone" },
  { name: "US ringing", hz: [440, 480], cadence: [2000, 4000] },
  { name: "Europe ringing", hz: [425], cadence: [1000, 4000] },
  { name: "UK ringing", hz: [400, 450], cadence: [400, 200, 400, 2000] },
];

export interface ToneVariant {
  readonly level: number;
  /** Per cent. */
  readonly frequencyOff: number;
  /** Factor on all times. */
  readonly pace: number;
}

export const nominal: ToneVariant = { level: -15, frequencyOff: 0, pace: 1 };

export function networkTone(
  { hz, cadence }: NetworkTone,
  ms: number,
  { level, frequencyOff, pace }: ToneVariant = nominal,
): Sound {
  const partials: Partial[] = hz.map((one) => ({
    hz: one * (1 + frequencyOff / 100),
    dBm0: hz.length > 1 ? level - 3 : level,
  }));
  const parts: Sound[] = [];
  for (let at = 0, i = 0; at < ms; at += cadence[i % cadence.length]! * pace, i++) {
    const length = cadence[i % cadence.length]! * pace;
    parts.push(i % 2 === 1 ? silence(length) : tones(length, partials));
  }
  return joined(parts).subarray(0, samplesOf(ms));
}

/** Three rising notes before "the number you have dialled". */
export function specialInformationTone(level = -15): Sound {
  return joined([914, 1371, 1777].map((hz, i) => tones(i === 2 ? 380 : 276, [{ hz, dBm0: level }])));
}

/** Plucked and blown notes in chords of the equal-tempered scale; two of its notes, G5 and E6, come within 2 % of key 5. */
export function music(seconds: number, seed: number): Sound {
  const chance = new Chance(seed);
  const sound = silence(seconds * 1000);
  for (let beat = 0; beat < seconds * 3; beat++) {
    const root = Math.floor(chance.between(50, 76));
    for (const interval of chance.pick([
      [0, 4, 7, 12],
      [0, 3, 7, 10],
      [0, 9],
      [0, 5, 9, 16],
      [0, 7, 12, 16],
    ])) {
      addNote(sound, samplesOf((beat * 1000) / 3), 440 * 2 ** ((root + interval - 69) / 12), chance);
    }
  }
  return sound;
}

const HARMONICS = 6;

function addNote(sound: Sound, from: number, hz: number, chance: Chance): void {
  const brightness = chance.between(0.25, 0.7);
  const decay = chance.between(800, 8000);
  const length = samplesOf(chance.between(150, 900));
  const vibrato = chance.pick([0, 0, 0.004]);
  for (let harmonic = 1; harmonic <= HARMONICS && hz * harmonic < 3600; harmonic++) {
    const peak = 1500 * brightness ** (harmonic - 1);
    for (let i = 0; i < length && from + i < sound.length; i++) {
      const attack = Math.min(1, i / 60, (length - i) / 200);
      const angle = ((2 * Math.PI * hz * harmonic) / 8000) * i + (vibrato * hz * harmonic * Math.sin(i / 240)) / 33;
      sound[from + i]! += peak * attack * Math.exp(-i / decay) * Math.sin(angle);
    }
  }
}

export interface NamedSound {
  readonly name: string;
  readonly samples: Int16Array;
}

/** An hour of speech by thirty voices, in pieces of two minutes. */
export function* hourOfSpeech(minutes = 60): Generator<NamedSound> {
  const voices = someVoices(30, 11);
  for (let i = 0; i < minutes / 2; i++) {
    const voice = voices[i % voices.length]!;
    yield { name: `voice ${i + 1}, ${Math.round(voice.pitch)} Hz`, samples: delivered(speech(voice, 120, 100 + i)) };
  }
}

/** What else a line carries that is no key. */
export function* otherSounds(scale = 1): Generator<NamedSound> {
  for (const tone of NETWORK_TONES) yield { name: "call progress tones", samples: delivered(networkTone(tone, 9000)) };
  yield { name: "call progress tones", samples: delivered(joined([specialInformationTone(), silence(500)])) };
  for (let i = 0; i < 5 * scale; i++) yield { name: "music", samples: delivered(music(60, 500 + i)) };
  for (let i = 0; i < 5 * scale; i++)
    yield { name: "vowels made to deceive", samples: delivered(adversarialVowels(60, 600 + i)) };
}
