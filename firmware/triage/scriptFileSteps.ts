import * as z from "zod";
import { type Duration, Milliseconds, Minutes, Seconds } from "../time/Duration.ts";
import type { ScriptStep, StepSets } from "./Script.ts";

/** One step as a practice writes it: the word that says what it does comes first, the rest has defaults that fail upward. */
const name = z
  .string()
  .min(1)
  // Steps and sentences are looked up in plain objects, and every one of those answers to `toString` or `constructor`.
  .refine((text) => !(text in {}), "this name is kept by the machine: choose another");
export const stepName = name.meta({ description: "The name of a step." });
const says = z.union([name, z.array(name)]).meta({ description: "One sentence of the catalogue, or several." });
const span = z.string().regex(/^\d+(s|m)$/, "write a time such as 6s or 2m");

const sets = {
  urgency: z.enum(["urgent", "routine"]).optional(),
  because: z.string().optional().meta({ description: "Noted with the urgency: why." }),
  callerKind: z.enum(["patient", "professional", "unknown"]).optional(),
};
const fallbacks = {
  tries: z.int().optional(),
  wait: span.optional(),
  otherwise: stepName.optional().meta({ description: "Where silence and wrong keys lead, urgent from then on." }),
};

const verbs = {
  say: z.strictObject({ say: says, next: stepName, ...sets }),
  menu: z.strictObject({
    menu: says,
    keys: z.record(z.string(), stepName),
    ...sets,
    ...fallbacks,
    otherwise: stepName,
  }),
  ask: z.strictObject({
    ask: z.enum(["language", "callback", "date-of-birth"]),
    next: stepName,
    ...sets,
    ...fallbacks,
  }),
  record: z.strictObject({
    record: z.enum(["name", "reason"]),
    say: says,
    longest: span.optional(),
    review: z.boolean().optional(),
    next: stepName,
    ...sets,
    ...fallbacks,
  }),
  save: z.strictObject({ save: z.strictObject({ urgent: stepName, routine: stepName, failed: stepName }), ...sets }),
  stay: z.strictObject({ stay: says, next: stepName, ...sets }),
  end: z.strictObject({ end: says, ...sets }),
} as const;

export type FileStep = z.infer<(typeof verbs)[keyof typeof verbs]>;

/** `record` before `say`: a record step has both. */
const ORDER = ["record", "menu", "ask", "save", "stay", "end", "say"] as const;
export const VERBS: readonly string[] = Object.keys(verbs);
export const stepFileSchema = z.union([
  verbs.say,
  verbs.menu,
  verbs.ask,
  verbs.record,
  verbs.save,
  verbs.stay,
  verbs.end,
]);

/** The schema of the step's own kind, so that a mistake is told in terms of what was meant. */
export function verbOf(value: unknown): z.ZodObject | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const verb = ORDER.find((name) => name in value);
  return verb === undefined ? undefined : verbs[verb];
}

const list = (says: string | readonly string[]): readonly string[] => (typeof says === "string" ? [says] : says);

export function duration(text: string): Duration {
  const amount = Number(text.slice(0, -1));
  return text.endsWith("m") ? Minutes(amount) : Seconds(amount);
}

const ANSWER = { tries: 3, wait: Seconds(6) };
/** Finding one's number or a date takes longer than a yes. */
const ENTRY = { tries: 4, wait: Seconds(10) };
const LONGEST = { name: Seconds(20), reason: Minutes(2) };

interface FileFallbacks {
  readonly tries?: number | undefined;
  readonly wait?: string | undefined;
  readonly otherwise?: string | undefined;
}

const fallbacksOf = (file: FileFallbacks, usual: { tries: number; wait: Duration }, next: string) => ({
  tries: file.tries ?? usual.tries,
  wait: file.wait === undefined ? usual.wait : Milliseconds(duration(file.wait)),
  otherwise: file.otherwise ?? next,
});

function setsOf(file: FileStep): StepSets {
  const { urgency, because, callerKind } = file;
  return {
    ...(urgency === undefined ? {} : { urgency }),
    ...(because === undefined ? {} : { because }),
    ...(callerKind === undefined ? {} : { callerKind }),
  };
}

/** A step of the file with every default filled in. */
export function readStep(file: FileStep): ScriptStep {
  const common = setsOf(file);
  if ("record" in file) {
    const longest = file.longest === undefined ? LONGEST[file.record] : duration(file.longest);
    const { record: part, review = true, next } = file;
    return {
      kind: "record",
      part,
      say: list(file.say),
      longest,
      review,
      next,
      ...fallbacksOf(file, { ...ANSWER, tries: 2 }, next),
      ...common,
    };
  }
  if ("menu" in file)
    return {
      kind: "menu",
      say: list(file.menu),
      keys: file.keys,
      ...fallbacksOf(file, ANSWER, file.otherwise),
      ...common,
    };
  if ("ask" in file) return readAsk(file, common);
  if ("save" in file) return { kind: "save", ...file.save, ...common };
  if ("stay" in file) return { kind: "stay", say: list(file.stay), next: file.next, ...common };
  if ("end" in file) return { kind: "end", say: list(file.end), ...common };
  return { kind: "say", say: list(file.say), next: file.next, ...common };
}

function readAsk(file: Extract<FileStep, { ask: string }>, common: StepSets): ScriptStep {
  const { ask, next } = file;
  if (ask === "language") {
    const { tries, wait } = fallbacksOf(file, { tries: 2, wait: Seconds(4) }, next);
    return { kind: "language", tries, wait, next, ...common };
  }
  return { kind: ask, next, ...fallbacksOf(file, ENTRY, next), ...common };
}

const spanOf = (length: Duration): string => (length % 60_000 === 0 ? `${length / 60_000}m` : `${length / 1000}s`);
const oneOrMore = (says: readonly string[]): string | readonly string[] => (says.length === 1 ? says[0]! : says);

/** The step as a file has it: what `readStep` reads the same from. A step of a template that is changed goes into the file so. */
export function fileStepOf(step: ScriptStep): Readonly<Record<string, unknown>> {
  const { urgency, because, callerKind } = step;
  const sets = {
    ...(urgency === undefined ? {} : { urgency }),
    ...(because === undefined ? {} : { because }),
    ...(callerKind === undefined ? {} : { callerKind }),
  };
  switch (step.kind) {
    case "say":
      return { say: oneOrMore(step.say), next: step.next, ...sets };
    case "language":
      return { ask: "language", ...{ tries: step.tries, wait: spanOf(step.wait), next: step.next }, ...sets };
    case "menu":
      return { menu: oneOrMore(step.say), keys: { ...step.keys }, ...heldOut(step, ANSWER), ...sets };
    case "callback":
    case "date-of-birth":
      return { ask: step.kind, next: step.next, ...heldOut(step, ENTRY), ...sets };
    case "record":
      return {
        ...{ record: step.part, say: oneOrMore(step.say) },
        ...(step.longest === LONGEST[step.part] ? {} : { longest: spanOf(step.longest) }),
        ...(step.review ? {} : { review: false }),
        ...{ next: step.next, ...heldOut(step, { ...ANSWER, tries: 2 }), ...sets },
      };
    case "save":
      return { save: { urgent: step.urgent, routine: step.routine, failed: step.failed }, ...sets };
    case "stay":
      return { stay: oneOrMore(step.say), next: step.next, ...sets };
    case "end":
      return { end: oneOrMore(step.say), ...sets };
  }
}

/** What is as usual is not written. */
const heldOut = (
  step: Extract<ScriptStep, { otherwise: string }>,
  usual: { readonly tries: number; readonly wait: Duration },
) => ({
  ...(step.tries === usual.tries ? {} : { tries: step.tries }),
  ...(step.wait === usual.wait ? {} : { wait: spanOf(step.wait) }),
  ...("next" in step && step.next === step.otherwise ? {} : { otherwise: step.otherwise }),
});
