import type { EpochMs } from "../time/Clock.ts";
import { Minutes } from "../time/Duration.ts";

// How the box was, over a month: figures every minute, kept as one slot for each five minutes. Slots that belong to one longer
// span are merged by the same function that merges samples, so a picture of a day and one of a month are made alike.

/** One look at the box. */
export interface Vitals {
  readonly modems: readonly {
    /** The line's id in the clinic file. */
    readonly id: string;
    /** A network carries our pages. */
    readonly inNetwork: boolean;
    readonly dbm?: number;
  }[];
  /** Every telephone line would answer a call. */
  readonly linesReady: boolean;
  /** Absent: the clinic file has no broker. */
  readonly broker?: boolean;
  readonly freeMb?: number;
  readonly temperatureC?: number;
  readonly memoryMb?: number;
}

export interface Span {
  readonly least: number;
  readonly most: number;
  readonly sum: number;
  readonly count: number;
}

export interface VitalsSlot {
  /** Its beginning. */
  readonly at: EpochMs;
  /** Looks at the box in it: what the counts below are of. */
  readonly looks: number;
  readonly modems: Readonly<
    Record<string, { readonly looks: number; readonly inNetwork: number; readonly dbm?: Span }>
  >;
  readonly linesReady: number;
  readonly broker?: { readonly looks: number; readonly connected: number };
  readonly freeMb?: Span;
  readonly temperatureC?: Span;
  readonly memoryMb?: Span;
}

export const SLOT = Minutes(5);

export const slotStart = (at: EpochMs, length: number = SLOT): EpochMs => Math.floor(at / length) * length;

export function slotOf({ broker, linesReady, modems, ...figures }: Vitals, at: EpochMs): VitalsSlot {
  return {
    ...{ at: slotStart(at), looks: 1, linesReady: linesReady ? 1 : 0 },
    modems: Object.fromEntries(
      modems.map(({ dbm, id, inNetwork }) => [
        id,
        { looks: 1, inNetwork: inNetwork ? 1 : 0, ...(dbm === undefined ? {} : { dbm: spanOf(dbm) }) },
      ]),
    ),
    ...(broker === undefined ? {} : { broker: { looks: 1, connected: broker ? 1 : 0 } }),
    ...spans((name) => (figures[name] === undefined ? undefined : spanOf(figures[name]))),
  };
}

/** Both together, at the earlier one's beginning. */
export function mergeSlots(a: VitalsSlot, b: VitalsSlot): VitalsSlot {
  const modems = { ...a.modems };
  for (const [id, more] of Object.entries(b.modems)) {
    const known = modems[id];
    if (known === undefined) modems[id] = more;
    else {
      const dbm = mergeSpans(known.dbm, more.dbm);
      modems[id] = {
        ...{ looks: known.looks + more.looks, inNetwork: known.inNetwork + more.inNetwork },
        ...(dbm === undefined ? {} : { dbm }),
      };
    }
  }
  const broker =
    a.broker === undefined || b.broker === undefined
      ? (a.broker ?? b.broker)
      : { looks: a.broker.looks + b.broker.looks, connected: a.broker.connected + b.broker.connected };
  return {
    ...{ at: Math.min(a.at, b.at), looks: a.looks + b.looks, linesReady: a.linesReady + b.linesReady, modems },
    ...(broker === undefined ? {} : { broker }),
    ...spans((name) => mergeSpans(a[name], b[name])),
  };
}

/**
 * The slots of `from` to `to` in steps of `stepMs`. A step in which nobody looked (the box was off, or its clock wrong) is
 * undefined: a gap, never a line drawn across it.
 */
export function bucketed(
  slots: Iterable<VitalsSlot>,
  { from, stepMs, to }: { readonly from: EpochMs; readonly to: EpochMs; readonly stepMs: number },
): readonly (VitalsSlot | undefined)[] {
  const start = slotStart(from, stepMs);
  const buckets = new Array<VitalsSlot | undefined>(Math.max(0, Math.ceil((to - start) / stepMs))).fill(undefined);
  for (const slot of slots) {
    const place = Math.floor((slot.at - start) / stepMs);
    if (place < 0 || place >= buckets.length) continue;
    const known = buckets[place];
    buckets[place] = known === undefined ? { ...slot, at: start + place * stepMs } : mergeSlots(known, slot);
  }
  return buckets;
}

type SpanName = "freeMb" | "temperatureC" | "memoryMb";

function spans(of: (name: SpanName) => Span | undefined): Partial<Record<SpanName, Span>> {
  const known: Partial<Record<SpanName, Span>> = {};
  for (const name of ["freeMb", "temperatureC", "memoryMb"] as const) {
    const span = of(name);
    if (span !== undefined) known[name] = span;
  }
  return known;
}

const spanOf = (value: number): Span => ({ least: value, most: value, sum: value, count: 1 });

const mergeSpans = (a: Span | undefined, b: Span | undefined): Span | undefined =>
  a === undefined || b === undefined
    ? (a ?? b)
    : {
        ...{ least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) },
        ...{ sum: a.sum + b.sum, count: a.count + b.count },
      };

export const meanOf = ({ count, sum }: Span): number => sum / count;
