/* @pure */

import { readIn, setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { templates } from "../../../firmware/triage/templates/templates.ts";
import { problemsAbout } from "../core/checks.ts";
import { answered } from "../core/SetupState.ts";
import { type FormStep, problem, refuse } from "../core/Step.ts";
import { isMissing, withMissing } from "./inputs.ts";

const WORDS: Readonly<Record<string, string>> = {
  "family-practice": "Family practice: all ages, asks for the date of birth",
  paediatrics: "Paediatrics: the caller is a parent, the date of birth is the child's",
  obstetrics: "Obstetrics: labor is named in the question for urgency",
  dental: "Dental: no date of birth",
};

export const scriptStep: FormStep = {
  kind: "form",
  id: "script",
  title: "What callers are asked",
  about: ["script"],
  intro: (state) =>
    readIn(state.text, ["script", "steps"]) === undefined
      ? [
          "The box greets with the clinic's name, tells emergencies to dial the emergency number, asks whether the call is urgent, has the number confirmed, and records the reason.",
          "A physician of the clinic should decide this, and hear it once, before it answers in earnest.",
        ]
      : ["The clinic has a dialogue of its own, which is left as it is unless you choose another one here."],
  fields(state) {
    const own = readIn(state.text, ["script", "steps"]) !== undefined;
    return [
      {
        ...{
          name: "template",
          kind: "choice",
          label: "Kind of practice",
          value: own ? "own" : textIn(state.text, ["script", "template"]) || "family-practice",
        },
        help: "Where to begin; every sentence can be changed later.",
        choices: [
          ...[...templates.keys()].map((name) => ({ value: name, label: WORDS[name] ?? name })),
          ...(own ? [{ value: "own", label: "The clinic's own dialogue, as it is in the file" }] : []),
        ],
      },
      {
        ...{
          name: "routine",
          kind: "choice",
          label: "A call that is not urgent",
          value: textIn(state.text, ["script", "routine"]) || "waits",
        },
        help: "A physician decides. An urgent call is always paged at once.",
        choices: [
          { value: "waits", label: "Waits for the morning" },
          { value: "pages", label: "Is paged, too" },
        ],
      },
    ];
  },
  accept(state, input) {
    const missing = withMissing(input, ["template", "routine"]);
    if (isMissing(missing)) return missing;
    const { template = "", routine = "" } = input;
    if (template !== "own" && !templates.has(template))
      return refuse(problem("template", "there is no such template", "choose one of the list"));
    const text =
      template === "own"
        ? setIn(state.text, [[["script", "routine"], routine]])
        : setIn(state.text, [[["script"], { ...keepStay(state.text), template, routine }]]);
    const problems = problemsAbout(text, ["script"], (path) => (path.endsWith("routine") ? "routine" : "template"));
    return problems.length > 0 ? { ok: false, problems } : { ok: true, state: answered({ ...state, text }, "script") };
  },
};

/** Chosen by hand in an earlier file; it goes with every template. */
const keepStay = (text: string): Readonly<Record<string, unknown>> => {
  const stay = readIn(text, ["script", "stay"]);
  return stay === undefined ? {} : { stay };
};
