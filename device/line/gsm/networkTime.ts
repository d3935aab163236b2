/* @pure */
import type { EpochMs } from "../../../firmware/time/Clock.ts";

/** A clock that nobody has set begins at 1970, 1980, 2000, 2004 …, by the maker. */
const FIRST_YEAR = 2025;
const QUARTER_HOUR_MS = 900_000;
/** 27.007 §8.40: quarter hours from UTC, the civil zones of the world. */
const FURTHEST_WEST = -48;
const FURTHEST_EAST = 56;

const TIME = String.raw`(\d{4}|\d\d)/(\d\d)/(\d\d),(\d\d):(\d\d):(\d\d)`;
/** Local time and its distance from UTC; without a distance it says nothing to us. */
const CCLK = new RegExp(`^\\+CCLK: *"?${TIME}([+-]\\d{1,2})"?$`);
/** The answer to AT+QLTS=1: UTC already, whatever zone follows. It is empty until the network has told. */
const QLTS = new RegExp(`^\\+QLTS: *"${TIME}(?:[+-]\\d{1,2})?(?:,[012])?"(?:,[012])?$`);
/** Huawei: the zone is that of winter, summer time comes on top in hours. */
const NWTIME = new RegExp(`^\\^NWTIME: *"?${TIME}([+-]\\d{1,2}),0?([012])"?$`);
/** 27.007 §8.41, reporting 3: universal time. */
const CTZEU = new RegExp(`^\\+CTZEU: *"?[+-]?\\d{1,2}"?,[012],"?${TIME}"?$`);

/**
 * The moment that a modem's answer tells, or undefined: not one of these, not set by a network, not a date that there is.
 * Not from `+CTZE`: 27.007 means local time, a Quectel was seen to send UTC in it; nor from `+CTZV`, which is a zone only.
 * They say that it is worth asking.
 */
export function parseNetworkTime(line: string): EpochMs | undefined {
  const local = CCLK.exec(line);
  if (local !== null) return moment(local, quarters(local[7]));
  const summer = NWTIME.exec(line);
  if (summer !== null) return moment(summer, (quarters(summer[7]) ?? Number.NaN) + 4 * Number(summer[8]));
  const universal = QLTS.exec(line) ?? CTZEU.exec(line);
  return universal === null ? undefined : moment(universal, 0);
}

function quarters(text: string | undefined): number | undefined {
  const zone = Number.parseInt(text ?? "", 10);
  return zone >= FURTHEST_WEST && zone <= FURTHEST_EAST ? zone : undefined;
}

/** `fields`: year, month, day, hour, minute, second from place 1 on. */
function moment(fields: RegExpExecArray, zone: number | undefined): EpochMs | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.slice(1, 7).map(Number);
  // Two digits: 70 to 99 are of the last century, boot dates such as the 6th of January 1980.
  const fullYear = year >= 100 ? year : year >= 70 ? 1900 + year : 2000 + year;
  const time = Date.UTC(fullYear, month - 1, day, hour, minute, second);
  if (zone === undefined || Number.isNaN(zone) || fullYear < FIRST_YEAR) return undefined;
  const read = new Date(time);
  const isDate = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && read.getUTCHours() === hour;
  return isDate && minute < 60 && second < 60 ? time - zone * QUARTER_HOUR_MS : undefined;
}
