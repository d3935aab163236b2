/* @pure */
import { type Edit, editYaml, readIn } from "../../../firmware/config/editYaml.ts";
import { fileStepOf } from "../../../firmware/triage/scriptFileSteps.ts";
import { templates } from "../../../firmware/triage/templates/templates.ts";
import type { ClinicEdit } from "../api/clinic.ts";

/** Where a file says nothing of its dialogue. */
const USUAL = "family-practice";

/** @throws Error when an edit has no place in the text. */
export function edited(text: string, edits: readonly ClinicEdit[]): string {
  return edits.reduce((so, edit) => editYaml(so, inFile(so, edit)), text);
}

function inFile(text: string, edit: ClinicEdit): readonly Edit[] {
  if (edit.do !== "own-step") return [edit as Edit];
  const path = ["script", "steps", edit.step];
  const value = { ...ownStep(text, edit.step), ...(edit.value as object) };
  // What a form empties is left out: the usual is meant.
  return [{ do: "set", path, value: Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) }];
}

/** The step as the file has it, or would have it if it were not the template's. */
function ownStep(text: string, step: string): object {
  const own = readIn(text, ["script", "steps", step]);
  if (typeof own === "object" && own !== null) return own;
  // Not by way of the whole dialogue: between two edits that has a circle, or a loose end.
  const template = readIn(text, ["script", "template"]) ?? (readIn(text, ["script"]) === undefined ? USUAL : undefined);
  const steps = templates.get(String(template))?.steps ?? {};
  const known = Object.hasOwn(steps, step) ? steps[step] : undefined;
  if (known === undefined) throw new Error(`there is no step ${step}`);
  return fileStepOf(known);
}
