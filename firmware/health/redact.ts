import { withoutAddressSecrets } from "./withoutAddressSecrets.ts";
import { withoutNumbers } from "./withoutNumbers.ts";

/** Fields that a log line may have: what they hold is made by us and names lines, parts, codes, people's ids, never a caller. */
const LOGGED_FIELDS: ReadonlySet<string> = new Set([
  ...["lines", "line", "where", "part", "kind", "code", "number", "severity", "title", "detail", "why", "end", "error"],
  ...[
    "person",
    "since",
    "until",
    "ms",
    "atMs",
    "now",
    "epochMs",
    "wish",
    "source",
    "state",
    "count",
    "active",
    "faults",
  ],
  ...["release", "boot", "signal", "reason", "ahead", "level"],
]);

export const HIDDEN = "•••";

/** A log line's fields: unknown ones are named, but not shown; numbers that somebody may have are not either. */
export const logFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, LOGGED_FIELDS.has(name) ? withoutNumbersIn(value) : HIDDEN]),
  );

/** The same of every text in it. Our own small figures (milliseconds, codes of faults) are numbers, not texts. */
export const withoutNumbersIn = (value: unknown): unknown => {
  if (typeof value === "string") return withoutNumbers(value);
  if (typeof value === "bigint") return HIDDEN;
  if (Array.isArray(value)) return value.map(withoutNumbersIn);
  if (value instanceof Error) return withoutNumbers(String(value));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [withoutNumbers(name), withoutNumbersIn(each)]),
    );
  return value;
};

/** A name and what stands for it outside the clinic. */
export type StandIn = readonly [name: string, standsFor: string];

/** Every text in it without numbers and secret addresses, and with stand-ins for names, the longest first. */
export const withStandIns = (value: unknown, names: readonly StandIn[]): unknown => {
  const ordered = names.filter(([name]) => name.trim() !== "").toSorted((a, b) => b[0].length - a[0].length);
  const inText = (text: string): string =>
    ordered.reduce(
      (done, [name, standsFor]) => replaceWord(done, name, standsFor),
      withoutNumbers(withoutAddressSecrets(text)),
    );
  const walk = (each: unknown): unknown => {
    if (typeof each === "string") return inText(each);
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each === "object" && each !== null)
      return Object.fromEntries(Object.entries(each).map(([key, inner]) => [inText(key), walk(inner)]));
    return each;
  };
  return walk(value);
};

const replaceWord = (text: string, name: string, standsFor: string): string => {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu"), standsFor);
};
