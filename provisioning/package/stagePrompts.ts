import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readWav } from "../../device/audio/wav.ts";
import { packSpeech } from "../../device/call/packedSpeech.ts";
import { writeBank } from "../../device/call/promptBank.ts";
import { isForDoctors } from "../../firmware/triage/PromptCatalogue.ts";
import type { Stage } from "./stage.ts";
import { filesBelow } from "./walk.ts";

/** Where the repository keeps them, as `<language>/<clip>.wav`. */
export const PROMPTS = "device/prompts";

/** A bank for each language. Doctors' clips last: they are wanted in one language only. */
export function stagePrompts(stage: Stage, root: string, program: string): void {
  for (const entry of readdirSync(join(root, PROMPTS), { withFileTypes: true }).sort(byName)) {
    if (!entry.isDirectory())
      throw new Error(`${PROMPTS}/${entry.name}: prompts are in the folders of their languages`);
    const folder = join(root, PROMPTS, entry.name);
    const clips = filesBelow(folder, (file) => file.endsWith(".wav")).map((file) => file.slice(0, -".wav".length));
    const ordered = [...clips.filter((clip) => !isForDoctors(clip)), ...clips.filter(isForDoctors)];
    const bank = writeBank(ordered.map((clip) => [clip, packed(join(folder, `${clip}.wav`))] as const));
    stage.write(`${program}/${PROMPTS}/${entry.name}.bank`, bank);
  }
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

function packed(file: string) {
  const wav = readWav(readFileSync(file));
  if ("error" in wav) throw new Error(`${file}: ${wav.error}`);
  return packSpeech(wav.samples);
}
