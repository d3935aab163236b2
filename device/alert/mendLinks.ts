import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { OpenAlert } from "./OpenAlert.ts";
import type { OpenAlerts } from "./OpenAlerts.ts";

/**
 * An alert and the later calls of its caller are rows of their own, so a crash may have come between them. What the first one
 * does not know of, it hears now; what has lost its first one climbs by itself.
 */
export async function mendLinks(
  alerts: OpenAlerts,
  store: Pick<MessageStore, "takeAlert">,
  clock: Clock,
): Promise<void> {
  for (const alert of alerts.all) {
    const { linkedTo } = alert.state;
    if (linkedTo === undefined) continue;
    const first = alerts.get(linkedTo);
    if (first === undefined || first.state.phase === "closed" || first.state.linkedTo !== undefined)
      alert.handle({ kind: "unlinked", at: clock.now(), why: "it is not open" });
    else await mend(alert, first, store, clock);
  }
}

async function mend(
  alert: OpenAlert,
  first: OpenAlert,
  store: Pick<MessageStore, "takeAlert">,
  clock: Clock,
): Promise<void> {
  const { ref } = alert;
  const { raisedAt, phase } = alert.state;
  const { laterCalls = [], phase: firstPhase, takenBy, takenAt = 0 } = first.state;
  if (!laterCalls.some((call) => call.ref === ref)) first.handle({ kind: "calledAgain", ref, at: clock.now() });
  if (firstPhase === "open" && phase === "taken") alert.handle({ kind: "reopened", at: clock.now() });
  // Taken with the first one, but the power went before the second row was written.
  if (firstPhase !== "taken" || phase !== "open" || takenBy === undefined || takenAt <= raisedAt) return;
  const at = clock.now();
  const result = await store.takeAlert(ref, takenBy, at);
  if (result.kind !== "taken") return;
  alert.handle({ kind: "taken", person: takenBy, at, answer: false });
  // The first one's take was long over, and has expired while the store was asked.
  if (first.state.phase === "open") alert.handle({ kind: "reopened", at: clock.now() });
}
