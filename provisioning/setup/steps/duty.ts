/* @pure */
import { Temporal } from "temporal-polyfill";
import { listIn, readIn, setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { lastName, problemsAbout } from "../core/checks.ts";
import { answered, type SetupState } from "../core/SetupState.ts";
import { type Choice, type FormStep, problem, refuse } from "../core/Step.ts";
import { clockTime, isMissing, parts, withMissing } from "./inputs.ts";
import { linesOf } from "./lines.ts";
import { peopleOf } from "./people.ts";

/** The rotation that the wizard writes and changes; others of the file are left alone. */
export const ROTATION = "doctors";
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export const dutyStep: FormStep = {
  kind: "form",
  id: "duty",
  title: "Who is on call",
  about: ["onCall", "escalation"],
  intro: (state) => [
    peopleOf(state).length < 2
      ? "There is one person so far, who has the duty always. Add more people first if they take turns."
      : "Who has the duty when, and who is paged when all else fails. Absences and exceptions come later: on the page Schedule of the console, or into the clinic file.",
    "An urgent call is paged by SMS at once, again after one minute, by telephone after two, and to everybody after five, until somebody takes it.",
  ],
  fields(state) {
    const people = peopleOf(state);
    const choices: Choice[] = people.map(({ id, name }) => ({ value: id, label: name }));
    const rotation = rotationOf(state);
    const [day = "mon", time = "08:00"] = String(rotation?.["handoff"] ?? "mon 08:00").includes(" ")
      ? String(rotation?.["handoff"] ?? "mon 08:00").split(" ")
      : ["mon", String(rotation?.["handoff"])];
    const turns = Array.isArray(rotation?.["people"])
      ? rotation["people"].flat().map(String)
      : choices.map(({ value }) => value);
    return [
      {
        ...{ name: "plan", kind: "choice", label: "How the duty goes round", value: planOf(state, people.length) },
        help: "One person always, or turns that are handed over at a fixed time.",
        choices: [
          { value: "one", label: "One person, always" },
          { value: "week", label: "By turns, a week each" },
          { value: "day", label: "By turns, a day each" },
        ],
      },
      {
        ...{
          name: "turns",
          kind: "many",
          label: "Whose turn it is, in this order",
          value: turns.join(","),
          ordered: true,
          choices,
          optional: true,
        },
        help: "The first one begins now. For one person always: that person.",
      },
      {
        ...{ name: "day", kind: "choice", label: "Handed over on", value: day, optional: true },
        help: "For turns of a week.",
        choices: DAYS.map((one, at) => ({ value: one, label: WORDS[at]! })),
      },
      {
        name: "time",
        kind: "text",
        label: "Handed over at",
        value: time,
        help: "Such as 08:00, or 8 am.",
        optional: true,
      },
      {
        ...{
          name: "fallback",
          kind: "choice",
          label: "Who is paged when nobody else can be",
          value: textIn(state.text, ["onCall", "fallback"]) || (choices[0]?.value ?? ""),
        },
        ...{ help: 'Also told of urgent faults of the box. "Nobody" is never an answer.', choices },
      },
    ];
  },
  accept(state, input, { now }) {
    const missing = withMissing(input, ["plan", "fallback"]);
    if (isMissing(missing)) return missing;
    const ids = new Set(peopleOf(state).map(({ id }) => id));
    if (ids.size === 0) return refuse(problem("", "there is nobody to be on call yet", "add the doctors first"));
    const turns = parts(input["turns"] ?? "").filter((id) => ids.has(id));
    const fallback = input["fallback"]!;
    if (!ids.has(fallback)) return refuse(problem("fallback", "there is no such person", "choose one of the list"));
    if (input["plan"] !== "one" && turns.length === 0)
      return refuse(problem("turns", "nobody takes a turn", "choose at least one person"));
    const time = clockTime(input["time"] ?? "08:00");
    const people = input["plan"] === "one" ? [turns[0] ?? fallback] : turns;
    const every = input["plan"] === "day" ? "day" : "week";
    const handoff = every === "day" ? time : `${input["day"] || "mon"} ${time}`;
    const zone = textIn(state.text, ["clinic", "timezone"]) || "UTC";
    const before = rotationOf(state);
    const same =
      JSON.stringify([before?.["every"], before?.["handoff"], before?.["people"]]) ===
      JSON.stringify([every, handoff, people]);
    const starts = same ? String(before?.["starts"]) : startOf(now, zone, handoff);
    const rotation = { ...before, ...{ id: ROTATION, every, handoff, starts, people } };
    const text = setIn(state.text, [
      [["onCall", "fallback"], fallback],
      [["onCall", "rotations", placeOf(state)], rotation],
      ...(readIn(state.text, ["escalation"]) === undefined ? escalationFor(state) : []),
    ]);
    const problems = problemsAbout(text, ["onCall", "escalation"], (path) => FIELD[lastName(path)]);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, state: answered({ ...state, text }, "duty") };
  },
};

const WORDS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const FIELD: Readonly<Record<string, string>> = { handoff: "time", people: "turns", fallback: "fallback" };

/** Written once; whoever changes it later keeps what they wrote. Calls are placed over a cellular line that has a sound. */
function escalationFor(state: SetupState): readonly (readonly [readonly string[], unknown])[] {
  const calls = linesOf(state).some(
    ({ audio, driver, port }) => driver === "gsm" && (audio !== undefined || port.startsWith("usb:")),
  );
  const duty = `rotation:${ROTATION}`;
  const urgent = [
    { notify: duty, by: ["sms"] },
    { after: "60s", notify: duty, by: ["sms"] },
    { after: "2m", notify: duty, by: [calls ? "call" : "sms"] },
    { after: "5m", notify: "everyone", by: calls ? ["sms", "call"] : ["sms"], repeat: "until-taken" },
  ];
  return [[["escalation"], { urgent, ackExpires: "30m" }]];
}

const rotations = (state: SetupState) =>
  listIn(state.text, ["onCall", "rotations"]).filter(
    (one): one is Record<string, unknown> => typeof one === "object" && one !== null,
  );

const rotationOf = (state: SetupState) => rotations(state).find(({ id }) => id === ROTATION);

function placeOf(state: SetupState): number {
  const at = rotations(state).findIndex(({ id }) => id === ROTATION);
  return at === -1 ? rotations(state).length : at;
}

function planOf(state: SetupState, count: number): string {
  const rotation = rotationOf(state);
  if (rotation === undefined) return count > 1 ? "week" : "one";
  const people = rotation["people"];
  if (Array.isArray(people) && people.length === 1) return "one";
  return rotation["every"] === "day" ? "day" : "week";
}

/** The day of the handoff that was last: the first shift has begun then, and the first of the list has the duty now. */
function startOf(now: number, zone: string, handoff: string): string {
  const wall = onWall(now, zone);
  const [time = "08:00", day] = handoff.split(" ").reverse();
  const reached = wall.toPlainTime().toString() >= time;
  const weekday = day === undefined ? wall.dayOfWeek : DAYS.indexOf(day) + 1;
  const back = (wall.dayOfWeek - weekday + 7) % 7;
  const step = day === undefined ? 1 : 7;
  return wall
    .toPlainDate()
    .subtract({ days: back === 0 && !reached ? step : back })
    .toString();
}

function onWall(now: number, zone: string): Temporal.PlainDateTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(now);
  try {
    return instant.toZonedDateTimeISO(zone).toPlainDateTime();
  } catch {
    return instant.toZonedDateTimeISO("UTC").toPlainDateTime();
  }
}
