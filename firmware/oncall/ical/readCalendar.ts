import type { EpochMs } from "../../time/Clock.ts";
import { DAY_MS, type WallMs } from "../../time/civil.ts";
import { type ZoneClock, zoneClock } from "../../time/ZoneClock.ts";
import type { CalendarShift } from "../CalendarDuty.ts";
import { type Component, LONGEST_CALENDAR, type Property, readComponents, unescaped } from "./contentLines.ts";
import {
  type IcalTime,
  instantOf,
  onWallOf,
  readIcalDuration,
  readIcalTime,
  readIcalTimes,
  zoneOfTzid,
} from "./icalTime.ts";
import { occurrences, type RecurrenceRule, readRule } from "./Recurrence.ts";

// A calendar of another program as shifts of duty. What it cannot use it says, in words for a person; what is hostile is bounded:
// length, events, occurrences. Rules of RFC 5545 that on-call calendars meet: the end of an all-day event is the day after
// (§3.6.1), RECURRENCE-ID replaces one occurrence (§3.8.4.4), EXDATE leaves one out, CANCELLED is nothing.

export interface ReadCalendarOptions {
  /** The clinic's: for times without a zone, and for zones that nobody knows. */
  readonly timezone: string;
  /** Names in titles and attendees' addresses, each with the person's id. */
  readonly people: Readonly<Record<string, string>>;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

export interface CalendarContent {
  /** In the order of their beginning. */
  readonly shifts: readonly CalendarShift[];
  readonly problems: readonly string[];
}

const MOST_EVENTS = 5_000;
const MOST_SHIFTS = 20_000;
const MOST_PROBLEMS = 50;
/** Longer than any duty; what lasts longer is a slip of a year. */
const LONGEST_SHIFT_MS = 370 * DAY_MS;

/** Never throws for any text. */
export function readCalendar(text: string, options: ReadCalendarOptions): CalendarContent {
  return new Reader(options).read(text);
}

interface Event {
  readonly component: Component;
  readonly uid: string;
  readonly sequence: number;
  readonly starts: IcalTime;
  /** On the wall, from beginning to end. */
  readonly length: number;
  readonly isCancelled: boolean;
  readonly title: string;
  /** Which occurrence it replaces. */
  readonly replaces: IcalTime | undefined;
}

class Reader {
  readonly #options: ReadCalendarOptions;
  readonly #zone: ZoneClock;
  readonly #problems = new Set<string>();
  readonly #shifts: CalendarShift[] = [];

  constructor(options: ReadCalendarOptions) {
    this.#options = options;
    this.#zone = zoneClock(options.timezone);
  }

  read(text: string): CalendarContent {
    if (text.length > LONGEST_CALENDAR) this.#tell("it is longer than 5 MB: what comes after that is not read");
    if (!/BEGIN:VCALENDAR/i.test(text.slice(0, 100_000))) this.#tell("it is no iCalendar file (no BEGIN:VCALENDAR)");
    const components = readComponents(text, new Set(["VEVENT"]));
    if (components.length > MOST_EVENTS)
      this.#tell(`it has more than ${MOST_EVENTS} events: the first ${MOST_EVENTS} are read`);
    const events = newest(components.slice(0, MOST_EVENTS).flatMap((component) => this.#event(component) ?? []));
    const replaced = replacedOccurrences(events);
    for (const event of events) {
      this.#expand(event, replaced.get(event.uid) ?? new Set());
      if (this.#shifts.length >= MOST_SHIFTS) break;
    }
    this.#shifts.sort((a, b) => a.from - b.from || a.to - b.to || (a.person < b.person ? -1 : 1));
    return { shifts: this.#shifts, problems: [...this.#problems] };
  }

  #tell(problem: string): void {
    if (this.#problems.size < MOST_PROBLEMS) this.#problems.add(problem);
  }

  #event(component: Component): Event | undefined {
    const one = (name: string): Property | undefined => component.properties.find((property) => property.name === name);
    const title = unescaped(one("SUMMARY")?.value ?? "").trim();
    const start = one("DTSTART");
    const starts = start === undefined ? undefined : this.#time(start);
    if (starts === undefined) return this.#refuse(title, "has no beginning that can be read");
    const length = this.#length(starts, one("DTEND"), one("DURATION"));
    if (length === undefined || length > LONGEST_SHIFT_MS)
      return this.#refuse(title, "has no end that can be read, or lasts longer than a year");
    const recurrence = one("RECURRENCE-ID");
    if (recurrence?.params["RANGE"] !== undefined)
      this.#tell(`"${shortened(title)}" changes all that follows (RANGE): only the one occurrence is changed`);
    return {
      ...{ component, starts, length, title },
      uid: one("UID")?.value ?? `${title} ${start!.value}`,
      sequence: Number(one("SEQUENCE")?.value ?? 0) || 0,
      isCancelled: (one("STATUS")?.value ?? "").trim().toUpperCase() === "CANCELLED",
      replaces: recurrence === undefined ? undefined : this.#time(recurrence),
    };
  }

  #refuse(title: string, why: string): undefined {
    this.#tell(`"${shortened(title)}" ${why}`);
    return undefined;
  }

  #time(property: Property): IcalTime | undefined {
    return readIcalTime(property.value, this.#zoneOf(property));
  }

  #zoneOf({ params }: Property): ZoneClock {
    const tzid = params["TZID"];
    if (tzid === undefined) return this.#zone;
    const found = zoneOfTzid(tzid);
    if (found === undefined)
      this.#tell(`nobody knows the time zone "${shortened(tzid)}": its times are taken as the clinic's`);
    return found ?? this.#zone;
  }

  /** An event without an end lasts a day, or no time at all (§3.6.1). */
  #length(starts: IcalTime, end: Property | undefined, duration: Property | undefined): number | undefined {
    if (duration !== undefined) return readIcalDuration(duration.value);
    if (end === undefined) return starts.isDate ? DAY_MS : 0;
    const ends = this.#time(end);
    return ends === undefined ? undefined : onWallOf(ends, starts.zone) - starts.wall;
  }

  #expand(event: Event, replaced: ReadonlySet<string>): void {
    if (event.isCancelled) return;
    if (event.length <= 0) return void this.#tell(`"${shortened(event.title)}" ends when it begins`);
    const people = this.#peopleOf(event);
    let isNear = false;
    for (const wall of this.#beginnings(event)) {
      const from = event.starts.zone.first(wall);
      const to = event.starts.zone.last(wall + event.length);
      if (to <= this.#options.from || from >= this.#options.until || from >= to) continue;
      if (event.replaces === undefined && keysOf(from, wall).some((key) => replaced.has(key))) continue;
      isNear = true;
      for (const person of people) {
        if (this.#shifts.length >= MOST_SHIFTS)
          return this.#tell(`it has more than ${MOST_SHIFTS} shifts: the others are left out`);
        this.#shifts.push({ person, from, to });
      }
    }
    if (isNear && people.length === 0)
      this.#tell(`"${shortened(event.title)}" names nobody of this clinic: add the name to people: of the calendar`);
  }

  /** On the wall of the event's zone. */
  #beginnings({ component, starts, length, title, replaces }: Event): Iterable<WallMs> {
    const all = (name: string): readonly Property[] =>
      component.properties.filter((property) => property.name === name);
    const [ruleText] = all("RRULE");
    const added = all("RDATE")
      .flatMap((property) => readIcalTimes(property, this.#zoneOf(property)))
      .map((time) => onWallOf(time, starts.zone));
    const left = new Set(
      all("EXDATE")
        .flatMap((property) => readIcalTimes(property, this.#zoneOf(property)))
        .map((time) =>
          time.isDate && !starts.isDate ? `day ${time.wall / DAY_MS}` : `${onWallOf(time, starts.zone)}`,
        ),
    );
    const rule = ruleText === undefined || replaces !== undefined ? undefined : this.#rule(ruleText, starts, title);
    const from = starts.zone.wallAt(this.#options.from) - length - DAY_MS;
    const to = starts.zone.wallAt(this.#options.until) + DAY_MS;
    const recurring = rule === undefined ? [starts.wall] : occurrences(rule, starts.wall, from, to);
    return [...new Set([...recurring, ...added])].filter(
      (wall) => !left.has(`${wall}`) && !left.has(`day ${Math.floor(wall / DAY_MS)}`),
    );
  }

  #rule({ value }: Property, starts: IcalTime, title: string): RecurrenceRule | undefined {
    const rule = readRule(value, (until) => {
      const time = readIcalTime(until, starts.zone);
      // A date as the end of times is its whole day.
      return time === undefined ? undefined : time.isDate ? time.wall + DAY_MS - 1 : onWallOf(time, starts.zone);
    });
    if (rule === undefined)
      this.#tell(
        `"${shortened(title)}" repeats in a way that is not understood (${shortened(value)}): only its first time counts`,
      );
    return rule;
  }

  #peopleOf({ component, title }: Event): readonly string[] {
    const attendees = component.properties
      .filter(({ name }) => name === "ATTENDEE")
      .flatMap(({ value, params }) => [value.replace(/^mailto:/i, ""), params["CN"] ?? "", params["EMAIL"] ?? ""])
      .map((text) => text.trim().toLowerCase());
    const found = Object.entries(this.#options.people).filter(([name]) => {
      const wanted = name.trim().toLowerCase();
      return wanted !== "" && (attendees.includes(wanted) || hasName(title.toLowerCase(), wanted));
    });
    return [...new Set(found.map(([, id]) => id))];
  }
}

/** `Dr Chen` is in "Night: Dr Chen", not in "Dr Cheng". */
function hasName(title: string, name: string): boolean {
  for (let at = title.indexOf(name); at !== -1; at = title.indexOf(name, at + 1)) {
    const before = title.slice(0, at).at(-1) ?? " ";
    const after = title[at + name.length] ?? " ";
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const occurrenceOf = ({ uid, replaces }: Event): string =>
  replaces === undefined ? uid : `${uid} ${replaces.isDate ? replaces.wall : instantOf(replaces)}`;

/** Of several versions of an event the one with the highest SEQUENCE (§3.8.7.4); equals stay, for more duty is better than less. */
function newest(events: readonly Event[]): readonly Event[] {
  const highest = new Map<string, number>();
  for (const event of events) {
    const key = occurrenceOf(event);
    highest.set(key, Math.max(highest.get(key) ?? 0, event.sequence));
  }
  return events.filter((event) => event.sequence >= highest.get(occurrenceOf(event))!);
}

const keysOf = (from: EpochMs, wall: WallMs): readonly string[] => [`at ${from}`, `day ${Math.floor(wall / DAY_MS)}`];

/** By UID: the occurrences that have an event of their own. */
function replacedOccurrences(events: readonly Event[]): ReadonlyMap<string, ReadonlySet<string>> {
  const replaced = new Map<string, Set<string>>();
  for (const { uid, replaces } of events) {
    if (replaces === undefined) continue;
    const keys = replaced.get(uid) ?? new Set<string>();
    keys.add(replaces.isDate ? `day ${replaces.wall / DAY_MS}` : `at ${instantOf(replaces)}`);
    replaced.set(uid, keys);
  }
  return replaced;
}
