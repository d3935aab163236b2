import type { EpochMs } from "../time/Clock.ts";

export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Half-open spans of time, `[from, to)`, made ready to be asked which of them a moment lies in. */
export class SpanIndex<T extends Span> {
  /** By their beginning. */
  readonly #spans: readonly T[];
  /** The latest end of all spans up to this one: where it is past, none before is worth a look. */
  readonly #latest: readonly EpochMs[];

  /** Those that are no time at all are left out. */
  constructor(spans: readonly T[]) {
    this.#spans = spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
    let latest = Number.NEGATIVE_INFINITY;
    this.#latest = this.#spans.map(({ to }) => {
      latest = Math.max(latest, to);
      return latest;
    });
  }

  get size(): number {
    return this.#spans.length;
  }

  /** In the order of their beginning. */
  at(moment: EpochMs): readonly T[] {
    const found: T[] = [];
    for (let i = this.#begun(moment) - 1; i >= 0 && this.#latest[i]! > moment; i -= 1) {
      const span = this.#spans[i]!;
      if (moment < span.to) found.push(span);
    }
    return found.reverse();
  }

  /** The next moment after this one at which a span begins or ends; infinite when none does. */
  nextChange(moment: EpochMs): EpochMs {
    const begun = this.#begun(moment);
    const ends = this.at(moment).map(({ to }) => to);
    return Math.min(this.#spans[begun]?.from ?? Number.POSITIVE_INFINITY, ...ends);
  }

  /** How many have begun. */
  #begun(moment: EpochMs): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#spans[middle]!.from <= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
