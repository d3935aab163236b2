/* @pure */
import type { LiveEvent } from "../../control/LiveFeed.ts";
import type { CallStep, LiveCall } from "../api/live.ts";

// The calls that go on, step by step, out of what the daemon tells as it happens. Never its words: they name callers, and say what
// callers are asked and told. Of a key only that there was one: it may be part of a number.

export interface CallSteps {
  /** The one that goes on, or the last one, by line. */
  readonly calls: Readonly<Record<string, LiveCall>>;
}

export const NO_CALLS: CallSteps = { calls: {} };

/** A call of nine minutes has fewer; whatever comes after is not needed to see what goes on. */
const MOST_STEPS = 150;

/** What a person who watches a call wants to see; all else (`prompt`, `note`, `doctor-hears`) is words. */
const STEPS: Readonly<Record<string, CallStep>> = {
  ...{ ring: "rings", "caller-id": "callerId", "off-hook": "answered", "prompt-started": "boxSpeaks", key: "key" },
  ...{ urgent: "urgent", recording: "recording", recorded: "recorded", saved: "saved", "caller-gone": "callerGone" },
  ...{ "on-hook": "over", missed: "missed", submitted: "pageAccepted", delivered: "pageDelivered" },
  ...{ "page-failed": "pageFailed", "told-by-telephone": "toldByTelephone", taken: "taken", closed: "closed" },
  ...{ dials: "dials", "doctor-rings": "doctorRings", "doctor-answers": "doctorAnswers" },
  ...{ "doctor-prompt-started": "boxSpeaks", "page-call-over": "over" },
};

const BEGINS: ReadonlySet<string> = new Set(["ring", "dials"]);
const ENDS: ReadonlySet<string> = new Set(["on-hook", "missed", "page-call-over"]);
/** Of the page, not of the line. */
const OF_ALERT: ReadonlySet<string> = new Set([
  "submitted",
  "delivered",
  "page-failed",
  "told-by-telephone",
  "taken",
  "closed",
]);

/** What of a call somebody who watches is told; undefined: it is words, or nothing of a call. */
export const callStepOf = (kind: string): CallStep | undefined =>
  Object.hasOwn(STEPS, kind) ? STEPS[kind] : undefined;

/** `at`: when it happened, by the box's clock. */
export function stepCalls(state: CallSteps, event: LiveEvent, at: number): CallSteps {
  const step = callStepOf(event.kind);
  if (step === undefined) return state;
  const line = event.line ?? lineOfAlert(state, event);
  if (line === undefined) return state;
  const known = state.calls[line];
  const goesOn = known !== undefined && known.endedAt === undefined;
  if (OF_ALERT.has(event.kind)) return known === undefined ? state : withCall(state, noted(known, step, event, at));
  // What ends a call that was never seen (we began to listen after it) is no call.
  if (!goesOn && ENDS.has(event.kind)) return state;
  // Later rings of a call that rings; the first ring of another one.
  const begins =
    BEGINS.has(event.kind) &&
    !(goesOn && event.kind === "ring" && known.steps.every((one) => one.step === "rings" || one.step === "callerId"));
  const call = goesOn && !begins ? known : newCall(line, event, at);
  return withCall(state, noted(call, step, event, at));
}

const newCall = (line: string, { kind }: LiveEvent, at: number): LiveCall => ({
  ...{ line, begunAt: at, steps: [], with: kind.startsWith("d") ? "doctor" : "caller" },
  ...(BEGINS.has(kind) ? {} : { joinedLate: true }),
});

function noted(call: LiveCall, step: CallStep, { kind, ref }: LiveEvent, at: number): LiveCall {
  const last = call.steps.at(-1);
  const steps =
    last?.step === step
      ? [...call.steps.slice(0, -1), { ...last, times: last.times + 1 }]
      : [...call.steps, { at, step, times: 1 }];
  return {
    ...call,
    steps: steps.length > MOST_STEPS ? [...steps.slice(0, 1), ...steps.slice(2)] : steps,
    ...(ref === undefined ? {} : { ref }),
    ...(ENDS.has(kind) ? { endedAt: at } : {}),
  };
}

/** The caller's line, before that of a doctor who was called about it. */
function lineOfAlert({ calls }: CallSteps, { kind, ref }: LiveEvent): string | undefined {
  if (ref === undefined || !OF_ALERT.has(kind)) return undefined;
  const ofRef = Object.values(calls).filter((call) => call.ref === ref);
  return (ofRef.find((call) => call.with === "caller") ?? ofRef[0])?.line;
}

const withCall = ({ calls }: CallSteps, call: LiveCall): CallSteps => ({ calls: { ...calls, [call.line]: call } });

/** The daemon is gone: nobody knows what became of its calls. */
export const endedUnseen = ({ calls }: CallSteps, at: number): CallSteps => ({
  calls: Object.fromEntries(
    Object.entries(calls).map(([line, call]) => [
      line,
      call.endedAt === undefined ? { ...call, endedAt: at, lost: true } : call,
    ]),
  ),
});

/** Going on, or over for less than so long: who looks a moment too late still sees how it ended. */
const SHOWN_AFTER_MS = 15 * 60_000;

export const callsToShow = ({ calls }: CallSteps, now: number): readonly LiveCall[] =>
  Object.values(calls)
    .filter(({ endedAt }) => endedAt === undefined || now - endedAt < SHOWN_AFTER_MS)
    .toSorted((a, b) => b.begunAt - a.begunAt);
