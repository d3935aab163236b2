import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CalendarDuty } from "../../firmware/oncall/CalendarDuty.ts";

/** The copy of a calendar of another program: what the box goes by, with or without a network. */
export interface CalendarCopy extends CalendarDuty {
  readonly version: 1;
  /** When it was read, on the box's clock. */
  readonly fetchedAt: number;
  /** What could not be used, in words for a person. */
  readonly problems: readonly string[];
}

const folderOf = (dataDirectory: string): string => join(dataDirectory, "calendars");
const pathOf = (dataDirectory: string, id: string): string => join(folderOf(dataDirectory), `${id}.json`);

/** Undefined where there is none, or none that can be read. */
export function readCalendarCopy(dataDirectory: string, id: string): CalendarCopy | undefined {
  try {
    const copy = JSON.parse(readFileSync(pathOf(dataDirectory, id), "utf8")) as CalendarCopy;
    return copy.version === 1 && copy.id === id && Array.isArray(copy.shifts) ? copy : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a power cut leaves the one before. */
export function writeCalendarCopy(dataDirectory: string, copy: CalendarCopy): void {
  const path = pathOf(dataDirectory, copy.id);
  mkdirSync(folderOf(dataDirectory), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, `${JSON.stringify(copy)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
