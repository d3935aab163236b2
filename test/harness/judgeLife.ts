import type { EscalationState } from "../../firmware/alert/Escalation.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import type { Sent } from "./AlertBench.ts";
import type { LocalStore } from "./LocalStore.ts";

/** The longest pause that any policy here leaves between two rounds, with room for the pages themselves. */
const LONGEST_SILENCE = Minutes(12);

/** What is wrong with the alerts of a box after half an hour of quiet. */
export function judge(store: LocalStore, sent: readonly Sent[], now: number): readonly string[] {
  const violations: string[] = [];
  if (!store.verifyAudit().ok) violations.push("the audit's chain is broken");
  for (const { detail } of store.rows<{ detail: string }>("SELECT detail FROM audit WHERE kind = 'auditor-found'"))
    violations.push(`the auditor had to help: ${detail}`);
  const rows = store.rows<{ ref: string; state: string; record: string }>("SELECT ref, state, record FROM alerts");
  const stateOf = new Map(rows.map(({ ref, state }) => [ref, state]));
  for (const row of rows) {
    const { escalation } = JSON.parse(row.record) as { escalation: string };
    const state = JSON.parse(escalation) as EscalationState;
    if (row.state === "closed") continue;
    if (row.state === "taken") {
      if (state.linkedTo === undefined && (state.timer?.at ?? 0) < now - Seconds(1))
        violations.push(`${state.ref} is taken, and its take never ends`);
      if (state.linkedTo !== undefined && stateOf.get(state.linkedTo) === "open")
        violations.push(`${state.ref} is taken, and ${state.linkedTo}, with which it was, is open again`);
      continue;
    }
    const root = state.linkedTo ?? state.ref;
    const last = sent.findLast(({ dispatch }) => dispatch.ref === root)?.at ?? 0;
    if (stateOf.get(root) !== "taken" && now - last > LONGEST_SILENCE)
      violations.push(`${state.ref} is open, and nobody was paged for ${Math.round((now - last) / 60_000)} min`);
  }
  return violations;
}

/** The audit, for whoever wants to know how it came to that. */
export function history(store: LocalStore): readonly string[] {
  type Row = { at: number; kind: string; ref: string | null; person: string | null; detail: string | null };
  return store
    .rows<Row>("SELECT at, kind, ref, person, detail FROM audit ORDER BY seq")
    .map(({ at, kind, ref, person, detail }) => [new Date(at).toISOString(), kind, ref, person, detail].join(" "));
}
