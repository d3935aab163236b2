import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { dutyTexts } from "../../../firmware/doctor/callin/dutyByPhone.ts";
import { spanOf } from "../../../firmware/oncall/changes.ts";
import { compareDuty } from "../../../firmware/oncall/compareDuty.ts";
import { type DutyChange, FRONT_DESK } from "../../../firmware/oncall/Duty.ts";
import { explainOnCall } from "../../../firmware/oncall/explainOnCall.ts";
import { writeCalendar } from "../../../firmware/oncall/ical/writeCalendar.ts";
import { type OnCallOptions, whoIsOnCall } from "../../../firmware/oncall/onCall.ts";
import type { OnCallLanguage } from "../../../firmware/oncall/onCallWords.ts";
import { eachSegment, shiftsBetween } from "../../../firmware/oncall/segments.ts";
import { zoneClock } from "../../../firmware/time/ZoneClock.ts";
import { readCalendarCopy } from "../../oncall/calendarCopies.ts";
import type {
  DutyAnswer,
  DutyAtAnswer,
  DutyChangeRow,
  DutyChangeWish,
  DutyDraftAnswer,
  NamedPerson,
  PreviewAnswer,
} from "../api/duty.ts";
import { ApiError, notAllowed, notFound } from "../api/errors.ts";
import { RIGHTS } from "../auth/roles.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { dutyOfFile } from "./dutyOfFile.ts";
import { pagedAt } from "./pagedAt.ts";
import { changeRow, differenceRow, mayWithdraw, named, segmentRow } from "./rows.ts";
import { usersWhoDid } from "./usersWhoDid.ts";
import { weekStartIn } from "./weekStartIn.ts";

const DAY_MS = 86_400_000;
/** Changes that are over still answer "who was on call last month". */
const LOOK_BACK_MS = 400 * DAY_MS;
const LOOK_AHEAD_MS = 366 * DAY_MS;
const CALENDAR_BACK_MS = 35 * DAY_MS;
const CALENDAR_AHEAD_MS = 182 * DAY_MS;
/** A preview is looked at so far around what is changed: a change may end a gap that began long before. */
const MOST_PREVIEW_MS = 400 * DAY_MS;

const WARNINGS: Readonly<Record<OnCallLanguage, { calendar(id: string): string; changes(why: string): string }>> = {
  en: {
    calendar: (id) => `Calendar ${id} has not been read yet: whoever has duty by it is missing here.`,
    changes: (why) => `Changes of duty made while the box ran are not known: ${why}`,
  },
  es: {
    calendar: (id) => `El calendario ${id} aún no se ha leído: aquí falta quien tiene guardia por él.`,
    changes: () => "Los cambios de guardia hechos desde las páginas o por teléfono no se pueden leer ahora.",
  },
};

/** What is known for one look at the schedule. */
interface Known {
  readonly clinic: Clinic;
  readonly options: OnCallOptions;
  readonly changes: readonly DutyChange[];
  readonly warnings: readonly string[];
}

/** The schedule as the pages see it: by the clinic file, the changes in the store and the calendars' copies, as the daemon. */
export class DutyDesk {
  readonly #box: ConsoleBox;

  constructor(box: ConsoleBox) {
    this.#box = box;
  }

  /** Who has duty over a span. @throws ApiError for a rotation that is none. */
  between(
    from: number,
    to: number,
    who: Who,
    asked: { rotation?: string | undefined; person?: string | undefined; language: OnCallLanguage },
  ): DutyAnswer {
    const { changes, clinic, options, warnings } = this.#known(asked.language);
    const { onCall } = clinic;
    const { person, rotation } = asked;
    if (rotation !== undefined && !onCall.rotations.some(({ id }) => id === rotation))
      throw notFound(`rotation '${rotation}'`);
    const segments = shiftsBetween(clinic, from, to, { ...options, ...(rotation === undefined ? {} : { rotation }) });
    const name = namer(clinic);
    const touching = changes.filter((change) => change.from < to && change.to > from);
    const userOf = usersWhoDid(this.#box, touching);
    return {
      timezone: clinic.clinic.timezone,
      segments: segments
        .filter(({ people }) => person === undefined || people.some(({ id }) => id === person))
        .map(segmentRow),
      changes: touching
        .toSorted((a, b) => b.madeAt - a.madeAt)
        .map((change) => ({ ...changeRow(change, name, who), ...userOf(change.id) })),
      absences: absencesOf(clinic, from, to, name),
      holidays: clinic.hours.holidays.map((holiday) => ({ date: holiday.date, name: holiday.name })),
      people: clinic.people.map(named),
      rotations: onCall.rotations.map(({ id }) => id),
      fallback: name(onCall.fallback),
      weekStartsOn: weekStartIn(clinic.clinic.country),
      warnings: [...warnings],
    };
  }

  /** Who would be paged at a moment, how that comes about, and who is next. */
  async at(asked: number | undefined, language: OnCallLanguage): Promise<DutyAtAnswer> {
    const now = this.#box.clock.now();
    const at = asked ?? now;
    const known = this.#known(language);
    // Whether the clock is to be believed is the daemon's to know, and matters for this moment alone.
    const trust = asked === undefined ? await this.#clockTrusted() : true;
    const options = { ...known.options, clockTrusted: trust };
    const { gap, people } = whoIsOnCall(known.clinic, at, options);
    const [present, next] = trust ? eachSegment(known.clinic, at, at + LOOK_AHEAD_MS, options) : [];
    return {
      ...{ at, gap, people: people.map(named), clockTrusted: trust },
      explained: [...explainOnCall(known.clinic, at, options)],
      steps: pagedAt(known.clinic, at, options),
      ...(present === undefined || next === undefined ? {} : { until: present.to }),
      ...(next === undefined ? {} : { next: { people: next.people.map(named), gap: next.gap } }),
    };
  }

  /** What changes would do, before anybody is asked to keep them. @throws ApiError for what cannot be. */
  preview(wishes: readonly DutyChangeWish[], who: Who): PreviewAnswer {
    const { clinic, options } = this.#known();
    const now = this.#box.clock.now();
    this.#refuse(wishes, who, clinic, now);
    const madeBy = actor(who, clinic);
    const changes = notPast(wishes, now).map((wish, place) => asChange(wish, place, now, madeBy));
    const from = Math.min(...changes.map((change) => change.from));
    const to = Math.min(from + MOST_PREVIEW_MS, Math.max(...wishes.map((wish) => wish.to)));
    const name = namer(clinic);
    return {
      differences: compareDuty(clinic, { from, to }, changes, options).map(differenceRow),
      told: changes
        .flatMap((change) => dutyTexts(clinic, change, now))
        .map(({ person, text }) => ({ person: name(person), text })),
    };
  }

  /** Who would have duty by a clinic file that is not in force, with the changes and calendars that there are. */
  ofFile(
    text: string,
    { from, language, to, who }: { from: number; to: number; who: Who; language: OnCallLanguage },
  ): DutyDraftAnswer {
    if (!who.rights.has("duty.read")) throw notAllowed(RIGHTS["duty.read"]);
    const { clinic, options, warnings } = this.#known(language);
    return {
      ...dutyOfFile(text, { from, to, now: this.#box.clock.now(), inForce: clinic, options }),
      warnings: [...warnings],
    };
  }

  /** Asks the daemon to keep them, all or none. @throws ApiError. */
  async change(wishes: readonly DutyChangeWish[], who: Who): Promise<readonly DutyChangeRow[]> {
    const clinic = this.#box.clinic.current;
    const now = this.#box.clock.now();
    this.#refuse(wishes, who, clinic, now);
    const by = actor(who, clinic);
    const { duties } = await this.#box.daemon.ask({
      ...{ do: "duties", changes: notPast(wishes, now) },
      ...(by === FRONT_DESK ? {} : { by }),
    });
    return (duties as readonly DutyChange[]).map((change) => changeRow(change, namer(clinic), who));
  }

  async withdraw(id: string, who: Who): Promise<void> {
    const { changes, clinic } = this.#known();
    const change = changes.find((each) => each.id === id);
    if (change === undefined) throw notFound(`change of duty '${id}'`);
    if (!mayWithdraw(change, who)) throw notYours();
    const by = actor(who, clinic);
    await this.#box.daemon.ask({ ...{ do: "withdrawDuty", id }, ...(by === FRONT_DESK ? {} : { by }) });
  }

  /** For calendar programs: what is under way begins where it began, so that a calendar read again has the same events. */
  calendar(person: string | undefined): string {
    const { clinic, options } = this.#known();
    const now = this.#box.clock.now();
    const segments = shiftsBetween(clinic, now - CALENDAR_BACK_MS, now + CALENDAR_AHEAD_MS, options);
    const { name, shortName } = clinic.clinic;
    return writeCalendar(segments, {
      title: person === undefined ? `${name}: on call` : `${name}: on call, ${namer(clinic)(person).name}`,
      ...{ site: shortName, now },
      ...(person === undefined ? {} : { person }),
    });
  }

  /** Doctors change what is about themselves, managers everything. */
  #refuse(wishes: readonly DutyChangeWish[], who: Who, clinic: Clinic, now: number): void {
    const known = new Set(clinic.people.map(({ id }) => id));
    for (const wish of wishes) {
      const about = [wish.person, ...(wish.by === undefined ? [] : [wish.by])];
      const stranger = about.find((id) => !known.has(id));
      if (stranger !== undefined) throw notFound(`person '${stranger}' in the clinic file`);
      if (wish.kind === "replace" && (wish.by === undefined || wish.by === wish.person)) throw needsAnother();
      if (!(wish.from < wish.to) || wish.to <= now) throw notInTime();
      if (who.role === "doctor" && !about.some((id) => id === who.person)) throw notYours();
    }
  }

  #known(language: OnCallLanguage = "en"): Known {
    const { clinic: book, clock, directory, store } = this.#box;
    const clinic = book.current;
    const warnings: string[] = [];
    const calendars = clinic.onCall.calendars.flatMap(({ id }) => {
      const copy = readCalendarCopy(directory, id);
      if (copy === undefined) warnings.push(WARNINGS[language].calendar(id));
      return copy ?? [];
    });
    const since = clock.now() - LOOK_BACK_MS;
    let changes: readonly DutyChange[] = [];
    try {
      changes = store.read((reader) => reader.duties(0)).filter(({ to }) => to > since);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      warnings.push(WARNINGS[language].changes(error.message));
    }
    return { clinic, changes, warnings, options: { duties: changes, calendars, language } };
  }

  async #clockTrusted(): Promise<boolean> {
    const status = await this.#box.daemon.status().catch(() => undefined);
    return status?.onCall.clockTrusted ?? true;
  }
}

/** Whoever has left the clinic file keeps their id as name. */
const namer = (clinic: Clinic) => {
  const names = new Map(clinic.people.map(({ id, name }) => [id, name]));
  return (id: string): NamedPerson => ({ id, name: names.get(id) ?? id });
};

/** Of the clinic file. */
const absencesOf = (
  { clinic, onCall }: Clinic,
  from: number,
  to: number,
  name: (id: string) => NamedPerson,
): DutyAnswer["absences"] =>
  onCall.absences.flatMap((absence) => {
    const span = spanOf(absence, zoneClock(clinic.timezone));
    if (span === undefined || span.from >= to || span.to <= from) return [];
    const cover = absence.cover === undefined ? {} : { cover: name(absence.cover) };
    return [{ person: name(absence.person), from: span.from, to: span.to, ...cover }];
  });

/** The clinic's person behind a user; all others act as the front desk. */
const actor = ({ person }: Who, clinic: Clinic): string =>
  person !== undefined && clinic.people.some(({ id }) => id === person) ? person : FRONT_DESK;

/** What is past stays as it was: of a duty that is under way, the rest is changed. */
const notPast = (wishes: readonly DutyChangeWish[], now: number): readonly DutyChangeWish[] =>
  wishes.map((wish) => ({ ...wish, from: Math.max(wish.from, Math.floor(now)) }));

const asChange = (wish: DutyChangeWish, place: number, now: number, madeBy: string): DutyChange => ({
  ...{ id: `preview-${place}`, kind: wish.kind, person: wish.person, from: wish.from, to: wish.to },
  ...(wish.by === undefined ? {} : { by: wish.by }),
  ...(wish.rotation === undefined ? {} : { rotation: wish.rotation }),
  ...{ madeAt: now + place, madeBy },
});

const notYours = (): ApiError =>
  new ApiError(403, "NOT_YOUR_DUTY", "You can change your own duty only.", {
    cure: "Ask a manager; or ask whose duty it is to hand it on.",
  });
const needsAnother = (): ApiError =>
  new ApiError(400, "NOBODY_STANDS_IN", "Choose who stands in: somebody else than whose duty it is.");
const notInTime = (): ApiError =>
  new ApiError(400, "NOT_IN_TIME", "A change of duty has to end after it begins, and after now.", {
    cure: "What is past stays as it was, for the record.",
  });
