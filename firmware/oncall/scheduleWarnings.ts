import type { Clinic, DutyOverride, WallSpan } from "../config/Clinic.ts";
import type { Path } from "../config/Issue.ts";
import type { EpochMs } from "../time/Clock.ts";
import { DAY_MS } from "../time/civil.ts";
import { zoneClock } from "../time/ZoneClock.ts";
import { spanOf } from "./changes.ts";
import { everyoneMeant } from "./everyoneMeant.ts";
import type { Span } from "./SpanIndex.ts";
import { scheduleOf } from "./scheduleOf.ts";
import { gapsBetween } from "./segments.ts";

/** What a person should know of a schedule that can be used, and what to do about it. */
export interface ScheduleWarning {
  readonly path: Path;
  readonly what: string;
  readonly instead: string;
}

/** So far ahead is looked for hours that nobody has. */
export const WEEKS_AHEAD = 8;
/** A file with thousands of changes is made by a program, and nobody reads thousands of warnings. */
const MOST_LOOKED_AT = 100;
/** Longer changes are looked at for so long. */
const LOOKED_FOR_MS = 62 * DAY_MS;

type Tell = (path: Path, what: string, instead: string) => void;

/** What is odd about a clinic's schedule as of now: it can be used, and probably something else was meant. */
export function scheduleWarnings(clinic: Clinic, now: EpochMs): readonly ScheduleWarning[] {
  const found: ScheduleWarning[] = [];
  const tell: Tell = (path, what, instead) => found.push({ path: ["onCall", ...path], what, instead });
  tellOfNobody(clinic, tell);
  tellOfPeople(clinic, tell);
  tellOfPast(clinic, now, tell);
  tellOfStandIns(clinic, tell);
  tellOfIdleOverrides(clinic, now, tell);
  tellOfAbsences(clinic, now, tell);
  tellOfHolidays(clinic, tell);
  tellOfGaps(clinic, now, tell);
  return found;
}

function tellOfNobody(clinic: Clinic, tell: Tell): void {
  if (scheduleOf(clinic).isEmpty)
    tell(
      ["fallback"],
      `nobody is in the schedule, so the fallback ${clinic.onCall.fallback} has duty day and night`,
      "add rotations: or rules:, see provisioning/example/clinic.yaml; or leave it so, if that is meant",
    );
}

/** Whoever is paged only when all are: probably forgotten. */
function tellOfPeople(clinic: Clinic, tell: Tell): void {
  const { onCall, escalation, faults } = clinic;
  const ladders = [escalation.urgent, escalation.routine, ...escalation.policies.values()];
  const targets = ladders.flat().map(({ notify }) => notify);
  const meant = new Set([
    ...everyoneMeant(clinic, [{ kind: "on-call" }, ...targets.filter(({ kind }) => kind !== "everyone")]).map(
      ({ id }) => id,
    ),
    ...onCall.groups.flatMap(({ people }) => people),
    ...onCall.calendars.flatMap(({ people }) => Object.values(people)),
    ...faults.tell,
  ]);
  for (const { id } of clinic.people.filter((person) => !meant.has(person.id)))
    tell(
      [],
      `${id} is in no schedule, so only steps that notify everyone page them`,
      "add them to a rotation, or remove them",
    );
}

function tellOfPast({ clinic, onCall }: Clinic, now: EpochMs, tell: Tell): void {
  const zone = zoneClock(clinic.timezone);
  const parts = [
    ["overrides", "override", onCall.overrides],
    ["absences", "absence", onCall.absences],
    ["temporary", "temporary schedule", onCall.temporary],
  ] as const;
  for (const [part, name, items] of parts) {
    for (const [index, item] of items.slice(0, MOST_LOOKED_AT).entries()) {
      const span = spanOf(item, zone);
      if (span !== undefined && span.to <= now)
        tell(
          [part, index],
          `the ${name} was over on ${zone.text(span.to)} and changes nothing any more`,
          "remove it, or correct its dates",
        );
    }
  }
  for (const [index, { ends }] of onCall.rotations.entries()) {
    const end = ends === undefined ? undefined : spanOf({ from: ends, to: ends }, zone)?.to;
    if (end !== undefined && end <= now)
      tell(["rotations", index, "ends"], `the rotation is over since ${zone.text(end)}`, "remove it, or correct ends:");
  }
}

const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

/** Overrides do not chain: who stands in has the duty, also when they are replaced or away themselves. */
function tellOfStandIns({ clinic, onCall }: Clinic, tell: Tell): void {
  const zone = zoneClock(clinic.timezone);
  const spanned = <T extends WallSpan>(items: readonly T[]) =>
    items.slice(0, MOST_LOOKED_AT).flatMap((item, index) => {
      const span = spanOf(item, zone);
      return span === undefined ? [] : [{ item, index, span }];
    });
  const overrides = spanned(onCall.overrides);
  const absences = spanned(onCall.absences);
  for (const { item, index, span } of overrides.filter(({ item: { by } }) => by !== undefined)) {
    const replaced = overrides.find(
      (other) => other.item.kind !== "add" && other.item.person === item.by && overlap(other.span, span),
    );
    if (replaced !== undefined)
      tell(
        ["overrides", index, "with"],
        `${item.by} stands in for ${item.person} and is taken off duty by another override at that time: overrides do not chain, so ${item.by} is paged`,
        "name who really stands in",
      );
    if (absences.some((absence) => absence.item.person === item.by && overlap(absence.span, span)))
      tell(
        ["overrides", index, "with"],
        `${item.by} stands in for ${item.person}, and is away at that time`,
        "name somebody who is there",
      );
  }
  for (const { item, index, span } of absences.filter(({ item: { cover } }) => cover !== undefined)) {
    if (absences.some((absence) => absence.item.person === item.cover && overlap(absence.span, span)))
      tell(
        ["absences", index, "cover"],
        `${item.cover} covers for ${item.person}, and is away at that time: then the next of the rotation steps in`,
        "name somebody who is there",
      );
  }
  for (const [index, { span }] of spanned(onCall.temporary).entries()) {
    if (
      spanned(onCall.temporary)
        .slice(0, index)
        .some((other) => overlap(other.span, span))
    )
      tell(
        ["temporary", index],
        "two temporary schedules at once: the one that begins later counts",
        "make one of them",
      );
  }
}

/** The schedule as it would be without any change by hand. */
const unchanged = (clinic: Clinic): Clinic => ({
  ...clinic,
  onCall: { ...clinic.onCall, overrides: [], absences: [] },
});

/** Whether somebody has duty at any time of a span, of any layer. */
function hasDuty(plain: Clinic, person: string, span: Span, now: EpochMs): boolean {
  const schedule = scheduleOf(plain);
  const to = Math.min(span.to, Math.max(span.from, now) + LOOKED_FOR_MS);
  for (let at = Math.max(span.from, now); at < to; at = schedule.nextChange(at, {})) {
    const { temporary, sources } = schedule.momentAt(at, {});
    const holders = temporary?.holders ?? sources.flatMap((source) => source.holders);
    if (holders.some((holder) => holder.person === person)) return true;
  }
  return false;
}

function tellOfIdleOverrides(clinic: Clinic, now: EpochMs, tell: Tell): void {
  if (clinic.onCall.calendars.length > 0) return;
  const plain = unchanged(clinic);
  const zone = zoneClock(clinic.clinic.timezone);
  for (const [index, override] of clinic.onCall.overrides.slice(0, MOST_LOOKED_AT).entries()) {
    const span = spanOf(override, zone);
    if (override.kind === "add" || span === undefined || span.to <= now) continue;
    if (override.person === clinic.onCall.fallback || hasDuty(plain, override.person, span, now)) continue;
    tell(["overrides", index, override.kind], idleWords(override), "check the name and the dates");
  }
}

const idleWords = ({ person, kind }: DutyOverride): string =>
  `${person} has no duty at that time, so there is nothing to ${kind}`;

function tellOfAbsences(clinic: Clinic, now: EpochMs, tell: Tell): void {
  if (clinic.onCall.calendars.length > 0) return;
  const plain = unchanged(clinic);
  const zone = zoneClock(clinic.clinic.timezone);
  for (const [index, absence] of clinic.onCall.absences.slice(0, MOST_LOOKED_AT).entries()) {
    const span = spanOf(absence, zone);
    if (absence.cover !== undefined || span === undefined || span.to <= now) continue;
    if (absence.person === clinic.onCall.fallback)
      tell(
        ["absences", index],
        `${absence.person} is the fallback, who is paged when nobody else has duty, and is away without a cover`,
        "add cover:",
      );
    else if (hasDuty(plain, absence.person, span, now))
      tell(
        ["absences", index],
        `${absence.person} has duty in that time and no cover: the next of the rotation steps in, if there is one`,
        "add cover:",
      );
  }
}

function tellOfHolidays({ onCall, hours }: Clinic, tell: Tell): void {
  if (hours.holidays.length > 0) return;
  const rule = onCall.rules.findIndex(({ holidays }) => holidays);
  if (rule !== -1) tell(["rules", rule, "days"], "days: holidays, but hours: names none", "add holidays: below hours:");
}

function tellOfGaps(clinic: Clinic, now: EpochMs, tell: Tell): void {
  // What calendars say is not in the file.
  if (scheduleOf(clinic).isEmpty || clinic.onCall.calendars.length > 0) return;
  const gaps = gapsBetween(clinic, now, now + WEEKS_AHEAD * 7 * DAY_MS);
  const [first] = gaps;
  if (first === undefined) return;
  const zone = zoneClock(clinic.clinic.timezone);
  const more = gaps.length === 1 ? "" : `, and ${gaps.length - 1} times more within ${WEEKS_AHEAD} weeks`;
  tell(
    [],
    `nobody has duty from ${zone.text(first.from)} to ${zone.text(first.to)}${more}: the fallback ${clinic.onCall.fallback} is paged then`,
    "close the gap with a rule or a rotation of layer 1; `firstring oncall gaps` lists them all",
  );
}
