import type { Duration } from "../time/Duration.ts";

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
];

/** `20 seconds`, `1 minute`, `3 hours`: the largest unit that fits, rounded down. */
export function durationInWords(duration: Duration): string {
  const [size, unit] = UNITS.find(([ms]) => duration >= ms) ?? [1_000, "second"];
  const count = Math.floor(duration / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
