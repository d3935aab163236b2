/* @pure */

import { setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { lastName, problemsAbout } from "../core/checks.ts";
import { answered } from "../core/SetupState.ts";
import { type FormStep, problem, refuse } from "../core/Step.ts";
import { isMissing, wholeNumber, withMissing } from "./inputs.ts";

export const privacyStep: FormStep = {
  kind: "form",
  id: "privacy",
  title: "Privacy",
  about: ["privacy"],
  intro: () => [
    "The clinic has to choose what a page may say. An SMS is not encrypted: the carrier can read it, and so can whoever sees the telephone's screen.",
  ],
  fields(state) {
    const at = (...path: string[]): string => textIn(state.text, ["privacy", ...path]);
    return [
      {
        ...{ name: "smsDetail", kind: "choice", label: "What a page says", value: at("smsDetail") },
        help: "There is no default: ask the clinic.",
        choices: [
          { value: "code", label: "Time and reference only; the doctor hears the message on the telephone" },
          { value: "callback", label: "Also the patient's number to call back" },
        ],
      },
      {
        ...{
          name: "tellCallerAgain",
          kind: "choice",
          label: "A patient who calls again",
          value: at("tellCallerAgain") || "on",
        },
        help: "Everybody in a household with that telephone hears it.",
        choices: [
          { value: "on", label: "Hears when the message came and who has taken it" },
          { value: "off", label: "Hears nothing of the message before" },
        ],
      },
      {
        name: "audioDays",
        kind: "number",
        label: "Recordings are kept for so many days",
        help: "Then they are erased.",
        value: at("retention", "audioDays") || "90",
      },
      {
        name: "recordDays",
        kind: "number",
        label: "Records are kept for so many days",
        help: "Who called and who was paged; six years are 2190 days.",
        value: at("retention", "recordDays") || "2190",
      },
    ];
  },
  accept(state, input) {
    const missing = withMissing(input, ["smsDetail", "audioDays", "recordDays"]);
    if (isMissing(missing)) return missing;
    const days = ["audioDays", "recordDays"].map((name) => [name, wholeNumber(input[name]!)] as const);
    const odd = days.filter(([, value]) => value === undefined);
    if (odd.length > 0)
      return refuse(...odd.map(([name]) => problem(name, "is not a whole number of days", "write digits only")));
    const text = setIn(state.text, [
      [["privacy", "smsDetail"], input["smsDetail"]],
      [["privacy", "tellCallerAgain"], input["tellCallerAgain"] || "on"],
      ...days.map(([name, value]) => [["privacy", "retention", name], value] as const),
    ]);
    const problems = problemsAbout(text, ["privacy"], lastName);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, state: answered({ ...state, text }, "privacy") };
  },
};
