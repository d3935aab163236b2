import { corpusStreams, hearForbidden, type KeyHearing, type Tally } from "./dtmfHearing.ts";
import { hourOfSpeech, type NamedSound, otherSounds } from "./otherSounds.ts";

/** Keys told where there were none. */
export interface FalseKeys {
  readonly name: string;
  readonly of: string;
  readonly told: number;
}

export interface DtmfReport {
  readonly corpus: readonly Tally[];
  readonly rest: readonly FalseKeys[];
  /** Per block of 20 ms. */
  readonly microseconds: number;
}

/** Everything that holds no valid key. */
export function* hearEverythingElse(hear: KeyHearing, minutes = 60): Generator<FalseKeys> {
  for (const { name, presented, told } of hearForbidden(hear)) yield { name, of: `${presented} tones`, told };
  yield hearAll("speech, thirty voices", hear, hourOfSpeech(minutes));
  const byName = Map.groupBy(otherSounds(), ({ name }) => name);
  for (const [name, sounds] of byName) yield hearAll(name, hear, sounds);
}

function hearAll(name: string, hear: KeyHearing, sounds: Iterable<NamedSound>): FalseKeys {
  let told = 0;
  let samples = 0;
  for (const sound of sounds) {
    told += hear(sound.samples).length;
    samples += sound.samples.length;
  }
  return { name, of: `${Math.round(samples / 8000 / 6) / 10} min`, told };
}

/** Microseconds for 20 ms of audio, over a tenth of the corpus, after a first round to warm up. */
export function timed(hear: KeyHearing): number {
  const streams = [...corpusStreams(10)];
  let blocks = 0;
  for (const { samples } of streams) hear(samples);
  const from = performance.now();
  for (const { samples } of streams) {
    hear(samples);
    blocks += samples.length / 160;
  }
  return ((performance.now() - from) * 1000) / blocks;
}
