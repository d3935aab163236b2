/** What many values come to. Percentiles by nearest rank, so that each of them is a value that occurred. */
export interface Spread {
  readonly n: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** Undefined when there is nothing to spread. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return sorted.length === 0 ? undefined : { n: sorted.length, median: at(0.5), p90: at(0.9), max: at(1) };
}

/** Durations in milliseconds, spread in seconds. Those that a set clock has turned round tell nothing and are left out. */
export const secondsSpread = (milliseconds: readonly (number | undefined)[]): Spread | undefined =>
  spreadOf(milliseconds.filter((ms) => ms !== undefined && ms >= 0).map((ms) => Math.round(ms! / 100) / 10));
