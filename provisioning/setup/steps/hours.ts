/* @pure */

import { listIn, readIn, removeItem, setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { lastName, problemsAbout } from "../core/checks.ts";
import { answered, type SetupState } from "../core/SetupState.ts";
import { type Accepted, type ListStep, problem, refuse } from "../core/Step.ts";
import { clockTime, isMissing, withMissing } from "./inputs.ts";

interface Row {
  readonly [name: string]: unknown;
}

const rows = (state: SetupState, path: readonly string[]): readonly Row[] =>
  listIn(state.text, path).filter((one): one is Row => typeof one === "object" && one !== null);

const OPEN = ["hours", "open"];
const HOLIDAYS = ["hours", "holidays"];

export const hoursStep: ListStep = {
  kind: "list",
  id: "hours",
  title: "Opening hours",
  one: "opening hours",
  least: 0,
  about: ["hours.open", "hours.answer"],
  skip: "Without opening hours the box answers day and night.",
  intro: (state) => [
    "When the front desk answers the telephone itself. Outside these hours, and on holidays, the box answers.",
    `Times are those of the clinic's clock (${textIn(state.text, ["clinic", "timezone"]) || "no time zone yet"}).`,
  ],
  items: (state) => rows(state, OPEN).map(({ days, from, to }) => `${days}, ${from} to ${to}`),
  fields(state, index) {
    const row = index === undefined ? undefined : rows(state, OPEN)[index];
    return [
      {
        name: "days",
        kind: "text",
        label: "Days",
        help: "Such as mon-fri, or sat, or mon, wed, fri.",
        value: String(row?.["days"] ?? "mon-fri"),
        suggestions: ["mon-fri", "mon-thu", "sat"],
      },
      {
        name: "from",
        kind: "text",
        label: "Opens at",
        help: "Such as 08:00, or 8 am.",
        value: String(row?.["from"] ?? "08:00"),
      },
      {
        name: "to",
        kind: "text",
        label: "Closes at",
        help: "Such as 17:00, or 5 pm.",
        value: String(row?.["to"] ?? "17:00"),
      },
    ];
  },
  put(state, index, input) {
    const missing = withMissing(input, ["days", "from", "to"]);
    if (isMissing(missing)) return missing;
    const row = {
      days: input["days"]!.trim().toLowerCase(),
      from: clockTime(input["from"]!),
      to: clockTime(input["to"]!),
    };
    return withNote(put(state, OPEN, index, row, "hours"), overMidnight(row));
  },
  remove: (state, index) => remove(state, OPEN, index),
};

export const holidaysStep: ListStep = {
  kind: "list",
  id: "holidays",
  title: "Holidays",
  one: "a holiday",
  least: 0,
  about: ["hours.holidays"],
  skip: "Without holidays the box keeps to the opening hours on every day of the year.",
  intro: () => ["Days on which the clinic is closed although its opening hours say that it is open."],
  items: (state) => rows(state, HOLIDAYS).map(({ date, name }) => `${date}: ${name}`),
  fields(state, index) {
    const row = index === undefined ? undefined : rows(state, HOLIDAYS)[index];
    return [
      {
        name: "date",
        kind: "text",
        label: "Date",
        help: "Year, month, day: 2026-12-25.",
        value: String(row?.["date"] ?? ""),
      },
      {
        name: "name",
        kind: "text",
        label: "Which day it is",
        help: "Such as Christmas.",
        value: String(row?.["name"] ?? ""),
      },
    ];
  },
  put(state, index, input) {
    const missing = withMissing(input, ["date", "name"]);
    if (isMissing(missing)) return missing;
    return put(state, HOLIDAYS, index, { date: isoDate(input["date"]!), name: input["name"]!.trim() }, "holidays");
  },
  remove: (state, index) => remove(state, HOLIDAYS, index),
};

function put(
  state: SetupState,
  path: readonly string[],
  index: number | undefined,
  row: Row,
  step: "hours" | "holidays",
): Accepted {
  const count = rows(state, path).length;
  if (index !== undefined && index >= count) return gone;
  const at = index ?? count;
  const text = setIn(state.text, [[[...path, at], row], ...answerOutside(state)]);
  const problems = problemsAbout(text, [`${path.join(".")}[${at}]`], lastName);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, state: answered({ ...state, text }, step) };
}

/** `9 am to 8` is a slip that keeps the box silent all night; where it is meant, the note says that it was understood. */
const overMidnight = ({ days, from, to }: { readonly days: string; readonly from: string; readonly to: string }) =>
  to > from
    ? []
    : [
        `${days}, ${from} to ${to} goes over midnight: the front desk answers until ${to} of the next day, and the box does not. If that is not meant, change it.`,
      ];

const withNote = (accepted: Accepted, notes: readonly string[]): Accepted =>
  accepted.ok && notes.length > 0 ? { ...accepted, notes: [...(accepted.notes ?? []), ...notes] } : accepted;

/** Hours mean that somebody else answers within them. */
const answerOutside = (state: SetupState): readonly (readonly [readonly string[], unknown])[] =>
  readIn(state.text, ["hours", "answer"]) === undefined ? [[["hours", "answer"], "after-hours"]] : [];

function remove(state: SetupState, path: readonly string[], index: number): Accepted {
  if (index >= rows(state, path).length) return gone;
  return { ok: true, state: { ...state, text: removeItem(state.text, path, index) } };
}

const gone: Accepted = refuse(
  problem("", "this entry is not there any more", "look at the list again: somebody may have changed it"),
);

/** `2026-1-5` and `2026/01/05` are meant as they look; a date with the year last is refused, because nobody knows which is the month. */
function isoDate(typed: string): string {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(typed.trim());
  return match === null ? typed.trim() : [match[1], match[2]!.padStart(2, "0"), match[3]!.padStart(2, "0")].join("-");
}
