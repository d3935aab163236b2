/* @pure */
import type { LiveEvent } from "../../control/LiveFeed.ts";
import type { ConsoleEventData, ConsoleEventKind } from "../api/events.ts";
import type { Right } from "../auth/roles.ts";
import { callStepOf } from "../live/callSteps.ts";

export type ConsoleEvent = {
  readonly [K in ConsoleEventKind]: { readonly kind: K; readonly data: ConsoleEventData[K] };
}[ConsoleEventKind];

/** What is needed to be told of it; undefined: whoever is signed in. */
export const RIGHT_FOR: Readonly<Record<ConsoleEventKind, Right | undefined>> = {
  message: "messages.read",
  alert: "messages.read",
  call: "live.read",
  fault: "live.read",
  status: undefined,
  clinic: undefined,
  test: "box.test",
  change: "clinic.read",
  duty: "duty.read",
  prompt: "clinic.read",
  resync: undefined,
};

const OF_ALERTS: Readonly<Record<string, ConsoleEventData["alert"]["what"]>> = {
  urgent: "raised",
  taken: "taken",
  closed: "closed",
  submitted: "page-accepted",
  "told-by-telephone": "page-accepted",
  delivered: "page-delivered",
  "page-failed": "page-failed",
};

/** What browsers are told of what the daemon tells: that something happened, never its words, which name callers. */
export function consoleEventsOf({ figures = {}, kind, line, ref }: LiveEvent, at: number): readonly ConsoleEvent[] {
  if (kind === "message-changed")
    return ref === undefined ? [] : [{ kind: "message", data: { at, ref, isNew: figures["isNew"] === true } }];
  if (kind === "duty-changed") return [{ kind: "duty", data: { at } }];
  if (kind === "fault") {
    const { active, code, severity } = figures;
    return [
      { kind: "fault", data: { at, code: String(code), active: active === true, severity: String(severity ?? "") } },
    ];
  }
  const events: ConsoleEvent[] = [];
  const what = OF_ALERTS[kind];
  if (what !== undefined && ref !== undefined) events.push({ kind: "alert", data: { at, ref, what } });
  const step = callStepOf(kind);
  if (line !== undefined && step !== undefined)
    events.push({ kind: "call", data: { at, line, step, ...(ref === undefined ? {} : { ref }) } });
  return events;
}
