import type { CalendarSource, Clinic } from "../../firmware/config/Clinic.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { CalendarDuty } from "../../firmware/oncall/CalendarDuty.ts";
import { wallDateTime } from "../../firmware/oncall/wallClock.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Days, type Duration, Hours } from "../../firmware/time/Duration.ts";
import { type CalendarCopy, readCalendarCopy, writeCalendarCopy } from "./calendarCopies.ts";
import { type ReaderAnswer, type ReaderRequest, refreshCalendar } from "./refreshCalendar.ts";

export interface CalendarWatchOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly dataDirectory: string;
  /** Where files are looked for that the clinic file names without a full path. */
  readonly baseDirectory: string;
  readonly onFault: (
    code: "CALENDAR_STALE" | "CALENDAR_BROKEN",
    where: string,
    detail: string,
    cleared: boolean,
  ) => void;
  /** Told what a person may want to know and nobody has to mend. */
  readonly note: (line: string) => void;
  readonly refresh?: (request: ReaderRequest, signal: AbortSignal) => Promise<ReaderAnswer>;
}

const BETWEEN_READINGS: Duration = Hours(4);
/** A network that is away for a weekend is no reason to wake anybody: the copy says who has duty. */
const STALE_AFTER: Duration = Days(3);
/** Nor is a copy of any use that ends. */
const LEAST_AHEAD: Duration = Days(14);

/**
 * Keeps copies of the clinic's calendars: read at the start and every four hours, kept when they cannot be read. The copy is what
 * counts, so a box without a network goes by the last one.
 */
export class CalendarWatch {
  readonly #options: CalendarWatchOptions;
  readonly #ended = new AbortController();
  #copies: readonly CalendarCopy[] = [];
  #timer: Timer | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: CalendarWatchOptions) {
    this.#options = options;
  }

  /** The same list as long as nothing has changed. */
  get copies(): readonly CalendarDuty[] {
    return this.#copies;
  }

  /** What was kept counts at once; reading anew is under way. */
  start(): void {
    const { clinic, dataDirectory } = this.#options;
    if (clinic.onCall.calendars.length === 0) return;
    this.#copies = clinic.onCall.calendars.flatMap(({ id }) => readCalendarCopy(dataDirectory, id) ?? []);
    this.#reading = this.#readAll();
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    this.#timer?.cancel();
    await this.#reading;
  }

  async #readAll(): Promise<void> {
    for (const source of this.#options.clinic.onCall.calendars) {
      if (this.#ended.signal.aborted) return;
      await this.#read(source);
    }
    if (this.#ended.signal.aborted) return;
    this.#timer = this.#options.clock.after("calendars", BETWEEN_READINGS, () => {
      this.#reading = this.#readAll();
    });
  }

  async #read(source: CalendarSource): Promise<void> {
    const { clinic, clock, baseDirectory, refresh = refreshCalendar } = this.#options;
    const request = { source, baseDirectory, timezone: clinic.clinic.timezone, now: clock.now() };
    const answer = await refresh(request, this.#ended.signal);
    if (this.#ended.signal.aborted) return;
    if (answer.ok) this.#keep(answer.copy);
    this.#tellAge(source.id, answer.ok ? undefined : answer.why);
  }

  #keep(copy: CalendarCopy): void {
    const { dataDirectory, note, onFault } = this.#options;
    this.#copies = [...this.#copies.filter(({ id }) => id !== copy.id), copy];
    try {
      writeCalendarCopy(dataDirectory, copy);
    } catch (error) {
      // It counts all the same; after a start without a network it would be missed.
      note(`the copy of calendar ${copy.id} cannot be kept: ${error}`);
    }
    // Titles of another program's events do not belong into a log: `firstring oncall import` shows them.
    const count = copy.problems.length;
    onFault(
      "CALENDAR_BROKEN",
      copy.id,
      count === 1 ? detail.anEntry({ id: copy.id }) : detail.entries({ n: count, id: copy.id }),
      count === 0,
    );
  }

  #tellAge(id: string, why: string | undefined): void {
    const { clinic, clock, note, onFault } = this.#options;
    const copy = this.#copies.find((one) => one.id === id);
    const now = clock.now();
    if (why !== undefined) note(`calendar ${id} could not be read: ${why}`);
    const since =
      copy === undefined
        ? detail.noCopy()
        : detail.lastRead({ when: wallDateTime(copy.fetchedAt, clinic.clinic.timezone) });
    const isStale = copy === undefined || now - copy.fetchedAt > STALE_AFTER || copy.until - now < LEAST_AHEAD;
    const said = why === undefined ? detail.calendarRead({ id, since }) : detail.calendarFailed({ id, why, since });
    onFault("CALENDAR_STALE", id, said, !isStale);
  }
}
