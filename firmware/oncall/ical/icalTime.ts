import type { EpochMs } from "../../time/Clock.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, readWallMs, type WallMs } from "../../time/civil.ts";
import { type ZoneClock, zoneClock } from "../../time/ZoneClock.ts";
import type { Property } from "./contentLines.ts";

/** A date or a time of a calendar, on the wall of its zone. */
export interface IcalTime {
  readonly wall: WallMs;
  readonly zone: ZoneClock;
  readonly isDate: boolean;
}

export const instantOf = ({ wall, zone }: IcalTime): EpochMs => zone.first(wall);

/** `20261224`, `20261224T170000`, `20261224T230000Z`, with the zone that a TZID stands for. */
export function readIcalTime(value: string, zone: ZoneClock): IcalTime | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, , utc] = match;
  const date = readWallMs(`${year}-${month}-${day}`);
  if (date === undefined) return undefined;
  if (hour === undefined) return { wall: date, zone, isDate: true };
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  return {
    wall: date + Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS,
    zone: utc === "Z" ? zoneClock("UTC") : zone,
    isDate: false,
  };
}

/** The same moment on another wall; a date is a date everywhere. */
export const onWallOf = (time: IcalTime, zone: ZoneClock): WallMs =>
  time.isDate || time.zone === zone ? time.wall : zone.wallAt(instantOf(time));

/** `PT12H`, `P1D`, `P1W`, `P1DT6H30M`; lengths on the wall. Undefined for others, and for negative ones. */
export function readIcalDuration(value: string): number | undefined {
  const match = /^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?$/.exec(
    value.trim(),
  );
  if (match === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS;
}

/** Outlook and Exchange name zones their own way; those of places that have clinics like ours. From CLDR's windowsZones. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  "Hawaiian Standard Time": "Pacific/Honolulu",
  "Alaskan Standard Time": "America/Anchorage",
  "Pacific Standard Time": "America/Los_Angeles",
  "US Mountain Standard Time": "America/Phoenix",
  "Mountain Standard Time": "America/Denver",
  "Central Standard Time": "America/Chicago",
  "Eastern Standard Time": "America/New_York",
  "Atlantic Standard Time": "America/Halifax",
  "Newfoundland Standard Time": "America/St_Johns",
  "GMT Standard Time": "Europe/London",
  "W. Europe Standard Time": "Europe/Berlin",
  "Romance Standard Time": "Europe/Paris",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "E. Europe Standard Time": "Europe/Chisinau",
  "FLE Standard Time": "Europe/Kiev",
  "GTB Standard Time": "Europe/Bucharest",
  "India Standard Time": "Asia/Kolkata",
  "AUS Eastern Standard Time": "Australia/Sydney",
  "New Zealand Standard Time": "Pacific/Auckland",
};

/**
 * The zone of a TZID: an IANA name, also with a program's own prefix (`/freeassociation.sourceforge.net/Europe/Berlin`), or one
 * of Microsoft's. Undefined where nobody can tell.
 */
export function zoneOfTzid(tzid: string): ZoneClock | undefined {
  const plain = tzid.trim().replace(/^["']|["']$/g, "");
  const parts = plain.split("/").filter((part) => part !== "");
  const windows = Object.hasOwn(WINDOWS_ZONES, plain) ? WINDOWS_ZONES[plain] : undefined;
  for (const name of [windows, parts.join("/"), parts.slice(-3).join("/"), parts.slice(-2).join("/")]) {
    if (name === undefined || !/^[A-Za-z0-9_+/-]{2,60}$/.test(name)) continue;
    try {
      return zoneClock(name);
    } catch {
      // Not a zone's name: the next reading of it.
    }
  }
  return undefined;
}

/** `EXDATE` and `RDATE` hold several; periods of RDATE count from their beginning. */
export const readIcalTimes = ({ value }: Property, zone: ZoneClock): readonly IcalTime[] =>
  value.split(",").flatMap((one) => readIcalTime(one.split("/")[0]!, zone) ?? []);
