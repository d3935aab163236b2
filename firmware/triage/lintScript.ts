import type { Complaint } from "../language/Complaint.ts";
import { Minutes, Seconds } from "../time/Duration.ts";
import { isSayable, keysOffered, promptLanguages, wordingOf } from "./PromptCatalogue.ts";
import type { Script, ScriptStep, StepId } from "./Script.ts";
import { say } from "./scriptComplaints.ts";
import { edges, endable, reach, saysOf, silentPath } from "./scriptGraph.ts";

/** Something in a script that would let a caller down. An error: the script is not used. */
export interface ScriptFinding extends Complaint {
  readonly severity: "error" | "warning";
  /** Absent for the script as a whole. */
  readonly step?: StepId;
}

type Rule = (script: Script, languages: readonly string[]) => readonly ScriptFinding[];

const error = (step: StepId | undefined, complaint: Complaint): ScriptFinding => ({
  severity: "error",
  ...(step === undefined ? {} : { step }),
  ...complaint,
});
const warning = (step: StepId | undefined, complaint: Complaint): ScriptFinding => ({
  ...error(step, complaint),
  severity: "warning",
});

/** A caller in distress takes in four choices; longer menus are what people hang up on. */
const MOST_CHOICES = 4;

/** All that is wrong with a script. Targets and sentences first: the other rules need a whole graph. */
export function lintScript(script: Script, languages: readonly string[] = promptLanguages): readonly ScriptFinding[] {
  const missing = targets(script, languages);
  if (missing.length > 0) return [...missing, ...sentences(script, languages)];
  return RULES.flatMap((rule) => rule(script, languages));
}

const steps = (script: Script): readonly (readonly [StepId, ScriptStep])[] => Object.entries(script.steps);

const targets: Rule = (script) => [
  ...(["start", "escape"] as const)
    .filter((name) => script.steps[script[name]] === undefined)
    .map((name) => error(undefined, say.noStepNamed(name, script[name], Object.keys(script.steps)))),
  ...edges(script)
    .filter(({ to }) => script.steps[to] === undefined)
    .map(({ from, to }) => error(from, say.leadsNowhere(to))),
];

const sentences: Rule = (script, languages) =>
  steps(script).flatMap(([id, step]) =>
    saysOf(step).flatMap((prompt) => {
      const own = script.prompts?.[prompt];
      if (own === undefined) return isSayable(prompt) ? [] : [error(id, say.noSentence(prompt))];
      return languages
        .filter((language) => own[language] === undefined && wordingOf(prompt, language, NO_VALUES) === undefined)
        .map((language) => error(id, say.sentenceWithoutWords(prompt, language)));
    }),
  );

const NO_VALUES = { clinic: "", emergencyNumber: "{emergencyNumber}" };

const wordsOf = (script: Script, prompt: string, language: string): string =>
  script.prompts?.[prompt]?.[language] ?? wordingOf(prompt, language, NO_VALUES) ?? "";

const unreachable: Rule = (script) => {
  const seen = reach(script, [script.start, script.escape]);
  return steps(script)
    .filter(([id]) => !seen.has(id))
    .map(([id]) => warning(id, say.notReached()));
};

const deadEnds: Rule = (script) => {
  const good = endable(script);
  return [...reach(script, [script.start, script.escape])]
    .filter((id) => !good.has(id))
    .map((id) => error(id, say.neverEnds()));
};

const silentCircles: Rule = (script) =>
  [script.start, script.escape].flatMap((from) => {
    const { path, circle } = silentPath(script, from);
    return circle ? [error(path.at(-1), say.goesRound(path.join(" → ")))] : [];
  });

/** `end` before `save`: the caller would hang up and nobody would know. */
const records: Rule = (script) =>
  [...reach(script, [script.start, script.escape], (_, step) => step.kind !== "save")]
    .filter((id) => script.steps[id]?.kind === "end")
    .map((id) => error(id, say.endsUnsaved()));

const numbers: Rule = (script) =>
  [...reach(script, [script.start, script.escape], (_, step) => step.kind !== "callback" && step.kind !== "save")]
    .filter((id) => script.steps[id]?.kind === "save")
    .map((id) => error(id, say.savedWithoutNumber()));

/** Urgency that comes without another question: the step itself, or sentences that lead straight to it. */
function becomesUrgent(script: Script, from: StepId): boolean {
  const passed = new Set<StepId>();
  for (let id = from; !passed.has(id); ) {
    passed.add(id);
    const step = script.steps[id];
    if (step?.urgency === "urgent") return true;
    if (step?.kind !== "say") return false;
    id = step.next;
  }
  return false;
}

const urgentFromEverywhere: Rule = (script) => [
  ...(becomesUrgent(script, script.escape) ? [] : [error(script.escape, say.zeroNotUrgent())]),
  ...steps(script).flatMap(([id, step]) => {
    const to = step.kind === "menu" ? step.keys["0"] : undefined;
    return to === undefined || becomesUrgent(script, to) ? [] : [error(id, say.zeroTaken())];
  }),
];

/** Nothing but a key may make a call routine. */
const routineByChoice: Rule = (script) => [
  ...edges(script)
    .filter(({ to, byKey }) => !byKey && script.steps[to]?.urgency === "routine")
    .map(({ from, to }) => error(from, say.routineUnchosen(to))),
  ...[script.start, script.escape]
    .filter((id) => script.steps[id]?.urgency === "routine")
    .map((id) => error(id, say.allRoutine())),
];

const menuKeys: Rule = (script, languages) =>
  steps(script).flatMap(([id, step]) => {
    if (step.kind !== "menu") return strayOffers(script, languages, id, step);
    const keys = Object.keys(step.keys);
    const odd = keys.filter((key) => !/^[0-9]$/.test(key));
    const findings = odd.map((key) => error(id, say.noKey(key)));
    return [
      ...findings,
      ...(keys.length === 0 ? [error(id, say.noKeys())] : []),
      ...(keys.length > MOST_CHOICES ? [warning(id, say.tooManyChoices(keys.length, MOST_CHOICES))] : []),
      ...languages.flatMap((language) => offers(script, id, step, language)),
    ];
  });

type Menu = Extract<ScriptStep, { kind: "menu" }>;

function offers(script: Script, id: StepId, step: Menu, language: string): readonly ScriptFinding[] {
  const offered = step.say.flatMap((prompt) => keysOffered(wordsOf(script, prompt, language)));
  const keys = Object.keys(step.keys);
  const extra = offered.filter((key) => !keys.includes(key) && !ALWAYS.includes(key));
  const silent = keys.filter((key) => !offered.includes(key));
  return [
    ...extra.map((key) => error(id, say.keyOfferedMissing(language, key))),
    ...silent.map((key) => error(id, say.keyNotOffered(language, key))),
  ];
}

/** `0` is urgent, `*` repeats and `#` ends an entry, whatever the step. */
const ALWAYS = ["0", "*", "#"];

function strayOffers(
  script: Script,
  languages: readonly string[],
  id: StepId,
  step: ScriptStep,
): readonly ScriptFinding[] {
  return languages.flatMap((language) =>
    saysOf(step)
      .flatMap((prompt) => keysOffered(wordsOf(script, prompt, language)))
      .filter((key) => !ALWAYS.includes(key))
      .map((key) => error(id, say.keyOutsideMenu(language, key))),
  );
}

const emergencyFirst: Rule = (script, languages) => {
  const tells = (step: ScriptStep) =>
    saysOf(step).some((prompt) =>
      languages.every((language) => wordsOf(script, prompt, language).includes("{emergencyNumber}")),
    );
  const silentSteps = reach(script, [script.start], (_, step) => !tells(step));
  return [...silentSteps]
    .filter(
      (id) => script.steps[id]?.kind !== "say" && script.steps[id]?.kind !== "language" && !tells(script.steps[id]!),
    )
    .slice(0, 1)
    .map((id) => error(id, say.emergencyNotHeard()));
};

/** What only one outcome of `save` makes true. */
const CLAIMS: Readonly<Record<string, readonly ("urgent" | "routine" | "failed")[]>> = {
  "saved-urgent": ["urgent"],
  "saved-routine": ["routine"],
  goodbye: ["urgent", "routine"],
  "not-saved": ["failed"],
  "page-news": ["urgent", "failed"],
  "stay-offer": ["urgent", "failed"],
};

/** Whatever words a step offers it with, staying is for those who wait for a doctor. */
const claimsOf = (step: ScriptStep): readonly string[] =>
  step.kind === "stay" ? [...new Set([...step.say, "stay-offer"])] : saysOf(step);

/** The caller hears the truth: "saved" only behind the outcome of `save` that says so. */
const truth: Rule = (script) => {
  const beforeSave = reach(script, [script.start, script.escape], (_, step) => step.kind !== "save");
  const behind = (outcome: "urgent" | "routine" | "failed") =>
    reach(
      script,
      steps(script).flatMap(([, step]) => (step.kind === "save" ? [step[outcome]] : [])),
      (_, step) => step.kind !== "save",
    );
  const outcomes = (["urgent", "routine", "failed"] as const).map((outcome) => [outcome, behind(outcome)] as const);
  return steps(script).flatMap(([id, step]) =>
    claimsOf(step).flatMap((prompt) => {
      const allowed = CLAIMS[prompt];
      if (allowed === undefined) return [];
      const early = beforeSave.has(id) ? [undefined] : [];
      const wrong = outcomes
        .filter(([outcome, seen]) => seen.has(id) && !allowed.includes(outcome))
        .map(([outcome]) => outcome);
      return [...early, ...wrong].map((outcome) => error(id, say.untrue(prompt, outcome, allowed)));
    }),
  );
};

/** Whoever stays longer has the line for themselves while others hear that it is engaged; a few seconds are no offer. */
const SHORTEST_STAY = Seconds(10);
const LONGEST_STAY = Minutes(5);

const staying: Rule = ({ stay }) =>
  stay === undefined || stay === 0 || (stay >= SHORTEST_STAY && stay <= LONGEST_STAY)
    ? []
    : [error(undefined, say.stayTime(stay / 1000))];

const bounds: Rule = (script) =>
  steps(script).flatMap(([id, step]) => [
    ...("tries" in step && (step.tries < 1 || step.tries > 5) ? [error(id, say.triesOutside(step.tries))] : []),
    ...("wait" in step && (step.wait < 2_000 || step.wait > 30_000)
      ? [error(id, say.waitOutside(step.wait / 1000))]
      : []),
    ...(step.kind === "record" && (step.longest < 5_000 || step.longest > 300_000)
      ? [error(id, say.recordingOutside(step.longest / 1000))]
      : []),
  ]);

const RULES: readonly Rule[] = [
  sentences,
  bounds,
  staying,
  unreachable,
  deadEnds,
  silentCircles,
  records,
  numbers,
  urgentFromEverywhere,
  routineByChoice,
  menuKeys,
  emergencyFirst,
  truth,
];
