import { Temporal } from "temporal-polyfill";
import type { EpochMs } from "../../time/Clock.ts";
import type { DutySegment } from "../segments.ts";

// iCalendar out, RFC 5545, for calendars on telephones and desks. Times are in UTC, which no program misreads.

export interface CalendarOptions {
  readonly title: string;
  /** Makes the ids of events those of this clinic. */
  readonly site: string;
  readonly now: EpochMs;
  /** Only what this person has. */
  readonly person?: string;
}

interface Entry {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly title: string;
  readonly why: string;
  /** The same duty keeps its id, so that a calendar that is read again moves it instead of doubling it. */
  readonly key: string;
}

export function writeCalendar(segments: readonly DutySegment[], options: CalendarOptions): string {
  const entries = options.person === undefined ? segments.map(entryOf) : entriesOf(options.person, segments);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//FirstRing//On call//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(options.title)}`,
    ...entries.flatMap((entry) => eventLines(entry, options)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function entryOf({ from, to, people, because, gap }: DutySegment): Entry {
  const names = people.map(({ name }) => name).join(", ");
  return {
    ...{ from, to, key: gap ? "gap" : people.map(({ id }) => id).join("-") },
    title: gap ? `Nobody on call (paged: ${names})` : `On call: ${names}`,
    why: because.join("\n"),
  };
}

/** Duties of one person; others may come and go beside them. */
function entriesOf(person: string, segments: readonly DutySegment[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const segment of segments) {
    const own = segment.people.find(({ id }) => id === person);
    if (own === undefined) continue;
    const last = entries.at(-1);
    if (last?.to === segment.from) entries[entries.length - 1] = { ...last, to: segment.to };
    else
      entries.push({
        ...{ from: segment.from, to: segment.to, key: person, why: segment.because.join("\n") },
        title: `On call: ${own.name}`,
      });
  }
  return entries;
}

const eventLines = ({ from, to, title, why, key }: Entry, { site, now }: CalendarOptions): readonly string[] => [
  "BEGIN:VEVENT",
  `UID:${stamp(from)}-${key}@${site.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.firstring.invalid`,
  `DTSTAMP:${stamp(now)}`,
  `DTSTART:${stamp(from)}`,
  `DTEND:${stamp(to)}`,
  `SUMMARY:${escaped(title)}`,
  `DESCRIPTION:${escaped(why)}`,
  "CATEGORIES:ON-CALL",
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
];

/** `20261126T080000Z`. */
const stamp = (at: EpochMs): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString({ smallestUnit: "second" }).replace(/[-:]/g, "");

/** Section 3.3.11. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r?\n/g, "\\n")
    .replace(/\p{Cc}/gu, " ");

/** Section 3.1: at most 75 octets a line; a letter is never cut in two. */
const LONGEST_OCTETS = 75;

function folded(line: string): string {
  const lines: string[] = [];
  let open = "";
  let octets = 0;
  for (const letter of line) {
    const size = octetsOf(letter);
    if (octets + size > LONGEST_OCTETS) {
      lines.push(open);
      open = " ";
      octets = 1;
    }
    open += letter;
    octets += size;
  }
  return [...lines, open].join("\r\n");
}

function octetsOf(letter: string): number {
  const code = letter.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
