import { type Duration, Milliseconds, Seconds } from "../time/Duration.ts";
import type { AnswerPolicy, CallerId } from "./Line.ts";

/**
 * When to go off-hook. The caller-ID burst lies in the gap between the first and the second ring: too early loses the
 * number for good, too late is a second ring. So: as soon as the whole group is there, else at a hard cap.
 *
 *     idle ──ring──▶ ringing ──group | cap | ring n──▶ seizing ──off-hook──▶ held ──released──▶ idle (guarded)
 *       ▲               │ no ring for 7 s                 │ failed
 *       └───────────────┴──────────── ringing ◀───────────┘
 */
export interface PickupRules {
  readonly pickup: "caller-id" | "immediate";
  /** From the modem's first RING to off-hook when no caller ID comes. */
  readonly cap: Duration;
  /** How much longer a group that has begun to arrive is waited for. */
  readonly capExtension: Duration;
}

export type PickupTimer = "pickupCap" | "ringingStops" | "earlyCallerIdFades";

export type PickupEvent =
  /** One RING from the modem; `policy` is what the answer policy says at this moment. */
  | { readonly kind: "ring"; readonly atMs: number; readonly policy: ReturnType<AnswerPolicy> }
  | { readonly kind: "groupBegan"; readonly atMs: number }
  | { readonly kind: "group"; readonly atMs: number; readonly callerId: CallerId }
  | { readonly kind: "timer"; readonly timer: PickupTimer; readonly atMs: number }
  /** The modem confirmed off-hook. */
  | { readonly kind: "offHook"; readonly atMs: number }
  /** It did not, and the line is on-hook. */
  | { readonly kind: "offHookFailed"; readonly atMs: number }
  | { readonly kind: "released"; readonly atMs: number }
  /** The modem is gone. */
  | { readonly kind: "lost"; readonly atMs: number };

export type PickupEffect =
  | { readonly kind: "rang"; readonly ring: number }
  | { readonly kind: "callerIdentified"; readonly callerId: CallerId }
  | { readonly kind: "goOffHook" }
  | { readonly kind: "answered"; readonly callerId: CallerId; readonly rangAtMs: number }
  | { readonly kind: "ringingStopped"; readonly rings: number; readonly callerId: CallerId }
  /** The modem said it was off-hook, and the exchange goes on ringing. */
  | { readonly kind: "stillRinging" }
  /** The caller-ID parser's half group, if any, ends with this ring. */
  | { readonly kind: "newRing" }
  | { readonly kind: "startTimer"; readonly timer: PickupTimer; readonly after: Duration }
  | { readonly kind: "cancelTimer"; readonly timer: PickupTimer };

export interface Ringing {
  readonly kind: "ringing";
  readonly rangAtMs: number;
  readonly lastRingAtMs: number;
  readonly rings: number;
  readonly callerId?: CallerId;
  readonly answering: boolean;
  readonly groupBegan: boolean;
}

export type PickupState =
  | {
      readonly kind: "idle";
      /** Caller ID told before the first ring (UK). */
      readonly early?: CallerId;
      readonly releasedAtMs?: number;
      /** A RING that came too soon after the release to be a call by itself. */
      readonly lateRing?: RingEvent;
    }
  | Ringing
  /** The off-hook command is on its way. */
  | { readonly kind: "seizing"; readonly call: Ringing }
  | { readonly kind: "held"; readonly offHookAtMs: number; readonly lateRings: number; readonly lastRingAtMs: number };

export const notRinging: PickupState = { kind: "idle" };

/** Ring cadences repeat within 6 s (US: 2 s on, 4 s off), so this is one ring missed. */
const RINGING_STOPS = Seconds(7);
/** Distinctive and British rings are two or three bursts; a modem may print RING for each. Real rings are ≥ 2 s apart. */
const SAME_RING_MS = 1_600;
/** A RING of the ended call may still be in the buffer; the exchange itself needs longer to ring anew. */
const GUARD_MS = 1_000;
/** The group of a suppressed RING that was a real call comes before the next ring. */
const LATE_RING_COUNTS_MS = 6_000;
/** ETSI: the first ring follows the transmission within 2 s. */
const EARLY_CALLER_ID_KEEPS = Seconds(8);
/** RINGs up to here after the OK crossed it on the wire. */
const CROSSED_MS = 1_500;
/** Two more real rings lie in here if the line never went off-hook; later ones are call waiting. */
const STILL_RINGING_MS = 15_000;

/** Added to what was learnt; caller ID ends at least 0.2 s before the next ring, so this is still before it. */
const BEYOND_LEARNT_MS = 100;
/** Later than this it was no caller ID of the first gap. */
const LATEST_CALLER_ID_MS = 5_700;

/**
 * A modem that prints RING as the burst begins tells caller ID later than its cap allows for, and nobody knows which do.
 * A group that comes d after the first RING, while somebody lets it ring, proves that waiting d and a little is never
 * too long on this line. Returns the longest wait that is proved.
 */
export function learn(proved: Duration, state: PickupState, groupAtMs: number): Duration {
  if (state.kind !== "ringing" || state.rings !== 1) return proved;
  const delayMs = groupAtMs - state.rangAtMs;
  return delayMs > LATEST_CALLER_ID_MS ? proved : Milliseconds(Math.max(proved, delayMs + BEYOND_LEARNT_MS));
}

type Result = readonly [PickupState, readonly PickupEffect[]];

export function step(state: PickupState, event: PickupEvent, rules: PickupRules): Result {
  switch (state.kind) {
    case "idle":
      return whenIdle(state, event, rules);
    case "ringing":
      return whenRinging(state, event, rules);
    case "seizing":
      return whenSeizing(state, event);
    case "held":
      return whenHeld(state, event);
  }
}

function whenIdle(state: Extract<PickupState, { kind: "idle" }>, event: PickupEvent, rules: PickupRules): Result {
  switch (event.kind) {
    case "ring":
      // Not when caller ID came since: it is sent for a new call only.
      if (state.early === undefined && state.releasedAtMs !== undefined && event.atMs - state.releasedAtMs < GUARD_MS) {
        return [{ ...state, lateRing: event }, []];
      }
      return firstRing(state, event, rules);
    case "group": {
      // A caller-ID group is sent for a new call only: the RING that was taken for a late one was its first.
      const { lateRing } = state;
      if (lateRing !== undefined && event.atMs - lateRing.atMs < LATE_RING_COUNTS_MS) {
        return firstRing({ ...state, early: event.callerId }, lateRing, rules);
      }
      return [{ ...state, early: event.callerId }, [startTimer("earlyCallerIdFades", EARLY_CALLER_ID_KEEPS)]];
    }
    case "timer":
      return event.timer === "earlyCallerIdFades" ? [notRinging, []] : [state, []];
    case "lost":
      return [notRinging, [cancelTimer("earlyCallerIdFades")]];
    case "groupBegan":
    case "offHook":
    case "offHookFailed":
    case "released":
      return [state, []];
  }
}

type RingEvent = Extract<PickupEvent, { kind: "ring" }>;

const newCall = (atMs: number): Ringing => ({
  kind: "ringing",
  rangAtMs: atMs,
  lastRingAtMs: atMs,
  rings: 1,
  answering: false,
  groupBegan: false,
});

function firstRing(state: Extract<PickupState, { kind: "idle" }>, event: RingEvent, rules: PickupRules): Result {
  const rang: PickupEffect[] = [cancelTimer("earlyCallerIdFades"), { kind: "rang", ring: 1 }];
  if (state.early === undefined) return decide(newCall(event.atMs), event, rules, rang);
  const call: Ringing = { ...newCall(event.atMs), callerId: state.early };
  return decide(call, event, rules, [...rang, { kind: "callerIdentified", callerId: state.early }]);
}

/** After each ring: now, at the cap, or not at this ring. */
function decide(call: Ringing, event: RingEvent, rules: PickupRules, before: readonly PickupEffect[]): Result {
  const effects: PickupEffect[] = [...before, { kind: "newRing" }, startTimer("ringingStops", RINGING_STOPS)];
  if ("never" in event.policy || call.rings < event.policy.atRing) {
    return [{ ...call, answering: false }, [...effects, cancelTimer("pickupCap")]];
  }
  // Only after the very first ring is there something to wait for.
  if (rules.pickup === "immediate" || call.callerId !== undefined || call.rings > 1) return seize(call, effects);
  return [{ ...call, answering: true }, [...effects, startTimer("pickupCap", rules.cap)]];
}

function seize(call: Ringing, before: readonly PickupEffect[]): Result {
  return [
    { kind: "seizing", call },
    [...before, cancelTimer("pickupCap"), cancelTimer("ringingStops"), { kind: "goOffHook" }],
  ];
}

function whenRinging(state: Ringing, event: PickupEvent, rules: PickupRules): Result {
  switch (event.kind) {
    case "ring": {
      if (event.atMs - state.lastRingAtMs < SAME_RING_MS) {
        return [{ ...state, lastRingAtMs: event.atMs }, [startTimer("ringingStops", RINGING_STOPS)]];
      }
      const call = { ...state, rings: state.rings + 1, lastRingAtMs: event.atMs };
      return decide(call, event, rules, [{ kind: "rang", ring: call.rings }]);
    }
    case "groupBegan":
      return [{ ...state, groupBegan: true }, []];
    case "group": {
      if (state.callerId !== undefined) return [state, []];
      const call: Ringing = { ...state, callerId: event.callerId };
      const told: PickupEffect = { kind: "callerIdentified", callerId: event.callerId };
      if (!state.answering) return [call, [told]];
      // The command goes first: who calls is told to many, and each of them takes its time.
      const [seizing, effects] = seize(call, []);
      return [seizing, [...effects, told]];
    }
    case "timer":
      return ringingTimer(state, event, rules);
    case "lost":
      return stopped(state, [cancelTimer("pickupCap"), cancelTimer("ringingStops")]);
    case "offHook":
    case "offHookFailed":
    case "released":
      return [state, []];
  }
}

function ringingTimer(state: Ringing, event: Extract<PickupEvent, { kind: "timer" }>, rules: PickupRules): Result {
  switch (event.timer) {
    case "pickupCap": {
      if (!state.answering) return [state, []];
      const latest = state.rangAtMs + rules.cap + rules.capExtension;
      if (!state.groupBegan || event.atMs >= latest) return seize(state, []);
      return [{ ...state, groupBegan: false }, [startTimer("pickupCap", Milliseconds(latest - event.atMs))]];
    }
    case "ringingStops":
      return stopped(state, [cancelTimer("pickupCap")]);
    case "earlyCallerIdFades":
      return [state, []];
  }
}

const stopped = (call: Ringing, before: readonly PickupEffect[]): Result => [
  notRinging,
  [...before, { kind: "ringingStopped", rings: call.rings, callerId: call.callerId ?? { kind: "none" } }],
];

function whenSeizing(state: Extract<PickupState, { kind: "seizing" }>, event: PickupEvent): Result {
  switch (event.kind) {
    case "ring": {
      if (event.atMs - state.call.lastRingAtMs < SAME_RING_MS) return [state, []];
      const call = { ...state.call, rings: state.call.rings + 1, lastRingAtMs: event.atMs };
      return [{ kind: "seizing", call }, [{ kind: "rang", ring: call.rings }, { kind: "newRing" }]];
    }
    case "group":
      if (state.call.callerId !== undefined) return [state, []];
      return [
        { kind: "seizing", call: { ...state.call, callerId: event.callerId } },
        [{ kind: "callerIdentified", callerId: event.callerId }],
      ];
    case "offHook": {
      const { call } = state;
      const callerId = call.callerId ?? { kind: "none" };
      return [
        { kind: "held", offHookAtMs: event.atMs, lateRings: 0, lastRingAtMs: call.lastRingAtMs },
        [{ kind: "answered", callerId, rangAtMs: call.rangAtMs }],
      ];
    }
    // The caller is still there: the next ring is another chance.
    case "offHookFailed":
      return [{ ...state.call, answering: false }, [startTimer("ringingStops", RINGING_STOPS)]];
    case "lost":
      return stopped(state.call, []);
    case "released":
    case "groupBegan":
    case "timer":
      return [state, []];
  }
}

function whenHeld(state: Extract<PickupState, { kind: "held" }>, event: PickupEvent): Result {
  switch (event.kind) {
    case "ring": {
      const since = event.atMs - state.offHookAtMs;
      if (since < CROSSED_MS || since > STILL_RINGING_MS || event.atMs - state.lastRingAtMs < SAME_RING_MS)
        return [state, []];
      const lateRings = state.lateRings + 1;
      return [{ ...state, lateRings, lastRingAtMs: event.atMs }, lateRings === 2 ? [{ kind: "stillRinging" }] : []];
    }
    case "released":
    case "lost":
      return [{ kind: "idle", releasedAtMs: event.atMs }, []];
    // Caller ID of a waiting call, V.253: it is not this caller's.
    case "group":
    case "groupBegan":
    case "timer":
    case "offHook":
    case "offHookFailed":
      return [state, []];
  }
}

const startTimer = (timer: PickupTimer, after: Duration): PickupEffect => ({ kind: "startTimer", timer, after });
const cancelTimer = (timer: PickupTimer): PickupEffect => ({ kind: "cancelTimer", timer });
