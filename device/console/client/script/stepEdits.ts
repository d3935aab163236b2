import type { ClinicEdit, ScriptStepView, ScriptView, ScriptWay } from "../../api/clinic.ts";

// What forms do to a step, as edits of the clinic file. A step of the template becomes the clinic's own by any of them.

/** Fields of a step; null: back to what is usual. */
export const ownStep = (step: string, value: Readonly<Record<string, unknown>>): ClinicEdit => ({
  do: "own-step",
  step,
  value: value as never,
});

/** The field that says what is said. */
const SAYS = { say: "say", menu: "menu", record: "say", stay: "stay", end: "end" } as const;
export const canSay = (step: ScriptStepView): boolean => step.kind in SAYS;

export function setSays(step: ScriptStepView, says: readonly string[]): ClinicEdit {
  const field = SAYS[step.kind as keyof typeof SAYS];
  return ownStep(step.id, { [field]: says.length === 1 ? says[0] : says });
}

export const scriptSays = ({ says }: ScriptStepView): readonly string[] =>
  says.filter(({ fixed }) => !fixed).map(({ id }) => id);

/** Where this way leads from now on. */
export function setWay(step: ScriptStepView, way: ScriptWay, to: string): ClinicEdit {
  switch (way.how) {
    case "key":
      return ownStep(step.id, { keys: { ...keysOf(step), [way.key]: to } });
    case "then": {
      // No answer leads where an answer does, unless it is said otherwise.
      return ownStep(step.id, { next: to });
    }
    case "noAnswer":
      return ownStep(step.id, { otherwise: to });
    case "savedUrgent":
      return ownStep(step.id, { save: { ...saveOf(step), urgent: to } });
    case "savedRoutine":
      return ownStep(step.id, { save: { ...saveOf(step), routine: to } });
    case "notSaved":
      return ownStep(step.id, { save: { ...saveOf(step), failed: to } });
  }
}

export function keysOf({ ways }: ScriptStepView): Readonly<Record<string, string>> {
  return Object.fromEntries(ways.flatMap((way) => (way.how === "key" ? [[way.key, way.to] as const] : [])));
}

const saveOf = ({ ways }: ScriptStepView): Readonly<Record<string, string>> => {
  const to = (how: ScriptWay["how"]): string => ways.find((way) => way.how === how)?.to ?? "";
  return { urgent: to("savedUrgent"), routine: to("savedRoutine"), failed: to("notSaved") };
};

export const setKeys = (step: ScriptStepView, keys: Readonly<Record<string, string>>): ClinicEdit =>
  ownStep(step.id, { keys });

/** The only way out of it. */
const onlyWay = (step: ScriptStepView | undefined): string | undefined =>
  step?.ways.length === 1 && step.ways[0]?.how === "then" ? step.ways[0].to : undefined;

/**
 * Asks a step after the one that follows it: what led here leads there, which leads here, and this goes on where that did. Undefined:
 * the two are not one behind the other.
 */
export function laterEdits(script: ScriptView, step: ScriptStepView): readonly ClinicEdit[] | undefined {
  const next = script.steps.find(({ id }) => id === onlyWay(step));
  const after = onlyWay(next);
  if (next === undefined || after === undefined || after === step.id || next.id === step.id) return undefined;
  // Others come to the next one by another way: they would be asked what they are not asked now.
  if (script.steps.some(({ id, ways }) => id !== step.id && ways.some(({ to }) => to === next.id))) return undefined;
  if (script.start === step.id || script.escape === step.id) return undefined;
  const before = script.steps.flatMap((one) => {
    const led = one.ways.filter(({ to }) => to === step.id);
    if (led.length === 0) return [];
    const keys = led.some(({ how }) => how === "key")
      ? [
          setKeys(
            one,
            Object.fromEntries(Object.entries(keysOf(one)).map(([key, to]) => [key, to === step.id ? next.id : to])),
          ),
        ]
      : [];
    return [...keys, ...led.filter(({ how }) => how !== "key").map((way) => setWay(one, way, next.id))];
  });
  return [...before, ownStep(next.id, { next: step.id }), ownStep(step.id, { next: after })];
}
