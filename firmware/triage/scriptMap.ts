import { clipName, type PromptVariables, wordingOf } from "./PromptCatalogue.ts";
import { exitsOf, type PromptId, type Script, type ScriptStep, STAY, type StepId } from "./Script.ts";
import { reach, saysOf } from "./scriptGraph.ts";

/** A sentence that callers hear in a step. */
export interface MapSentence {
  readonly id: PromptId;
  /** Of its recording; undefined: it is put together when it is said (`reference`, `page-news`), or a sound. */
  readonly clip?: string;
  /** By language. */
  readonly texts: Readonly<Record<string, string>>;
  /** As it is written: `{clinic}` and `{emergencyNumber}` stand for themselves. */
  readonly written: Readonly<Record<string, string>>;
  /** Languages in which the clinic has its own words for it. */
  readonly own: readonly string[];
  /** Said by the step whatever the script says: "If that is right, press 1." */
  readonly fixed: boolean;
}

/** How a step is left. `noAnswer`: silence, or wrong keys too often; urgent from then on. */
export type Way =
  | { readonly how: "key"; readonly key: string; readonly to: StepId }
  | {
      readonly how: "then" | "noAnswer" | "savedUrgent" | "savedRoutine" | "notSaved";
      readonly to: StepId;
    };

export interface MapStep {
  readonly id: StepId;
  readonly kind: ScriptStep["kind"];
  readonly part?: "name" | "reason";
  readonly urgency?: "urgent" | "routine";
  readonly callerKind?: string;
  readonly says: readonly MapSentence[];
  readonly ways: readonly Way[];
  readonly tries?: number;
  readonly waitS?: number;
  readonly longestS?: number;
  readonly review?: boolean;
  /** It stands in the clinic file; else in the template. */
  readonly own: boolean;
  readonly reached: boolean;
}

/** The clinic's dialogue for a person who reads it: what is said where, and which key leads on. */
export interface ScriptMap {
  readonly template: string;
  readonly start: StepId;
  readonly escape: StepId;
  readonly routine: "waits" | "pages";
  /** 0: the caller is not kept on the line. */
  readonly stayS: number;
  /** In the order in which a caller comes to them. */
  readonly steps: readonly MapStep[];
}

export interface MapMeans {
  readonly languages: readonly string[];
  readonly variables: PromptVariables;
  /** Steps that the clinic file has itself. */
  readonly own: ReadonlySet<StepId>;
  /** Month before day, as people of that country write dates. */
  readonly dateOrder: "mdy" | "dmy";
}

export function mapScript(script: Script, means: MapMeans): ScriptMap {
  const reached = reach(script, [script.start, script.escape]);
  const order = [...inOrder(script), ...Object.keys(script.steps)];
  return {
    ...{ template: script.template, start: script.start, escape: script.escape, routine: script.routine },
    stayS: (script.stay ?? STAY) / 1000,
    steps: [...new Set(order)].flatMap((id) => {
      const step = script.steps[id];
      return step === undefined ? [] : [{ ...mapStep(id, step, means), reached: reached.has(id) }];
    }),
  };
}

function mapStep(id: StepId, step: ScriptStep, means: MapMeans): Omit<MapStep, "reached"> {
  const { urgency, callerKind } = step;
  const fixed = FIXED[step.kind](step, means.dateOrder);
  return {
    ...{ id, kind: step.kind, own: means.own.has(id), ways: waysOf(step) },
    ...(urgency === undefined ? {} : { urgency }),
    ...(callerKind === undefined ? {} : { callerKind }),
    says: [
      ...saysOf(step).map((prompt) => sentence(prompt, false, means)),
      ...fixed.map((prompt) => sentence(prompt, true, means)),
    ],
    ...("tries" in step ? { tries: step.tries, waitS: step.wait / 1000 } : {}),
    ...(step.kind === "record" ? { part: step.part, longestS: step.longest / 1000, review: step.review } : {}),
  };
}

/** What steps say by themselves, in the order of the call. */
const FIXED: Readonly<Record<ScriptStep["kind"], (step: ScriptStep, order: "mdy" | "dmy") => readonly PromptId[]>> = {
  say: () => [],
  language: () => ["choose-1", "choose-2"],
  menu: () => [],
  callback: () => ["callback-is", "ask-callback", "callback-entered", "callback-confirm"],
  "date-of-birth": (_step, order) => [`ask-birth-${order}`, "birth-is", "birth-confirm"],
  record: (step) => (step.kind === "record" && step.review ? ["review"] : []),
  save: () => ["one-moment"],
  stay: () => [],
  end: () => [],
};

function sentence(id: PromptId, fixed: boolean, { languages, variables }: MapMeans): MapSentence {
  const inEach = (filled: PromptVariables): readonly (readonly [string, string])[] =>
    languages.flatMap((language) => {
      const text = wordingOf(id, language, filled);
      return text === undefined ? [] : [[language, text] as const];
    });
  const texts = inEach(variables);
  const written = inEach({ ...variables, clinic: "{clinic}", emergencyNumber: "{emergencyNumber}" });
  return {
    ...{ id, fixed, texts: Object.fromEntries(texts), written: Object.fromEntries(written) },
    ...(texts.length === 0 ? {} : { clip: clipName(id, variables) }),
    own: languages.filter((language) => variables.own?.[id]?.[language] !== undefined),
  };
}

export function waysOf(step: ScriptStep): readonly Way[] {
  switch (step.kind) {
    case "say":
    case "language":
    case "stay":
      return [{ how: "then", to: step.next }];
    case "menu":
      return [
        ...Object.entries(step.keys).map(([key, to]): Way => ({ how: "key", key, to })),
        { how: "noAnswer", to: step.otherwise },
      ];
    case "callback":
    case "date-of-birth":
    case "record":
      return step.next === step.otherwise
        ? [{ how: "then", to: step.next }]
        : [
            { how: "then", to: step.next },
            { how: "noAnswer", to: step.otherwise },
          ];
    case "save":
      return [
        { how: "savedUrgent", to: step.urgent },
        { how: "savedRoutine", to: step.routine },
        { how: "notSaved", to: step.failed },
      ];
    case "end":
      return [];
  }
}

/** As a caller comes to them: what is asked first stands first, and what many lead to after all of these. */
function inOrder(script: Script): readonly StepId[] {
  const seen = new Set<StepId>();
  const done: StepId[] = [];
  const visit = (id: StepId): void => {
    const step = script.steps[id];
    if (step === undefined || seen.has(id)) return;
    seen.add(id);
    for (const exit of [...exitsOf(step)].reverse()) visit(exit);
    done.push(id);
  };
  visit(script.escape);
  const fromEscape = done.splice(0);
  for (const id of fromEscape) seen.delete(id);
  visit(script.start);
  return [...done.reverse(), ...fromEscape.reverse()];
}
