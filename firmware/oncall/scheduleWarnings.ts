import type { Clinic, WallSpan } from "../config/Clinic.ts";
import { say } from "../config/complaints/duty.ts";
import type { Path } from "../config/Issue.ts";
import type { Complaint } from "../language/Complaint.ts";
import type { EpochMs } from "../time/Clock.ts";
import { DAY_MS } from "../time/civil.ts";
import { zoneClock } from "../time/ZoneClock.ts";
import { spanOf } from "./changes.ts";
import { everyoneMeant } from "./everyoneMeant.ts";
import type { Span } from "./SpanIndex.ts";
import { scheduleOf } from "./scheduleOf.ts";
import { gapsBetween } from "./segments.ts";

/** What a person should know of a schedule that can be used, and what to do about it. */
export interface ScheduleWarning extends Complaint {
  readonly path: Path;
}

/** So far ahead is looked for hours that nobody has. */
export const WEEKS_AHEAD = 8;
/** A file with thousands of changes is made by a program, and nobody reads thousands of warnings. */
const MOST_LOOKED_AT = 100;
/** Longer changes are looked at for so long. */
const LOOKED_FOR_MS = 62 * DAY_MS;

type Tell = (path: Path, complaint: Complaint) => void;

/** What is odd about a clinic's schedule as of now: it can be used, and probably something else was meant. */
export function scheduleWarnings(clinic: Clinic, now: EpochMs): readonly ScheduleWarning[] {
  const found: ScheduleWarning[] = [];
  const tell: Tell = (path, complaint) => found.push({ path: ["onCall", ...path], ...complaint });
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
  if (scheduleOf(clinic).isEmpty) tell(["fallback"], say.scheduleEmpty(clinic.onCall.fallback));
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
  for (const { id } of clinic.people.filter((person) => !meant.has(person.id))) tell([], say.inNoSchedule(id));
}

function tellOfPast({ clinic, onCall }: Clinic, now: EpochMs, tell: Tell): void {
  const zone = zoneClock(clinic.timezone);
  const parts = [
    ["overrides", onCall.overrides],
    ["absences", onCall.absences],
    ["temporary", onCall.temporary],
  ] as const;
  for (const [part, items] of parts) {
    for (const [index, item] of items.slice(0, MOST_LOOKED_AT).entries()) {
      const span = spanOf(item, zone);
      if (span !== undefined && span.to <= now) tell([part, index], say.changeOver(part, zone.text(span.to)));
    }
  }
  for (const [index, { ends }] of onCall.rotations.entries()) {
    const end = ends === undefined ? undefined : spanOf({ from: ends, to: ends }, zone)?.to;
    if (end !== undefined && end <= now) tell(["rotations", index, "ends"], say.rotationOver(zone.text(end)));
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
  for (const { item, index, span } of overrides) {
    const { by, person } = item;
    if (by === undefined) continue;
    const replaced = overrides.find(
      (other) => other.item.kind !== "add" && other.item.person === by && overlap(other.span, span),
    );
    if (replaced !== undefined) tell(["overrides", index, "with"], say.standInReplaced(by, person));
    if (absences.some((absence) => absence.item.person === by && overlap(absence.span, span)))
      tell(["overrides", index, "with"], say.standInAway(by, person));
  }
  for (const { item, index, span } of absences) {
    const { cover, person } = item;
    if (cover === undefined) continue;
    if (absences.some((absence) => absence.item.person === cover && overlap(absence.span, span)))
      tell(["absences", index, "cover"], say.coverAway(cover, person));
  }
  for (const [index, { span }] of spanned(onCall.temporary).entries()) {
    if (
      spanned(onCall.temporary)
        .slice(0, index)
        .some((other) => overlap(other.span, span))
    )
      tell(["temporary", index], say.temporaryTwice());
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
    tell(["overrides", index, override.kind], say.nothingToChange(override.person, override.kind));
  }
}

function tellOfAbsences(clinic: Clinic, now: EpochMs, tell: Tell): void {
  if (clinic.onCall.calendars.length > 0) return;
  const plain = unchanged(clinic);
  const zone = zoneClock(clinic.clinic.timezone);
  for (const [index, absence] of clinic.onCall.absences.slice(0, MOST_LOOKED_AT).entries()) {
    const span = spanOf(absence, zone);
    if (absence.cover !== undefined || span === undefined || span.to <= now) continue;
    if (absence.person === clinic.onCall.fallback) tell(["absences", index], say.fallbackAway(absence.person));
    else if (hasDuty(plain, absence.person, span, now)) tell(["absences", index], say.awayWithoutCover(absence.person));
  }
}

function tellOfHolidays({ onCall, hours }: Clinic, tell: Tell): void {
  if (hours.holidays.length > 0) return;
  const rule = onCall.rules.findIndex(({ holidays }) => holidays);
  if (rule !== -1) tell(["rules", rule, "days"], say.holidaysUnnamed());
}

function tellOfGaps(clinic: Clinic, now: EpochMs, tell: Tell): void {
  // What calendars say is not in the file.
  if (scheduleOf(clinic).isEmpty || clinic.onCall.calendars.length > 0) return;
  const gaps = gapsBetween(clinic, now, now + WEEKS_AHEAD * 7 * DAY_MS);
  const [first] = gaps;
  if (first === undefined) return;
  const zone = zoneClock(clinic.clinic.timezone);
  const [from, to] = [zone.text(first.from), zone.text(first.to)];
  tell([], say.nobodyHasDuty(from, to, gaps.length - 1, WEEKS_AHEAD, clinic.onCall.fallback));
}
