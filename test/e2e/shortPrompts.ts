import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWav } from "../../device/audio/wav.ts";
import { packagedPrompts } from "../../device/call/packagedPrompts.ts";

const SAMPLES_PER_MS = 8;
const AMPLITUDE = 6000;
/** Enough for an emulated caller to have heard something (150 ms), so that a call takes seconds. */
const SENTENCE_MS = 180;
/** Read-back is many of them. */
const DIGIT_MS = 40;
const TONE_MS = 120;

/** A clinic's own recordings in place of the packaged ones: the same sentences, each a moment long. */
export function writeShortPrompts(dataDirectory: string): void {
  const folder = join(dataDirectory, "prompts", "en");
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(join(packagedPrompts, "en")))
    if (file.endsWith(".wav")) writeFileSync(join(folder, file), clipFor(file));
}

function clipFor(file: string): Uint8Array {
  if (file === "tone.wav") return sound(TONE_MS, [1000]);
  if (file === "pause.wav") return sound(DIGIT_MS, []);
  // Two frequencies, neither a key's nor a tone's of the exchange: a hum that nobody takes for a beep.
  return sound(
    /^(digit|letter|day|month|oh|number|century|hour|past|part)-/.test(file) ? DIGIT_MS : SENTENCE_MS,
    [230, 310],
  );
}

function sound(ms: number, frequencies: readonly number[]): Uint8Array {
  const samples = Int16Array.from({ length: ms * SAMPLES_PER_MS }, (_, i) =>
    frequencies.reduce((sum, hz) => sum + (AMPLITUDE / 2) * Math.sin((2 * Math.PI * hz * i) / 8000), 0),
  );
  return writeWav("s16le", new Uint8Array(samples.buffer));
}
