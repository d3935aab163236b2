import { parse } from "yaml";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { Accepted, Input, Step } from "./core/Step.ts";
import { problemInWords } from "./core/view.ts";
import type { Setup } from "./Setup.ts";
import { STEPS } from "./steps/registry.ts";

/** All answers of a file: `step: answers`; `skip` leaves a step out. Where an action is meant, its name, or `name: { field: value }`. */
export type AnswerFile = Readonly<Record<string, unknown>>;

const WORKS: Readonly<Record<string, readonly string[]>> = {
  clock: ["right"],
  modems: ["find-voice", "find-gsm"],
  check: ["check"],
  apply: ["apply"],
  handover: ["sheet"],
};

export function readAnswers(text: string): AnswerFile {
  let read: unknown;
  try {
    read = parse(text);
  } catch (cause) {
    throw wrong(`it is not YAML: ${String((cause as Error).message).split("\n")[0]}`);
  }
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw wrong("it is not a list of steps with their answers");
  const unknown = Object.keys(read).filter((key) => !STEPS.some(({ id }) => id === key));
  if (unknown.length > 0)
    throw wrong(`there is no step ${unknown.join(", ")}; there are ${STEPS.map(({ id }) => id).join(", ")}`);
  return read as AnswerFile;
}

const wrong = (what: string): ApplianceError =>
  new ApplianceError("ANSWERS_UNREADABLE", `the file of answers cannot be used: ${what}`, {
    disposition: "operator",
    cure: "docs/setup.md shows one.",
  });

/**
 * Goes through all steps as somebody at the console would. A step that the file does not name is left out where it can be, and
 * done as usual where it is something to do. Stops at the first answer that is not taken. Returns whether all went well.
 */
export async function answerAll(
  setup: Setup,
  answers: AnswerFile,
  say: (line: string) => void,
  session?: string,
): Promise<boolean> {
  for (const step of STEPS) {
    const given = answers[step.id];
    const problems = await answerStep(setup, step, given, say, session);
    if (problems.length === 0) continue;
    for (const line of problems) say(`${step.title}: ${line}`);
    return false;
  }
  return true;
}

async function answerStep(
  setup: Setup,
  step: Step,
  given: unknown,
  say: (line: string) => void,
  session?: string,
): Promise<readonly string[]> {
  if (given === undefined && step.kind === "work" && step.skip === undefined && WORKS[step.id] === undefined) {
    say(`${step.title}: needs a person, and stays open for the console or the pages.`);
    return [];
  }
  if (given === "skip" || (given === undefined && WORKS[step.id] === undefined))
    return setup.view(step.id)?.status === "answered" ? [] : inWords(setup.finish(step.id), setup, step);
  switch (step.kind) {
    case "form":
      return inWords(setup.answer(step.id, { ...asKept(setup, step), ...inputOf(given) }), setup, step);
    case "list": {
      const rows = Array.isArray(given) ? given : [given];
      // The file is the whole list: what an earlier run has put there is put again.
      for (const [at, row] of rows.entries()) {
        const there = at < (setup.view(step.id)?.items.length ?? 0) ? at : undefined;
        const fresh = Object.fromEntries(
          (setup.view(step.id, there)?.fields ?? []).map(({ name, value }) => [name, value]),
        );
        const problems = inWords(setup.put(step.id, there, { ...fresh, ...inputOf(row) }), setup, step);
        if (problems.length > 0) return problems;
      }
      return [];
    }
    case "work":
      for (const [action, input] of actionsOf(step, given)) {
        const problems = await act(setup, step, action, input, say, session);
        if (problems.length > 0) return problems;
      }
      return [];
  }
}

async function act(
  setup: Setup,
  step: Step,
  action: string,
  input: Input,
  say: (line: string) => void,
  session?: string,
): Promise<readonly string[]> {
  const job = setup.begin(step.id, action, input, session);
  if (job === undefined) return [`there is no action ${action} now`];
  job.follow((line) => say(`${step.title}: ${line}`));
  // Whoever runs it from a file has said so beforehand: there is nobody to ask.
  job.onQuestion(({ words }) => {
    say(`${step.title}: ${words} The file says yes.`);
    job.sayYes();
  });
  await job.over;
  const end = job.end!;
  if (end.ok) {
    for (const line of end.words) say(step.id === "handover" ? line : `${step.title}: ${line}`);
    return [];
  }
  const fields = setup.view(step.id)?.actions.find(({ id }) => id === action)?.fields ?? [];
  return [...end.words, ...(end.problems ?? []).map((one) => problemInWords(one, fields))];
}

function actionsOf(step: Step, given: unknown): readonly (readonly [string, Input])[] {
  if (given === undefined || given === null) return (WORKS[step.id] ?? []).map((action) => [action, {}]);
  if (typeof given === "string") return [[given, {}]];
  if (Array.isArray(given)) return given.flatMap((one) => actionsOf(step, one));
  return Object.entries(given).map(([action, input]) => [action, inputOf(input)]);
}

const asKept = (setup: Setup, step: Step): Input =>
  Object.fromEntries((setup.view(step.id)?.fields ?? []).map(({ name, value }) => [name, value]));

const inputOf = (given: unknown): Input =>
  typeof given === "object" && given !== null
    ? Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(",") : String(value ?? ""),
        ]),
      )
    : {};

const inWords = (accepted: Accepted, setup: Setup, step: Step): readonly string[] =>
  accepted.ok ? [] : accepted.problems.map((one) => problemInWords(one, setup.view(step.id)?.fields ?? []));
