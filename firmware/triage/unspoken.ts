import { clipName, promptIds } from "./PromptCatalogue.ts";
import type { Script, StepId } from "./Script.ts";

/** A sentence of the clinic's own for which there is no sound: a caller would hear nothing in its place. */
export interface Unspoken {
  readonly id: string;
  readonly language: string;
  readonly clip: string;
  /** The first step that says it. */
  readonly step: StepId;
}

/** Own sentences that a step says and nobody has spoken. For all others there is a sound that comes with FirstRing. */
export function unspoken(
  script: Script,
  languages: readonly string[],
  hasSound: (language: string, clip: string) => boolean,
): readonly Unspoken[] {
  const ours = new Set(promptIds);
  return Object.keys(script.prompts ?? {})
    .filter((id) => !ours.has(id))
    .flatMap((id) => {
      const step = Object.entries(script.steps).find(([, one]) => "say" in one && one.say.includes(id))?.[0];
      const clip = clipName(id, { clinic: "", emergencyNumber: "" });
      return step === undefined
        ? []
        : languages.filter((language) => !hasSound(language, clip)).map((language) => ({ id, language, clip, step }));
    });
}
