/* @pure */
import { Buffer } from "node:buffer";
import { readWav } from "../../../device/audio/wav.ts";
import { planSays } from "../../../firmware/config/planBook.ts";
import type { ChangeOf } from "../Change.ts";
import type { Refusal } from "../Plan.ts";
import type { PartOfPlan } from "./planChanges.ts";

/** A recording that the program could not play would leave callers with silence: it is looked at before. */
export function planPrompts({ clips }: ChangeOf<"prompts">): PartOfPlan {
  const refusals: Refusal[] = clips.flatMap(({ clip, language, wav }) => {
    const trouble = wav === null ? undefined : troubleOf(Buffer.from(wav, "base64"));
    if (trouble === undefined) return [];
    const what = planSays.promptUnfit({ name: `${language}/${clip}`, why: trouble });
    return [{ code: "PROMPT_UNFIT", what, cure: planSays.makeItFit() }];
  });
  const names = clips.map(({ clip, language }) => `${language}/${clip}`);
  const few = names.length <= 3 ? ` (${names.join(", ")})` : "";
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    refusals.push({
      code: "PROMPT_TWICE",
      what: planSays.promptTwice({ name: twice }),
      cure: planSays.sendOnce(),
    });
  return { words: `${names.length} of the clinic's own recordings${few}`, refusals };
}

function troubleOf(bytes: Uint8Array): string | undefined {
  const wav = readWav(bytes);
  if ("error" in wav) return wav.error;
  if (wav.rate !== 8000 || wav.channels !== 1) return planSays.telephoneRate({ n: wav.rate, n2: wav.channels });
  return wav.samples.length === 0 ? planSays.noSound() : undefined;
}
