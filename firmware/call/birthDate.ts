/** Which part of a keyed date comes first. Month first is the United States' way; the read-back says it in words anyway. */
export type DateOrder = "mdy" | "dmy";

export const dateOrderOf = (country: string): DateOrder => (country.toUpperCase() === "US" ? "mdy" : "dmy");

export const BIRTH_DIGITS = 8;
const OLDEST_YEAR = 1900;
const DAY_MS = 86_400_000;

/** Eight keyed digits as `YYYY-MM-DD`; undefined when there is no such day, or nobody alive was born then. */
export function birthDate(digits: string, order: DateOrder, now: number): string | undefined {
  if (!/^\d{8}$/.test(digits)) return undefined;
  const [first, second, year] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4))];
  const [month, day] = order === "mdy" ? [first, second] : [second, first];
  if (year < OLDEST_YEAR) return undefined;
  const at = Date.UTC(year, month - 1, day);
  const date = new Date(at);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  // A day of grace: a newborn's date may be ahead of UTC. A clock that was never set must not refuse anybody.
  if (at > now + DAY_MS && now > Date.UTC(2024, 0, 1)) return undefined;
  return date.toISOString().slice(0, 10);
}
