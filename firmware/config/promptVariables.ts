import type { PromptVariables } from "../triage/PromptCatalogue.ts";
import type { Clinic } from "./Clinic.ts";

/** What the prompts of this clinic say that those of another do not: its name, its emergency number, its own sentences, its people. */
export const promptVariables = ({ clinic, people, script }: Clinic): PromptVariables => ({
  clinic: clinic.name,
  emergencyNumber: clinic.emergencyNumber,
  ...(script.prompts === undefined ? {} : { own: script.prompts }),
  people: people.map(({ id, name }) => ({ id, name })),
});
