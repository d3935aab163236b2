/* @pure */
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { didYouMean } from "../../firmware/config/didYouMean.ts";
import { promptVariables } from "../../firmware/config/promptVariables.ts";
import {
  clipName,
  clipsToRender,
  promptIds,
  promptLanguages,
  soundIds,
} from "../../firmware/triage/PromptCatalogue.ts";

export interface NamedClip {
  readonly language: string;
  readonly clip: string;
}

/** The name by which a box plays it, or in words why none does: such a recording would be taken in, and never be heard. */
export function playedAs(
  { clip, language }: NamedClip,
  clinic: Clinic | undefined,
): NamedClip | { readonly wrong: string; readonly cure: string } {
  if (!promptLanguages.includes(language))
    return { wrong: `there are no sentences in '${language}'`, cure: `There are: ${promptLanguages.join(", ")}.` };
  if (clinic === undefined) return isNamedAfterClinic(clip) ? ofWhichClinic(clip) : { language, clip };
  const variables = promptVariables(clinic);
  const names = [...clipsToRender(language, variables).map((each) => each.clip), ...soundIds];
  // `greeting` is enough where the clip's name has the clinic's in it.
  const name = names.includes(clip) ? clip : clipName(clip, variables);
  if (names.includes(name)) return { language, clip: name };
  const meant = didYouMean(clip, [...promptIds, ...soundIds]);
  return {
    wrong: `no sentence is called '${clip}'${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    cure: "firstring prompts list --config FILE shows the names.",
  };
}

const ANY = { clinic: "x", emergencyNumber: "0" };
const isNamedAfterClinic = (clip: string): boolean => promptIds.includes(clip) && clipName(clip, ANY) !== clip;

const ofWhichClinic = (clip: string) => ({
  wrong: `the file name of '${clip}' has to end with whose it is`,
  cure: "Give --clinic FILE, too; or name it as firstring prompts list --config FILE does.",
});
