import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { encodeSamples } from "../audio/formats.ts";
import { writeWav } from "../audio/wav.ts";

/** As prompts are kept: 8000 samples/s, 16 bits. */
export const writtenClip = (samples: Int16Array): Uint8Array => writeWav("s16le", encodeSamples("s16le", samples));

/** Whole and on the disk, or not at all: a box that loses power here must not be left with half a prompt. */
export async function writeClip(folder: string, clip: string, samples: Int16Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${clip}.wav`);
  const unfinished = `${path}.tmp`;
  const file = await open(unfinished, "w");
  try {
    await file.writeFile(writtenClip(samples));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
