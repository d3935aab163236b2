import { Minutes } from "../../time/Duration.ts";
import { AT, TalkBench } from "../TalkBench.fixture.ts";
import type { TalkEffect } from "../TalkEffects.ts";
import type { TalkSetup } from "../TalkState.ts";
import type { CallInEvent, DutyNow, Entry, ListKind } from "./CallIn.ts";

export const CHEN = { id: "chen", name: "Dr. Chen" };
export const PATEL = { id: "patel", name: "Dr. Patel" };
export const OKAFOR = { id: "okafor", name: "Dr. Okafor" };

/** 02:14 in Chicago; the handoff is on Monday at 08:00. */
export const MONDAY = Date.UTC(2026, 10, 30, 14, 0);
export const DUTY: DutyNow = {
  at: AT,
  people: [PATEL],
  until: MONDAY,
  fallback: false,
  others: [PATEL, OKAFOR],
  undoable: false,
};

const entry = (ref: string, more: Partial<Entry> = {}): Entry => ({
  ref,
  urgency: "urgent",
  receivedAt: AT,
  heard: false,
  alert: { state: "open" },
  ...more,
});
export const OPEN: readonly Entry[] = [entry("7Q4K"), entry("8W3M", { receivedAt: AT - 60_000 })];
const { alert: _, ...REFILL } = entry("9T2P", { urgency: "routine", receivedAt: AT - 3_600_000 });
export const MESSAGES: readonly Entry[] = [REFILL, { ...entry("6R5N"), heard: true, alert: { state: "closed" } }];

/** A talk of somebody who calls in, with a box that answers at once. */
export class CallInBench extends TalkBench {
  // What the box answers, and what it was asked; set before the first event by the constructor of the base.
  declare lists: Record<ListKind, readonly Entry[]> | undefined;
  declare duty: DutyNow | undefined;
  declare changed: Extract<CallInEvent, { kind: "dutyChanged" }>["result"] | undefined;
  declare clip: Extract<CallInEvent, { kind: "clipChanged" }>["result"] | undefined;

  constructor(setup: Partial<TalkSetup> = {}) {
    super({
      why: { kind: "callsIn", languages: ["en"] },
      longest: Minutes(10),
      variables: {
        clinic: "Rosewood Family Practice",
        emergencyNumber: "911",
        people: [CHEN, PATEL, OKAFOR],
      },
      ...setup,
    });
  }

  protected override answer(effect: TalkEffect): void {
    super.answer(effect);
    if (this.store === "silent") return;
    const lists = this.lists ?? { open: [], messages: [] };
    if (effect.kind === "listEntries")
      this.tell({ kind: "entriesListed", list: effect.list, at: AT, entries: lists[effect.list] });
    if (effect.kind === "askDuty") this.tell({ kind: "dutyTold", duty: this.duty ?? DUTY });
    if (effect.kind === "changeDuty" || effect.kind === "undoDuty")
      this.tell({ kind: "dutyChanged", result: this.changed ?? "done" });
    if (effect.kind === "keepTake" || effect.kind === "undoClip")
      this.tell({ kind: "clipChanged", result: this.clip ?? "done" });
  }

  of<K extends TalkEffect["kind"]>(kind: K): readonly Extract<TalkEffect, { readonly kind: K }>[] {
    return this.effects.filter((effect): effect is Extract<TalkEffect, { readonly kind: K }> => effect.kind === kind);
  }

  /** Behind the door. */
  static inside(change: (bench: CallInBench) => void = () => {}, setup: Partial<TalkSetup> = {}): CallInBench {
    const bench = new CallInBench(setup);
    change(bench);
    bench.keys("2468#");
    return bench;
  }
}
