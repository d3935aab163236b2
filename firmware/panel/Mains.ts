import { type Duration, Minutes, Seconds } from "../time/Duration.ts";
import type { BootMs } from "./presence.ts";

/*
 * What a UPS tells. The box stays up for as long as the battery carries it: an answered call is worth more than a tidy end,
 * and the store survives a cut at any moment. Only a battery that says that it is nearly empty, or a time that the clinic
 * file names, ends with a clean shutdown, told beforehand.
 */

/** One look. Absent: nothing tells. */
export interface MainsReading {
  readonly mains?: boolean;
  readonly batteryLow?: boolean;
}

export interface MainsState {
  readonly reading: MainsReading;
  /** Mains is gone, and that has lasted: since when. */
  readonly lostSinceMs?: BootMs;
  /** What is seen now differs from what counts, since then. */
  readonly changedMs?: BootMs;
  readonly lowSinceMs?: BootMs;
  readonly poweringOff: boolean;
}

export interface MainsRules {
  /** Shut down after this long on battery; absent: when the battery is low, only. */
  readonly powerOffAfter?: Duration;
}

export type MainsEvent = { readonly atMs: BootMs } & (
  | { readonly kind: "seen"; readonly reading: MainsReading }
  | { readonly kind: "timePassed" }
);

export type MainsEffect = { readonly kind: "powerOff" };

/** A switch-over of the utility and a loose plug are shorter. */
export const LOST_AFTER: Duration = Seconds(3);
/** From "the battery is low" to the end: faults go out by SMS after a minute (faults.after), and calls end. */
export const OFF_AFTER_LOW: Duration = Minutes(2);

export const mainsUnknown: MainsState = { reading: {}, poweringOff: false };

export function stepMains(
  before: MainsState,
  event: MainsEvent,
  rules: MainsRules,
): readonly [MainsState, readonly MainsEffect[]] {
  const state = settle(event.kind === "seen" ? see(before, event.reading, event.atMs) : before, event.atMs);
  const off = powerOffAt(state, rules);
  if (state.poweringOff || off === undefined || event.atMs < off) return [state, []];
  return [{ ...state, poweringOff: true }, [{ kind: "powerOff" }]];
}

function see(state: MainsState, reading: MainsReading, atMs: BootMs): MainsState {
  const { changedMs, lowSinceMs, ...rest } = state;
  const differs = (reading.mains === false) !== (state.lostSinceMs !== undefined);
  return {
    ...rest,
    reading,
    ...(differs ? { changedMs: changedMs ?? atMs } : {}),
    // A battery that is low while mains feeds it is being charged.
    ...(reading.batteryLow === true && reading.mains !== true ? { lowSinceMs: lowSinceMs ?? atMs } : {}),
  };
}

function settle(state: MainsState, nowMs: BootMs): MainsState {
  const { changedMs, lostSinceMs, ...rest } = state;
  if (changedMs === undefined || nowMs - changedMs < LOST_AFTER) return state;
  return lostSinceMs === undefined ? { ...rest, lostSinceMs: changedMs } : rest;
}

/** When the box will shut itself down, as things are. */
export function powerOffAt(state: MainsState, rules: MainsRules): BootMs | undefined {
  const times = [
    ...(state.lowSinceMs === undefined ? [] : [state.lowSinceMs + OFF_AFTER_LOW]),
    ...(state.lostSinceMs === undefined || rules.powerOffAfter === undefined
      ? []
      : [state.lostSinceMs + rules.powerOffAfter]),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
}

/** When time alone changes something. */
export function nextMainsTime(state: MainsState, rules: MainsRules, nowMs: BootMs): BootMs | undefined {
  const times = [
    ...(state.changedMs === undefined ? [] : [state.changedMs + LOST_AFTER]),
    ...(state.poweringOff ? [] : [powerOffAt(state, rules) ?? Number.POSITIVE_INFINITY]),
  ].filter((at) => Number.isFinite(at));
  return times.length === 0 ? undefined : Math.max(nowMs, Math.min(...times));
}

/** One entry of the kernel's power_supply class (Documentation/ABI/testing/sysfs-class-power). */
export interface PowerSupply {
  /** `Mains`, `USB`, `UPS`, `Battery`. */
  readonly type: string;
  /** `Device` is the battery of a mouse, not ours. */
  readonly scope?: string;
  readonly online?: boolean;
  /** `Charging`, `Discharging`, `Full`, `Not charging`. */
  readonly status?: string;
  /** `Critical`, `Low`, `Normal`, … */
  readonly capacityLevel?: string;
  readonly capacityPercent?: number;
}

const LOW_PERCENT = 10;

/** A box without a battery has no mains to lose: it would be off. */
export function readingOf(supplies: readonly PowerSupply[]): MainsReading {
  const ours = supplies.filter(({ scope }) => scope !== "Device");
  const batteries = ours.filter(({ type }) => type === "Battery" || type === "UPS");
  if (batteries.length === 0) return {};
  const feeds = ours.filter(({ type, online }) => (type === "Mains" || type === "USB") && online !== undefined);
  const discharging = batteries.every(({ status, online }) => status === "Discharging" || online === false);
  const mains = feeds.length > 0 ? feeds.some(({ online }) => online) : !discharging;
  const batteryLow = batteries.every(
    ({ capacityLevel, capacityPercent }) =>
      capacityLevel === "Critical" ||
      capacityLevel === "Low" ||
      (capacityPercent !== undefined && capacityPercent <= LOW_PERCENT),
  );
  return { mains, batteryLow };
}

/** A wire of the UPS and the power_supply class may both tell: what either says is gone, is gone. */
export const bothReadings = (one: MainsReading, other: MainsReading): MainsReading => {
  const mains = [one.mains, other.mains].filter((each) => each !== undefined);
  const low = [one.batteryLow, other.batteryLow].filter((each) => each !== undefined);
  return {
    ...(mains.length === 0 ? {} : { mains: mains.every(Boolean) }),
    ...(low.length === 0 ? {} : { batteryLow: low.some(Boolean) }),
  };
};
