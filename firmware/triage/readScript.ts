import * as z from "zod";
import { type Complaint, named } from "../language/Complaint.ts";
import { Seconds } from "../time/Duration.ts";
import { lintScript } from "./lintScript.ts";
import type { Script, ScriptStep, StepId } from "./Script.ts";
import { sayOfShape } from "./scriptComplaints.ts";
import { duration, type FileStep, readStep, stepFileSchema, stepName, VERBS, verbOf } from "./scriptFileSteps.ts";
import { templates } from "./templates/templates.ts";

/** One mistake in the `script:` part of a clinic file; `path` is inside that part. */
export interface ScriptIssue extends Complaint {
  readonly path: readonly (string | number)[];
  readonly severity: "error" | "warning";
}

export interface ScriptReading {
  /** Absent when there is an error. */
  readonly script?: Script;
  readonly issues: readonly ScriptIssue[];
}

const words = z.record(z.string(), z.record(z.string(), z.string().min(1)));

/** The `script:` part of a clinic file: a template, a template with steps of one's own, or steps of one's own alone. */
export const scriptFileSchema = z.strictObject({
  template: z
    .enum([...templates.keys()])
    .optional()
    .meta({ description: "Where to begin: a dialogue that works. Have it reviewed by your physician." }),
  routine: z.enum(["waits", "pages"]).optional().meta({
    description: "What becomes of a call that the caller calls routine: it waits for opening hours, or it pages.",
  }),
  stay: z
    .string()
    .regex(/^(\d+(s|m)|off)$/, "write a time from 10s to 5m, or off")
    .optional()
    .meta({
      description:
        "How long an urgent caller may stay on the line to hear that a doctor has the message: 10s to 5m, or off. The line is engaged meanwhile.",
    }),
  start: stepName.optional().meta({ description: "The first step." }),
  escape: stepName.optional().meta({ description: "Where 0 leads: a step with urgency: urgent." }),
  steps: z
    .record(z.string(), stepFileSchema)
    .optional()
    .meta({ description: "Own steps by name; in a template, a step of the same name is replaced." }),
  prompts: words
    .optional()
    .meta({ description: "Own sentences by name and language, rendered by `firstring prompts render`." }),
});

const outline = scriptFileSchema.extend({ steps: z.record(z.string(), z.unknown()).optional() });

/** Reads and lints. Never throws; undefined reads as the family-practice template. */
export function readScript(value: unknown, languages?: readonly string[]): ScriptReading {
  const parsed = outline.safeParse(value ?? { template: "family-practice" });
  if (!parsed.success) return { issues: inWords(parsed.error.issues, [], Object.keys(outline.shape)) };
  const own = readSteps(parsed.data.steps ?? {});
  if (own.issues.length > 0) return { issues: own.issues };
  const script = assemble(parsed.data, own.steps);
  if (script === undefined) return { issues: [problem([], sayOfShape.neitherTemplateNorSteps())] };
  const issues = [
    ...linted(script, new Set(Object.keys(own.steps)), languages),
    ...undecided(script, parsed.data.routine !== undefined),
  ];
  return issues.some((issue) => issue.severity === "error") ? { issues } : { script, issues };
}

type Outline = z.infer<typeof outline>;

function assemble(file: Outline, own: Readonly<Record<StepId, ScriptStep>>): Script | undefined {
  const base = file.template === undefined ? undefined : templates.get(file.template);
  const start = file.start ?? base?.start;
  const escapeTo = file.escape ?? base?.escape;
  if (start === undefined || escapeTo === undefined) return undefined;
  return {
    template: file.template ?? "own",
    start,
    escape: escapeTo,
    routine: file.routine ?? base?.routine ?? "pages",
    steps: { ...base?.steps, ...own },
    ...(file.stay === undefined ? {} : { stay: file.stay === "off" ? Seconds(0) : duration(file.stay) }),
    ...(file.prompts === undefined ? {} : { prompts: file.prompts }),
  };
}

function readSteps(steps: Readonly<Record<StepId, unknown>>): {
  steps: Record<StepId, ScriptStep>;
  issues: readonly ScriptIssue[];
} {
  const read: Record<StepId, ScriptStep> = {};
  const issues: ScriptIssue[] = [];
  for (const [id, value] of Object.entries(steps)) {
    const schema = verbOf(value);
    if (schema === undefined) {
      issues.push(problem(["steps", id], sayOfShape.stepUnclear(VERBS)));
      continue;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) read[id] = readStep(parsed.data as FileStep);
    else issues.push(...inWords(parsed.error.issues, ["steps", id], Object.keys(schema.shape)));
  }
  return { steps: read, issues };
}

/** A finding in a step of the template stands where the template is named. */
function linted(
  script: Script,
  own: ReadonlySet<StepId>,
  languages: readonly string[] | undefined,
): readonly ScriptIssue[] {
  return lintScript(script, languages).map(({ step, ...finding }) =>
    step === undefined
      ? { path: [], ...finding }
      : {
          path: own.has(step) ? ["steps", step] : ["template"],
          ...named(finding, `step ${step}`, `paso ${step}`),
          severity: finding.severity,
        },
  );
}

/** Facts: physicians would have wanted to know of about half of the calls that patients call "not an emergency". */
function undecided(script: Script, isDecided: boolean): readonly ScriptIssue[] {
  const hasRoutine = Object.values(script.steps).some((step) => step.urgency === "routine");
  if (isDecided || !hasRoutine || script.routine === "pages") return [];
  return [{ path: [], ...sayOfShape.routineUndecided(), severity: "warning" }];
}

const problem = (path: ScriptIssue["path"], complaint: Complaint): ScriptIssue => ({
  path,
  ...complaint,
  severity: "error",
});

function inWords(
  issues: readonly z.core.$ZodIssue[],
  before: ScriptIssue["path"],
  known: readonly string[],
): readonly ScriptIssue[] {
  return issues.flatMap((issue) => {
    const path = [...before, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    if (issue.code !== "unrecognized_keys") return [problem(path, complaintAbout(issue, path))];
    return issue.keys.map((key) => problem([...path, key], sayOfShape.unknownWord(key, known)));
  });
}

function complaintAbout(issue: z.core.$ZodIssue, path: ScriptIssue["path"]): Complaint {
  const word = String(path.at(-1));
  switch (issue.code) {
    case "invalid_value":
      return sayOfShape.noSuchWord(issue.values.map(String));
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? sayOfShape.wordMissing(word, issue.expected)
        : sayOfShape.wrongKind(word, issue.expected);
    case "invalid_union":
      return sayOfShape.missingOrWrong(word);
    case "custom":
      return sayOfShape.nameKept();
    case "invalid_format":
      return path.length === 1 && word === "stay" ? sayOfShape.noStayTime() : sayOfShape.noSpan();
    case "too_small":
      return sayOfShape.wordEmpty();
    default:
      return sayOfShape.wordUnreadable();
  }
}
