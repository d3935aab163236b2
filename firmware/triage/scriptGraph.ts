import { exitsOf, type Script, type ScriptStep, type StepId } from "./Script.ts";

/** The steps of a script as a graph, for lint and print. Everything here ends, whatever the script. */

/** All steps that can be reached from `from`; where `through` says no, the search does not go on behind that step. */
export function reach(
  script: Script,
  from: readonly StepId[],
  through: (id: StepId, step: ScriptStep) => boolean = () => true,
): ReadonlySet<StepId> {
  const seen = new Set<StepId>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = script.steps[id];
    if (seen.has(id) || step === undefined) continue;
    seen.add(id);
    if (through(id, step)) open.push(...exitsOf(step));
  }
  return seen;
}

/** Steps from which an `end` can be reached. */
export function endable(script: Script): ReadonlySet<StepId> {
  const good = new Set<StepId>();
  const ids = Object.keys(script.steps);
  for (let grew = true; grew; ) {
    const more = ids.filter((id) => !good.has(id) && leadsOut(script.steps[id]!, good));
    for (const id of more) good.add(id);
    grew = more.length > 0;
  }
  return good;
}

const leadsOut = (step: ScriptStep, good: ReadonlySet<StepId>): boolean =>
  step.kind === "end" || exitsOf(step).some((exit) => good.has(exit));

/** Where a caller who never answers is led. */
export function silentExit(step: ScriptStep): StepId | undefined {
  switch (step.kind) {
    case "say":
    case "language":
    case "stay":
      return step.next;
    case "menu":
    case "callback":
    case "date-of-birth":
    case "record":
      return step.otherwise;
    case "save":
      return step.urgent;
    case "end":
      return undefined;
  }
}

/** The steps that such a caller passes, up to the end or to the first one passed twice. */
export function silentPath(
  script: Script,
  from: StepId,
): { readonly path: readonly StepId[]; readonly circle: boolean } {
  const path: StepId[] = [];
  for (let id: StepId | undefined = from; id !== undefined; ) {
    if (path.includes(id)) return { path, circle: true };
    path.push(id);
    const step: ScriptStep | undefined = script.steps[id];
    id = step === undefined ? undefined : silentExit(step);
  }
  return { path, circle: false };
}

/** Every edge with how it is taken; `byKey` is the caller's own choice. */
export function edges(
  script: Script,
): readonly { readonly from: StepId; readonly to: StepId; readonly byKey: boolean }[] {
  return Object.entries(script.steps).flatMap(([from, step]) => {
    if (step.kind !== "menu") return exitsOf(step).map((to) => ({ from, to, byKey: false }));
    return [
      ...Object.values(step.keys).map((to) => ({ from, to, byKey: true })),
      { from, to: step.otherwise, byKey: false },
    ];
  });
}

export const saysOf = (step: ScriptStep): readonly string[] => ("say" in step ? step.say : []);
