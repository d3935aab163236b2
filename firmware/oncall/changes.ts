import type { Absence, DutyOverride, WallSpan } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { readWallMs } from "../time/civil.ts";
import type { ZoneClock } from "../time/ZoneClock.ts";
import type { DutyChange } from "./Duty.ts";
import type { Holder, NameOf } from "./Holder.ts";
import type { OnCallWords } from "./onCallWords.ts";
import type { Span } from "./SpanIndex.ts";

export type OverrideSpan = Span & Omit<DutyOverride, keyof WallSpan>;
export type AbsenceSpan = Span & Omit<Absence, keyof WallSpan>;

/** Begins at the first instant of its wall time, ends at the last (T2); undefined when it cannot be read. */
export function spanOf(wall: WallSpan, zone: ZoneClock): Span | undefined {
  const from = readWallMs(wall.from);
  const to = readWallMs(wall.to, true);
  return from === undefined || to === undefined ? undefined : { from: zone.first(from), to: zone.last(to) };
}

/** What the clinic file changes at one moment. */
export interface FileChanges {
  readonly overrides: readonly OverrideSpan[];
  readonly absences: readonly AbsenceSpan[];
}

interface Words {
  readonly nameOf: NameOf;
  readonly textOf: (at: EpochMs) => string;
  readonly say: OnCallWords;
}

/** Which changes concern a list of holders. */
export interface Scope {
  /** Whether a change within that rotation (undefined: wherever they have duty) is about these holders. */
  readonly concerns: (rotation: string | undefined) => boolean;
  /** Whether somebody who is added to that rotation (undefined: to whoever has duty) comes into this list. */
  readonly takes: (rotation: string | undefined) => boolean;
  /** Who steps in, in order, for somebody who is away and has no cover. */
  readonly successors: () => readonly string[];
}

/**
 * Absences and overrides of the clinic file, all at once: each looks at who has duty by the schedule, never at a stand-in of another
 * one, so they do not chain and their order does not matter. An override says who stands in, so it goes before an absence.
 */
export function underFile(
  holders: readonly Holder[],
  changes: FileChanges,
  scope: Scope,
  words: Words,
): readonly Holder[] {
  if (changes.overrides.length + changes.absences.length === 0) return holders;
  const overrides = changes.overrides.filter(({ kind, rotation }) =>
    kind === "add" ? scope.takes(rotation) : scope.concerns(rotation),
  );
  const isAway = (person: string): boolean =>
    changes.absences.some((absence) => absence.person === person) ||
    overrides.some((override) => override.kind !== "add" && override.person === person);
  const away: AbsenceSpan[] = [];
  const kept = holders.flatMap((holder): readonly Holder[] => {
    const own = overrides.filter(({ kind, person }) => kind !== "add" && person === holder.person);
    const replaced = nearest(own.filter(({ kind }) => kind === "replace"));
    if (replaced.length > 0)
      return replaced.map((override) =>
        standIn(holder, override.by ?? "", () => overrideWords(override, words), words),
      );
    if (own.length > 0) return [];
    const absence = changes.absences.find(({ person }) => person === holder.person);
    if (absence === undefined) return [holder];
    if (absence.cover !== undefined && !changes.absences.some(({ person }) => person === absence.cover))
      return [standIn(holder, absence.cover, () => absenceWords(absence, words), words)];
    away.push(absence);
    return [];
  });
  return [
    ...kept,
    ...nextOfRotation(kept, away, scope, isAway, words),
    ...overrides
      .filter(({ kind }) => kind === "add")
      .map((override) => ({
        person: override.person,
        because: () => words.say.asWell(words.nameOf(override.person), overrideWords(override, words)),
      })),
  ];
}

/** What was said of this rotation counts more than what was said of all duty. */
function nearest(overrides: readonly OverrideSpan[]): readonly OverrideSpan[] {
  const own = overrides.filter(({ rotation }) => rotation !== undefined);
  return own.length > 0 ? own : overrides;
}

/** Only where nobody of the shift is left: of two who have it together, one may be away. */
function nextOfRotation(
  kept: readonly Holder[],
  away: readonly AbsenceSpan[],
  { successors }: Scope,
  isAway: (person: string) => boolean,
  words: Words,
): readonly Holder[] {
  const absence = away[0];
  if (kept.length > 0 || absence === undefined) return [];
  const next = successors().find((person) => !isAway(person) && person !== absence.person);
  if (next === undefined) return [];
  const because = () =>
    words.say.nextOfRotation(words.nameOf(next), words.nameOf(absence.person), absenceWords(absence, words));
  return [{ person: next, insteadOf: absence.person, because }];
}

const standIn = (holder: Holder, person: string, why: () => string, { nameOf, say }: Words): Holder => ({
  person,
  insteadOf: holder.insteadOf ?? holder.person,
  because: () => say.standsIn(nameOf(person), nameOf(holder.person), why(), holder.because()),
});

const overrideWords = ({ from, to }: OverrideSpan, { say, textOf }: Words): string =>
  say.override(textOf(from), textOf(to));

const absenceWords = ({ to }: AbsenceSpan, { say, textOf }: Words): string => say.absent(textOf(to));

/**
 * Changes that people made while the box ran, one after the other, each looking at what the ones before had made of it: whoever takes
 * over from a stand-in has the duty, and the last word about a person counts, also where the file or an earlier change put
 * somebody in their place. In the order of `madeAt`.
 */
export function underDuties(
  holders: readonly Holder[],
  duties: readonly DutyChange[],
  scope: Scope,
  words: Words,
): readonly Holder[] {
  return duties.reduce((now, duty) => underDuty(now, duty, scope, words), holders);
}

function underDuty(holders: readonly Holder[], duty: DutyChange, scope: Scope, words: Words): readonly Holder[] {
  const why = () => words.say.changedBy(words.nameOf(duty.madeBy), words.textOf(duty.to));
  const { person, by } = duty;
  switch (duty.kind) {
    case "add":
      if (!scope.takes(duty.rotation)) return holders;
      return [...holders, { person, because: () => words.say.asWell(words.nameOf(person), why()) }];
    case "remove":
      return scope.concerns(duty.rotation) ? holders.filter((holder) => holder.person !== person) : holders;
    case "replace":
      if (by === undefined || !scope.concerns(duty.rotation)) return holders;
      return holders.map((holder) =>
        holder.person === person || holder.insteadOf === person ? standIn(holder, by, why, words) : holder,
      );
  }
}
