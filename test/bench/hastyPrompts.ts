import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWav } from "../../device/audio/wav.ts";

const SAID = ["callback-is", "pause", "tone", ...Array.from({ length: 10 }, (_, digit) => `digit-${digit}`)];
const SAMPLES = 200;

/** What every one of these clips sounds like: 500 Hz. */
export const HASTY_CLIP = Int16Array.from(
  { length: SAMPLES },
  (_, n) => 6000 * Math.sin((2 * Math.PI * 500 * n) / 8000),
);

/**
 * The clinic's own clips: a number that takes five seconds to be read back takes a third of one here. A key pressed
 * before a number has been read back to its end does not confirm it, and hundreds of calls have to fit into minutes.
 */
export function writeHastyPrompts(dataDirectory: string): void {
  const folder = join(dataDirectory, "prompts/en");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const wav = writeWav("s16le", new Uint8Array(HASTY_CLIP.buffer));
  for (const name of SAID) writeFileSync(join(folder, `${name}.wav`), wav);
}
