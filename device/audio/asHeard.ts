/* @pure */
import { Biquad } from "./Biquad.ts";
import { decodeSamples, encodeSamples } from "./formats.ts";
import { clip16 } from "./level.ts";

/** What a telephone lets through (ITU-T G.712, in simple form). */
const [LOWEST_HZ, HIGHEST_HZ] = [300, 3_400];

/** As it sounds at the other end of a telephone line: its band, and eight bits of µ-law (ITU-T G.711). */
export function asHeard(samples: Int16Array): Int16Array {
  const filters = [Biquad.highPass(LOWEST_HZ), Biquad.lowPass(HIGHEST_HZ)];
  const band = samples.map((sample) => clip16(filters.reduce((value, filter) => filter.pass(value), sample)));
  return decodeSamples("ulaw", encodeSamples("ulaw", band));
}
