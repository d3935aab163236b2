/* @pure */
// What a face shows of a step: plain data, the same for pages, console and command line.
import { nextStep, STEPS, stepOf } from "../steps/registry.ts";
import type { SetupState } from "./SetupState.ts";
import type { Action, Facts, Field, Problem, Step, StepId } from "./Step.ts";

export type StepStatus = "open" | "answered" | "skipped";

export interface StepLine {
  readonly id: StepId;
  readonly number: number;
  readonly title: string;
  readonly status: StepStatus;
}

export interface StepView extends StepLine {
  readonly kind: Step["kind"];
  readonly intro: readonly string[];
  readonly fields: readonly Field[];
  readonly items: readonly string[];
  readonly one: string;
  readonly least: number;
  readonly actions: readonly Action[];
  /** What leaving it out means; undefined: it cannot be left out. */
  readonly skip: string | undefined;
  readonly before: StepId | undefined;
  readonly after: StepId | undefined;
}

export const overview = (state: SetupState): readonly StepLine[] =>
  STEPS.map((step, index) => ({
    ...{ id: step.id, number: index + 1, title: step.title },
    status: state.done[step.id] ?? "open",
  }));

/** `item`: of a list, the entry that is changed; undefined: a new one. */
export function viewOf(step: Step, state: SetupState, facts: Facts, item?: number): StepView {
  const at = STEPS.indexOf(step);
  return {
    ...overview(state)[at]!,
    kind: step.kind,
    intro: step.intro(state, facts),
    fields:
      step.kind === "form" ? step.fields(state, facts) : step.kind === "list" ? step.fields(state, item, facts) : [],
    items: step.kind === "list" ? step.items(state) : [],
    one: step.kind === "list" ? step.one : "",
    least: step.kind === "list" ? step.least : 0,
    actions: step.kind === "work" ? step.actions(state, facts) : [],
    skip: step.skip,
    before: STEPS[at - 1]?.id,
    after: STEPS[at + 1]?.id,
  };
}

/** The fields as they were typed, after a refusal: nobody types a form twice. A secret is not shown again. */
export const asTyped = (fields: readonly Field[], input: Readonly<Record<string, string>>): readonly Field[] =>
  fields.map((field) =>
    field.kind === "secret" || input[field.name] === undefined ? field : { ...field, value: input[field.name]! },
  );

/** A problem with the label of its field, for faces that show it apart from the field. */
export function problemInWords({ field, what, instead }: Problem, fields: readonly Field[]): string {
  const label = fields.find(({ name }) => name === field)?.label;
  // The clinic file's own checks begin with the field's name there, which nobody sees here.
  const plain = what.replace(new RegExp(`^${field}: `), "");
  const end = /[.?!]$/.test(instead) ? "" : ".";
  return `${label === undefined ? "" : `${label}: `}${plain}. What to do: ${instead}${end}`;
}

export { nextStep, stepOf };
