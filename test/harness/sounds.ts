import type { PlayableAudio } from "../../firmware/line/Line.ts";

/**
 * A voice-like sound: syllables of noise, so that nobody takes it for a key or a busy signal. It begins and ends with a
 * sample that is not zero, so that what was heard of it can be told from the silence around it.
 */
export function voice(ms: number, level = 8_000): Int16Array {
  let seed = 7;
  let smooth = 0;
  const samples = Int16Array.from({ length: ms * 8 }, (_, n) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    smooth += (seed / 2 ** 30 - 1 - smooth) / 4;
    return n % 2_400 < 1_800 ? smooth * level * (0.6 + 0.4 * Math.sin(n / 400)) : 0;
  });
  samples[0] = 700;
  samples[samples.length - 1] = -700;
  return samples;
}

export const prompt = (ms: number): PlayableAudio => ({ samples: voice(ms) });
