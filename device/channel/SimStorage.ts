/* @pure */
// How full a modem's store of messages is. Full means that no reply comes in any more, so that it is looked after before that:
// everything in it is read and stored again, and what is in the database already is deleted. What then still lies there is not
// ours to delete (somebody's drafts, or the database takes nothing), and a person is told.
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { MonotonicMs } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";

/** From `+CPMS`: one store of one modem. */
export interface StorageReading {
  /** Which modem, where there are several. */
  readonly carrier?: string;
  /** `SM`, `ME`, … */
  readonly memory: string;
  readonly used: number;
  readonly total: number;
}

export interface StorageWatch {
  /** By modem and store. */
  readonly sweptAt: ReadonlyMap<string, MonotonicMs>;
  readonly full: ReadonlySet<string>;
}

export type StorageEffect =
  | { readonly kind: "sweep" }
  | { readonly kind: "raise"; readonly detail: string }
  | { readonly kind: "clear" };

export const UNWATCHED: StorageWatch = { sweptAt: new Map(), full: new Set() };

const TIDY_FROM = 0.8;
const FULL_FROM = 0.9;
/** After so long a sweep has deleted what it could. */
const SWEEP_TAKES: Duration = Seconds(20);
/** A store that stays full is not read over and over. */
const SWEEP_AGAIN: Duration = Seconds(60);

export function step(
  watch: StorageWatch,
  reading: StorageReading,
  nowMs: MonotonicMs,
): readonly [StorageWatch, readonly StorageEffect[]] {
  const { memory, used, total, carrier } = reading;
  if (total <= 0) return [watch, []];
  const name = carrier === undefined ? memory : `${carrier} ${memory}`;
  const part = used / total;
  if (part < TIDY_FROM) return calm(watch, name);
  const sweptAt = watch.sweptAt.get(name);
  const since = sweptAt === undefined ? undefined : nowMs - sweptAt;
  const effects: StorageEffect[] = [];
  let next = watch;
  if (part >= FULL_FROM && since !== undefined && since >= SWEEP_TAKES && !watch.full.has(name)) {
    next = { ...next, full: new Set([...next.full, name]) };
    effects.push({
      kind: "raise",
      detail: detail.simPlaces({ name, used, total }),
    });
  }
  if (since === undefined || since >= SWEEP_AGAIN) {
    next = { ...next, sweptAt: new Map([...next.sweptAt, [name, nowMs]]) };
    effects.push({ kind: "sweep" });
  }
  return [next, effects];
}

function calm(watch: StorageWatch, name: string): readonly [StorageWatch, readonly StorageEffect[]] {
  const full = new Set([...watch.full].filter((other) => other !== name));
  const sweptAt = new Map([...watch.sweptAt].filter(([other]) => other !== name));
  return [{ full, sweptAt }, watch.full.size > 0 && full.size === 0 ? [{ kind: "clear" }] : []];
}
