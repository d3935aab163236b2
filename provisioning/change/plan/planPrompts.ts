/* @pure */
import { Buffer } from "node:buffer";
import { readWav } from "../../../device/audio/wav.ts";
import type { ChangeOf } from "../Change.ts";
import type { Refusal } from "../Plan.ts";
import type { PartOfPlan } from "./planChanges.ts";

/** A recording that the program could not play would leave callers with silence: it is looked at before. */
export function planPrompts({ clips }: ChangeOf<"prompts">): PartOfPlan {
  const refusals: Refusal[] = clips.flatMap(({ clip, language, wav }) => {
    const trouble = wav === null ? undefined : troubleOf(Buffer.from(wav, "base64"));
    if (trouble === undefined) return [];
    const cure = "Make it fit with: firstring prompts import CLIP FILE.wav";
    return [{ code: "PROMPT_UNFIT", what: `the recording ${language}/${clip} cannot be played (${trouble})`, cure }];
  });
  const names = clips.map(({ clip, language }) => `${language}/${clip}`);
  const few = names.length <= 3 ? ` (${names.join(", ")})` : "";
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    refusals.push({
      code: "PROMPT_TWICE",
      what: `the recording ${twice} comes twice`,
      cure: "Send each recording once.",
    });
  return { words: `${names.length} of the clinic's own recordings${few}`, refusals };
}

function troubleOf(bytes: Uint8Array): string | undefined {
  const wav = readWav(bytes);
  if ("error" in wav) return wav.error;
  if (wav.rate !== 8000 || wav.channels !== 1)
    return `${wav.rate} Hz, ${wav.channels} channels; the telephone has 8000 Hz mono`;
  return wav.samples.length === 0 ? "there is no sound in it" : undefined;
}
