import type { Clinic, Person, WallSpan } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { isWithinCalendar, type ZoneClock, zoneClock } from "../time/ZoneClock.ts";
import { type CalendarDuty, NEVER_READ } from "./CalendarDuty.ts";
import {
  type AbsenceSpan,
  type FileChanges,
  type OverrideSpan,
  type Scope,
  spanOf,
  underDuties,
  underFile,
} from "./changes.ts";
import { type DutyChange, FRONT_DESK, isInForce } from "./Duty.ts";
import type { DutySource, Holder } from "./Holder.ts";
import { holidayDays } from "./holidayDays.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { type OnCallLanguage, type OnCallWords, onCallWords } from "./onCallWords.ts";
import { type Span, SpanIndex } from "./SpanIndex.ts";
import { calendarSource, rotationSource, ruleSource } from "./sources.ts";

/** Who has duty of one source at one moment, all changes applied. */
export interface SourceAnswer {
  readonly source: DutySource;
  readonly holders: readonly Holder[];
}

/** All that a schedule says of one moment, before anybody is left out or layers hide each other. */
export interface Moment {
  readonly at: EpochMs;
  /** Within a temporary schedule: who has duty of it, possibly nobody; sources do not count then. */
  readonly temporary: { readonly because: string; readonly holders: readonly Holder[] } | undefined;
  /** Highest layer first. */
  readonly sources: readonly SourceAnswer[];
  /** Added by hand, beside whoever has duty. */
  readonly added: readonly Holder[];
}

interface TemporarySpan extends Span {
  readonly shifts: SpanIndex<Span & { readonly people: readonly string[] }>;
}

/** A clinic's schedule made ready to be asked: read once, then asked thousands of times. */
export class Schedule {
  readonly zone: ZoneClock;
  readonly say: OnCallWords;
  readonly sources: readonly DutySource[];
  readonly #people: ReadonlyMap<string, Person>;
  readonly #overrides: SpanIndex<OverrideSpan>;
  readonly #absences: SpanIndex<AbsenceSpan>;
  readonly #temporary: SpanIndex<TemporarySpan>;

  constructor(clinic: Clinic, calendars: readonly CalendarDuty[], language?: OnCallLanguage) {
    const { onCall } = clinic;
    const zone = zoneClock(clinic.clinic.timezone);
    this.zone = zone;
    this.say = onCallWords(language);
    this.#people = new Map(clinic.people.map((person) => [person.id, person]));
    const place = { zone, holidays: holidayDays(clinic), nameOf: this.nameOf, say: this.say };
    this.sources = [
      ...onCall.rotations.flatMap((rotation) => rotationSource(rotation, place) ?? []),
      ...onCall.rules.map((rule) => ruleSource(rule, place)),
      ...onCall.calendars.flatMap(({ id, layer }) =>
        calendarSource(calendars.find((copy) => copy.id === id) ?? { id, shifts: [], until: NEVER_READ }, layer, place),
      ),
    ].sort((a, b) => b.layer - a.layer);
    this.#overrides = new SpanIndex(inOneOrder(withSpans(onCall.overrides, zone)));
    this.#absences = new SpanIndex(inOneOrder(withSpans(onCall.absences, zone)));
    this.#temporary = new SpanIndex(
      withSpans(onCall.temporary, zone).map((one) => ({ ...one, shifts: new SpanIndex(withSpans(one.shifts, zone)) })),
    );
  }

  /** Whether there is anything beyond the fallback. */
  get isEmpty(): boolean {
    return this.sources.length === 0 && this.#temporary.size === 0;
  }

  nameOf = (id: string): string => this.#people.get(id)?.name ?? (id === FRONT_DESK ? this.say.frontDesk : id);

  person(id: string): Person | undefined {
    return this.#people.get(id);
  }

  momentAt(at: EpochMs, options: OnCallOptions): Moment {
    if (!isWithinCalendar(at)) return { at, temporary: undefined, sources: [], added: [] };
    const change = this.#changer(at, options);
    const temporary = this.#temporary.at(at).at(-1);
    const added = change([], { ...EVERYWHERE, takes: (rotation) => rotation === undefined || temporary !== undefined });
    if (temporary !== undefined) return { at, temporary: this.#temporaryAt(temporary, at, change), sources: [], added };
    const sources = this.sources.map((source) => ({
      source,
      holders: change(source.holdersAt(at), scopeOf(source, at)),
    }));
    return { at, temporary: undefined, sources, added };
  }

  /** Who is away, replaced or off duty at this moment, whether or not they would have had duty. */
  awayAt(at: EpochMs, options: OnCallOptions): ReadonlySet<string> {
    if (!isWithinCalendar(at) || options.clockTrusted === false) return new Set();
    const off = [...this.#overrides.at(at), ...dutiesAt(options.duties ?? [], at)].filter(
      ({ kind, rotation }) => kind !== "add" && rotation === undefined,
    );
    return new Set([...this.#absences.at(at), ...off].map(({ person }) => person));
  }

  /** What changes the schedule at this moment, in words. */
  changesAt(at: EpochMs, options: OnCallOptions): readonly string[] {
    const { say } = this;
    const text = (moment: EpochMs): string => this.zone.text(moment);
    const change = ({ kind, person, by, rotation }: Pick<DutyChange, "kind" | "person" | "by" | "rotation">): string =>
      say.change({ kind, person: this.nameOf(person), by: this.nameOf(by ?? ""), rotation });
    return [
      ...this.#absences
        .at(at)
        .map(({ person, cover, from, to }) =>
          say.absence(this.nameOf(person), text(from), text(to), cover === undefined ? undefined : this.nameOf(cover)),
        ),
      ...this.#overrides.at(at).map((one) => say.overrideOf(change(one), text(one.from), text(one.to))),
      ...dutiesAt(options.duties ?? [], at).map((one) =>
        say.changeOf(this.nameOf(one.madeBy), one.id, change(one), text(one.from), text(one.to)),
      ),
    ];
  }

  /** The fallback, or who stands in for them. */
  fallbackAt(holders: readonly Holder[], at: EpochMs, options: OnCallOptions): readonly Holder[] {
    return isWithinCalendar(at) ? this.#changer(at, options)(holders, EVERYWHERE) : holders;
  }

  /** The next moment after this one at which anything may be different. */
  nextChange(at: EpochMs, options: OnCallOptions): EpochMs {
    const duties = (options.duties ?? []).filter(({ withdrawnAt }) => withdrawnAt === undefined);
    const edges = duties.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > at);
    const temporary = this.#temporary.at(at).map(({ shifts }) => shifts.nextChange(at));
    return Math.min(
      this.#overrides.nextChange(at),
      this.#absences.nextChange(at),
      this.#temporary.nextChange(at),
      ...temporary,
      ...edges,
      ...this.sources.map((source) => source.nextChange(at)),
    );
  }

  #temporaryAt(temporary: TemporarySpan, at: EpochMs, change: Changer): NonNullable<Moment["temporary"]> {
    const text = (moment: EpochMs): string => this.zone.text(moment);
    const because = this.say.temporary(text(temporary.from), text(temporary.to));
    const holders = temporary.shifts.at(at).flatMap(({ people, from, to }) =>
      people.map((person) => ({
        person,
        because: () =>
          this.say.temporaryTurn(this.nameOf(person), because, text(from), text(Math.min(to, temporary.to))),
      })),
    );
    return { because, holders: change(holders, { ...EVERYWHERE, takes: () => false }) };
  }

  #changer(at: EpochMs, options: OnCallOptions): Changer {
    const file: FileChanges = { overrides: this.#overrides.at(at), absences: this.#absences.at(at) };
    const duties = dutiesAt(options.duties ?? [], at);
    const words = { nameOf: this.nameOf, textOf: (moment: EpochMs) => this.zone.text(moment), say: this.say };
    return (holders, scope) => underDuties(underFile(holders, file, scope, words), duties, scope, words);
  }
}

type Changer = (holders: readonly Holder[], scope: Scope) => readonly Holder[];

/** Of holders that belong to no rotation: every change of somebody by name is about them. */
const EVERYWHERE: Scope = { concerns: () => true, takes: () => false, successors: () => [] };

function scopeOf(source: DutySource, at: EpochMs): Scope {
  const rotation = source.kind === "rotation" ? source.id : undefined;
  return {
    concerns: (wanted) => wanted === undefined || wanted === rotation,
    takes: (wanted) => wanted !== undefined && wanted === rotation,
    successors: () => source.successors(at),
  };
}

/** In the order in which they were made, however they are handed over. */
const dutiesAt = (duties: readonly DutyChange[], at: EpochMs): readonly DutyChange[] =>
  duties.filter((duty) => isInForce(duty, at)).sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1));

const withSpans = <T extends WallSpan>(
  items: readonly T[],
  zone: ZoneClock,
): readonly (Omit<T, keyof WallSpan> & Span)[] =>
  items.flatMap((item) => {
    const span = spanOf(item, zone);
    return span === undefined ? [] : [{ ...item, ...span }];
  });

/** So that the answer does not depend on the order in which the file has them. */
function inOneOrder<T extends object>(items: readonly T[]): readonly T[] {
  const keyed = items.map((item) => ({ item, key: JSON.stringify(item, Object.keys(item).sort()) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}
