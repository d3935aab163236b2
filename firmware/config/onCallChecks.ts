import { Temporal } from "temporal-polyfill";
import { named } from "../language/Complaint.ts";
import type { Weekday } from "./Clinic.ts";
import { readDate, readHandoff, readWallMoment, weekdayName } from "./civilText.ts";
import { say } from "./complaints/duty.ts";
import type { Path } from "./Issue.ts";
import { checkHandoff } from "./leafChecks.ts";
import { type Fields, fields, idsIn, idsOf, list, type Tell, unknownId, word } from "./plainValues.ts";

// What places of `onCall:` say of each other and of the people. What depends on today's date is in scheduleWarnings.ts.

interface Known {
  readonly people: readonly string[];
  readonly rotations: readonly string[];
  readonly tell: Tell;
}

export function checkOnCall(root: Fields, tell: Tell): void {
  const onCall = fields(root["onCall"]);
  const known: Known = { people: idsIn(root["people"]), rotations: idsIn(onCall["rotations"]), tell };
  const here = (part: string, index: number): Path => ["onCall", part, index];
  checkPerson(onCall["fallback"], ["onCall", "fallback"], known);
  for (const part of ["rotations", "rules", "calendars", "groups"]) idsOf(onCall[part], ["onCall", part], tell);
  const each = (part: string, check: (item: Fields, path: Path, known: Known) => void): void => {
    for (const [index, item] of list(onCall[part]).entries()) check(fields(item), here(part, index), known);
  };
  each("groups", (group, path) => checkPeople(group["people"], [...path, "people"], known));
  each("rotations", checkRotation);
  each("rules", (rule, path) => checkPeople(rule["people"], [...path, "people"], known));
  each("overrides", checkOverride);
  each("absences", checkAbsence);
  each("temporary", checkTemporary);
  each("calendars", checkCalendar);
}

function checkPerson(id: unknown, path: Path, { people, tell }: Known): void {
  if (typeof id === "string" && !people.includes(id)) tell(path, unknownId("person", id, people));
}

/** A list of ids, or of lists of ids. */
function checkPeople(ids: unknown, path: Path, known: Known): void {
  list(ids).forEach((id, index) => {
    if (Array.isArray(id)) checkPeople(id, [...path, index], known);
    else checkPerson(id, [...path, index], known);
  });
  const plain = list(ids).filter((id) => typeof id === "string");
  if (path.length > 4 && new Set(plain).size < plain.length) known.tell(path, say.somebodyTwice(), "warning");
}

function checkRotation(rotation: Fields, path: Path, known: Known): void {
  checkPeople(rotation["people"], [...path, "people"], known);
  const handoff = word(rotation["handoff"]);
  if (handoff === undefined) return;
  const complaint = checkHandoff(handoff, rotation["every"]);
  if (complaint !== undefined) {
    known.tell([...path, "handoff"], named(complaint, "handoff"));
    return;
  }
  const starts = readDate(word(rotation["starts"]) ?? "");
  const ends = readDate(word(rotation["ends"]) ?? "");
  if (starts === undefined) return;
  if (ends !== undefined && Temporal.PlainDate.compare(ends, starts) < 0)
    known.tell([...path, "ends"], say.endsBeforeItStarts());
  const weekday = readHandoff(handoff)?.weekday;
  if (weekday === undefined || starts.dayOfWeek === weekday) return;
  const first = starts.add({ days: (weekday - starts.dayOfWeek + 7) % 7 });
  known.tell(
    [...path, "starts"],
    say.startsOnOtherDay(
      starts.toString(),
      weekdayName(starts.dayOfWeek as Weekday),
      weekdayName(weekday),
      first.toString(),
    ),
    "warning",
  );
}

/** An end that is not after its beginning. */
function checkSpan(item: Fields, path: Path, tell: Tell): void {
  const from = readWallMoment(word(item["from"]) ?? "");
  const to = readWallMoment(word(item["to"]) ?? "", true);
  if (from !== undefined && to !== undefined && Temporal.PlainDateTime.compare(to, from) <= 0)
    tell([...path, "to"], say.toNotAfterFrom());
}

const KINDS = ["replace", "add", "remove"] as const;

function checkOverride(override: Fields, path: Path, known: Known): void {
  const { tell } = known;
  checkSpan(override, path, tell);
  const given = KINDS.filter((kind) => override[kind] !== undefined);
  if (given.length !== 1) {
    tell(path, given.length === 0 ? say.overrideEmpty() : say.overrideOfTwoKinds(given));
  } else if (given[0] === "replace" && override["with"] === undefined)
    tell([...path, "replace"], say.replaceWithoutWith());
  else if (given[0] !== "replace" && override["with"] !== undefined)
    tell([...path, "with"], say.withNotReplace(given[0]!));
  if (override["replace"] !== undefined && override["replace"] === override["with"])
    tell([...path, "with"], say.replacedByThemselves());
  for (const kind of [...KINDS, "with"]) checkPerson(override[kind], [...path, kind], known);
  const rotation = word(override["rotation"]);
  if (rotation !== undefined && !known.rotations.includes(rotation))
    tell([...path, "rotation"], unknownId("rotation", rotation, known.rotations));
}

function checkAbsence(absence: Fields, path: Path, known: Known): void {
  checkSpan(absence, path, known.tell);
  checkPerson(absence["person"], [...path, "person"], known);
  checkPerson(absence["cover"], [...path, "cover"], known);
  if (absence["cover"] !== undefined && absence["cover"] === absence["person"])
    known.tell([...path, "cover"], say.coveredByThemselves());
}

function checkTemporary(temporary: Fields, path: Path, known: Known): void {
  checkSpan(temporary, path, known.tell);
  const from = readWallMoment(word(temporary["from"]) ?? "");
  const to = readWallMoment(word(temporary["to"]) ?? "", true);
  for (const [index, item] of list(temporary["shifts"]).entries()) {
    const shift = fields(item);
    const here = [...path, "shifts", index];
    checkSpan(shift, here, known.tell);
    checkPeople(shift["people"], [...here, "people"], known);
    const begins = readWallMoment(word(shift["from"]) ?? "");
    const ends = readWallMoment(word(shift["to"]) ?? "", true);
    if (from === undefined || to === undefined || begins === undefined || ends === undefined) continue;
    if (Temporal.PlainDateTime.compare(begins, from) < 0 || Temporal.PlainDateTime.compare(ends, to) > 0)
      known.tell(here, say.shiftBeyond(), "warning");
  }
}

function checkCalendar(calendar: Fields, path: Path, known: Known): void {
  const { file, url } = calendar;
  if ((file === undefined) === (url === undefined)) known.tell(path, say.calendarPlaces(file === undefined));
  for (const [name, id] of Object.entries(fields(calendar["people"])))
    checkPerson(id, [...path, "people", name], known);
  if (Object.keys(fields(calendar["people"])).length === 0) known.tell([...path, "people"], say.calendarNamesNobody());
}
