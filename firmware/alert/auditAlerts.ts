import type { EscalationStep } from "../config/Clinic.ts";
import { detail } from "../health/details/detailWords.ts";
import type { Alert } from "../message/MessageStore.ts";
import { type Duration, Minutes } from "../time/Duration.ts";
import { type EscalationState, mustGoOn } from "./Escalation.ts";

// Looks over the escalation's shoulder: an alert that is not closed has something ahead of it, or it is stuck. It should
// never find anything. What it finds is told to a person, and pushed on.

/** A step may be late by this: a card that stalls, a modem that keeps the process busy. */
export const GRACE: Duration = Minutes(5);

/** An alert as the running box has it. */
export interface HeldAlert {
  readonly state: EscalationState;
  readonly ladder: readonly EscalationStep[];
  /** Until its next step or its expiry, on the monotonic clock, so that setting the clock is no finding; absent: none runs. */
  readonly dueIn?: number;
  /** The alert that it is linked to is open here, too. */
  readonly hasRoot: boolean;
}

/** What is to be done about it: go on from the store's row, take over what the store knows, or run what is due. */
export type Finding =
  | { readonly kind: "notHeld"; readonly alert: Alert; readonly why: string }
  | {
      readonly kind: "takeMissed";
      readonly ref: string;
      readonly person: string;
      readonly at: number;
      readonly why: string;
    }
  | { readonly kind: "closeMissed"; readonly ref: string; readonly why: string }
  | { readonly kind: "stuck"; readonly ref: string; readonly why: string };

/**
 * `stored`: all that the store has as not closed. A row that memory lacks, or contradicts, may only be a write that is under
 * way: it counts when the look before this one saw it, too (`suspects`).
 */
export function auditAlerts(
  held: readonly HeldAlert[],
  stored: readonly Alert[],
  suspects: ReadonlySet<string>,
): { readonly findings: readonly Finding[]; readonly suspects: ReadonlySet<string> } {
  const now = new Set<string>();
  const findings: Finding[] = held.flatMap((alert) => stuckOf(alert) ?? []);
  for (const alert of stored) {
    const contradiction = contradictionOf(
      alert,
      held.find(({ state }) => state.ref === alert.ref),
    );
    if (contradiction === undefined) continue;
    if (suspects.has(alert.ref)) findings.push(contradiction);
    else now.add(alert.ref);
  }
  for (const { state } of held) {
    if (state.phase === "closed" || stored.some(({ ref }) => ref === state.ref)) continue;
    if (suspects.has(state.ref)) findings.push({ kind: "closeMissed", ref: state.ref, why: detail.closeMissed() });
    else now.add(state.ref);
  }
  return { findings, suspects: now };
}

function stuckOf({ state, ladder, dueIn, hasRoot }: HeldAlert): Finding | undefined {
  const { ref, phase, linkedTo } = state;
  if (linkedTo !== undefined)
    return hasRoot || phase === "closed"
      ? undefined
      : { kind: "stuck", ref, why: detail.linkedToClosed({ ref: linkedTo }) };
  if (!mustGoOn(state, ladder)) return undefined;
  if (dueIn === undefined) return { kind: "stuck", ref, why: detail.noStepAhead() };
  return dueIn < -GRACE ? { kind: "stuck", ref, why: detail.stepLate({ n: Math.round(-dueIn / 60_000) }) } : undefined;
}

function contradictionOf(alert: Alert, held: HeldAlert | undefined): Finding | undefined {
  const { ref, state, takenBy, takenAt } = alert;
  if (held === undefined) return { kind: "notHeld", alert, why: detail.notHeld() };
  const missed = state === "taken" && held.state.phase === "open" && held.state.takenAt !== takenAt;
  if (!missed || takenBy === undefined || takenAt === undefined) return undefined;
  return {
    kind: "takeMissed",
    ref,
    person: takenBy,
    at: takenAt,
    why: detail.takeMissed(),
  };
}
