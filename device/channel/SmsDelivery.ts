/* @pure */
// One page on its way to one number: which part next, and what to do about each failure (27.005 and 24.011 codes).
// It runs beside the escalation's clock, never instead of it, and each page has its own: no number blocks another.
//
//   waitingForModem ─▶ submitting ─▶ (next part) … ─▶ done: sent
//         ▲                │ refused, unknown
//         │                ▼
//         └─────────── pausing / repairing ─▶ done: failed or unknown
import { detail as words } from "../../firmware/health/details/detailWords.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { type CmsAction, cmsAction } from "../line/gsm/cmsErrors.ts";

/** Pauses before each further attempt of one part; with the last one used up, the page has failed. */
export const RETRY_PAUSES: readonly Duration[] = [Seconds(2), Seconds(5), Seconds(15)];
/** How long a page waits for a modem that is not there: a replug or a restart of the modem takes less. */
export const MODEM_PATIENCE = Seconds(60);

export type Repair = Extract<CmsAction, `repair${string}`>;

export interface DeliveryState {
  readonly parts: number;
  /** The part that is next or under way, from 0. */
  readonly part: number;
  /** Attempts of this part that failed. */
  readonly failures: number;
  readonly onceMoreUsed: boolean;
  readonly repaired: readonly Repair[];
  readonly references: readonly number[];
  readonly lastProblem: string;
  /** An attempt of this part may have gone out. */
  readonly mayHaveGone: boolean;
  /** Why it is not to be tried again: it is too late for it, or nobody wants it any more. */
  readonly over?: string;
  readonly phase: "waitingForModem" | "submitting" | "pausing" | "repairing" | "done";
}

export type DeliveryEvent =
  | { readonly kind: "modemReady" }
  /** MODEM_PATIENCE is over. */
  | { readonly kind: "modemStillAway" }
  | { readonly kind: "submitted"; readonly reference: number }
  | { readonly kind: "refused"; readonly code?: number }
  /** No result, or none with its proof. `sent`: the PDU had been handed over. */
  | { readonly kind: "noResult"; readonly sent: boolean; readonly why: string }
  /** The port went, or the modem was not ready after all. */
  | { readonly kind: "modemGone"; readonly sent: boolean }
  | { readonly kind: "pauseOver" }
  | { readonly kind: "repairEnded" }
  /** Not again: what is with the modem still counts, anything else ends here. */
  | { readonly kind: "enough"; readonly why: string }
  /** It was taken back before a modem had it. */
  | { readonly kind: "withdrawn" };

export type DeliveryEffect =
  | { readonly kind: "submit"; readonly part: number }
  | { readonly kind: "awaitModem"; readonly patience: Duration }
  | { readonly kind: "pause"; readonly for: Duration }
  | { readonly kind: "repair"; readonly what: Repair }
  /** If no modem has it yet, it is not given to one. */
  | { readonly kind: "withdraw" }
  | { readonly kind: "finish"; readonly outcome: DeliveryOutcomeKind; readonly detail: string };

export type DeliveryOutcomeKind = "sent" | "failedTemporarily" | "failedPermanently" | "unknown";

type Step = readonly [DeliveryState, readonly DeliveryEffect[]];

export function startDelivery(parts: number): Step {
  const state: DeliveryState = {
    parts,
    part: 0,
    failures: 0,
    onceMoreUsed: false,
    repaired: [],
    references: [],
    lastProblem: "",
    mayHaveGone: false,
    phase: "waitingForModem",
  };
  return [state, [{ kind: "awaitModem", patience: MODEM_PATIENCE }]];
}

export function step(state: DeliveryState, event: DeliveryEvent): Step {
  if (state.phase === "done") return [state, []];
  switch (event.kind) {
    case "modemReady":
      return state.phase === "waitingForModem" ? submit(state) : [state, []];
    case "modemStillAway":
      return state.phase === "waitingForModem" ? giveUp({ ...state, lastProblem: words.modemNotThere() }) : [state, []];
    case "submitted":
      return state.phase === "submitting" ? submitted(state, event.reference) : [state, []];
    case "refused":
      return state.phase === "submitting" ? refused(state, event.code) : [state, []];
    case "noResult": {
      const mayHaveGone = state.mayHaveGone || event.sent;
      return state.phase === "submitting" ? again({ ...state, mayHaveGone, lastProblem: event.why }) : [state, []];
    }
    case "modemGone": {
      const mayHaveGone = state.mayHaveGone || event.sent;
      return state.phase === "submitting" ? awaitModem({ ...state, mayHaveGone }) : [state, []];
    }
    case "pauseOver":
      return state.phase === "pausing" ? awaitModem(state) : [state, []];
    case "repairEnded":
      return state.phase === "repairing" ? awaitModem(state) : [state, []];
    case "enough": {
      const over = { ...state, over: event.why };
      return state.phase === "submitting" ? [over, [{ kind: "withdraw" }]] : giveUp(over);
    }
    case "withdrawn":
      return state.phase === "submitting" ? giveUp(state) : [state, []];
  }
}

const submit = (state: DeliveryState): Step =>
  state.over === undefined
    ? [{ ...state, phase: "submitting" }, [{ kind: "submit", part: state.part }]]
    : giveUp(state);

const awaitModem = (state: DeliveryState): Step =>
  state.over === undefined
    ? [{ ...state, phase: "waitingForModem" }, [{ kind: "awaitModem", patience: MODEM_PATIENCE }]]
    : giveUp(state);

function submitted(state: DeliveryState, reference: number): Step {
  const references = [...state.references, reference];
  if (state.part + 1 < state.parts) {
    return submit({ ...state, part: state.part + 1, references, failures: 0, onceMoreUsed: false, mayHaveGone: false });
  }
  return finish({ ...state, references }, "sent", `+CMGS ${references.join(" ")}`);
}

function refused(state: DeliveryState, code: number | undefined): Step {
  // The network has refused this attempt; an earlier one may still have gone, so that stays as it is.
  const next = { ...state, lastProblem: code === undefined ? "ERROR" : `+CMS ERROR ${code}` };
  const action = cmsAction(code);
  switch (action) {
    case "permanent":
      return finish(next, state.mayHaveGone ? "unknown" : "failedPermanently", next.lastProblem);
    case "againSoon":
      return again(next);
    case "onceMore":
      return next.onceMoreUsed ? giveUp(next) : again({ ...next, onceMoreUsed: true });
    case "repairSim":
    case "repairStorage":
    case "repairCentre":
    case "repairPdu":
      return repair(next, action);
  }
}

/** Each kind of repair is tried once; if it does not help, the ordinary pauses follow, and for a PDU that is ours, the end. */
function repair(state: DeliveryState, what: Repair): Step {
  if (state.over === undefined && !state.repaired.includes(what)) {
    return [{ ...state, phase: "repairing", repaired: [...state.repaired, what] }, [{ kind: "repair", what }]];
  }
  return what === "repairPdu" ? finish(state, "failedPermanently", state.lastProblem) : again(state);
}

function again(state: DeliveryState): Step {
  const pause = RETRY_PAUSES[state.failures];
  if (pause === undefined || state.over !== undefined) return giveUp(state);
  return [{ ...state, phase: "pausing", failures: state.failures + 1 }, [{ kind: "pause", for: pause }]];
}

const giveUp = (state: DeliveryState): Step => {
  if (state.mayHaveGone) return finish(state, "unknown", state.over ?? state.lastProblem);
  return state.over === undefined
    ? finish(state, "failedTemporarily", state.lastProblem)
    : finish(state, "failedPermanently", state.over);
};

/** How far a text of several parts got is part of what is known of it. */
function finish(state: DeliveryState, outcome: DeliveryOutcomeKind, detail: string): Step {
  const progress =
    outcome !== "sent" && state.parts > 1
      ? `; ${words.partsWent({ n: state.references.length, n2: state.parts })}`
      : "";
  return [{ ...state, phase: "done" }, [{ kind: "finish", outcome, detail: `${detail}${progress}` }]];
}
