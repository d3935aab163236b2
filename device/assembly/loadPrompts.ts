import { join } from "node:path";
import { isForDoctors } from "../../firmware/triage/PromptCatalogue.ts";
import { PromptLibrary } from "../call/PromptLibrary.ts";
import { packagedPrompts } from "../call/packagedPrompts.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";

/** The clinic's own recordings before the packaged ones. */
export function loadPrompts({ clinic, dataDirectory }: ApplianceOptions, fault: ReportFault): PromptLibrary {
  const own = join(dataDirectory, "prompts");
  const { languages } = clinic.clinic;
  // Doctors are spoken to in the clinic's first language: the others need no memory for it.
  const wanted = (clip: string, language: string) => language === languages[0] || !isForDoctors(clip);
  const prompts = PromptLibrary.load([own, packagedPrompts], languages, wanted);
  for (const problem of prompts.broken) fault("PROMPT_MISSING", "prompts", problem);
  return prompts;
}
