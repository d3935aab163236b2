/* @pure */

/** What many measurements of one thing come to. */
export interface Spread {
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** Percentiles by nearest rank, so that each is a value that was measured. Undefined when nothing was. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return sorted.length === 0 ? undefined : { n: sorted.length, min: at(0), median: at(0.5), p99: at(0.99), max: at(1) };
}
