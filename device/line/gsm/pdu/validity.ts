/* @pure */

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** TP-VP relative, 3GPP TS 23.040 §9.2.3.12.1, rounded up: 5 minutes … 63 weeks. */
export function writeValidity(minutes: number): number {
  if (!(minutes > 0)) return 0;
  if (minutes <= 12 * HOUR) return Math.ceil(minutes / 5) - 1;
  if (minutes <= DAY) return 143 + Math.ceil((minutes - 12 * HOUR) / 30);
  if (minutes <= 30 * DAY) return 166 + Math.ceil(minutes / DAY);
  return Math.min(255, 192 + Math.max(5, Math.ceil(minutes / WEEK)));
}

/** Minutes of a TP-VP octet. */
export function readValidity(octet: number): number {
  if (octet <= 143) return (octet + 1) * 5;
  if (octet <= 167) return 12 * HOUR + (octet - 143) * 30;
  if (octet <= 196) return (octet - 166) * DAY;
  return (octet - 192) * WEEK;
}
