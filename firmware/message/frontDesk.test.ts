import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideDeskAct } from "./decideDeskAct.ts";
import { assignedAct, type DeskAct, type DeskDeed, type Hand, inOrder, undoableActs } from "./frontDesk.ts";
import { type MessageFacts, messageStanding } from "./messageState.ts";

const ANN: Hand = { id: "user:ann", name: "Ann" };
const BEN: Hand = { id: "user:ben", name: "Ben" };
const nothing: MessageFacts = { callGoesOn: false, wasPaged: false, acts: [] };
let drawn = 0;

/** Does it as the store does; the refusal when it is not to be. */
function doing(facts: MessageFacts, deed: DeskDeed, by = ANN, at = 1_000, was?: string | null) {
  const wish = { id: `a${drawn++}`, ref: "7Q4K", at, by, deed, ...(was === undefined ? {} : { was }) };
  const decision = decideDeskAct(facts, wish);
  const acts = decision.kind === "write" ? [...facts.acts, decision.act] : facts.acts;
  return { decision, facts: { ...facts, acts } };
}

const after = (facts: MessageFacts, ...deeds: readonly DeskDeed[]): MessageFacts =>
  deeds.reduce((so, deed) => doing(so, deed).facts, facts);

const chen = { state: "closed", takenBy: "chen", takenAt: 500, closedAt: 900 } as const;
const states: readonly (readonly [string, MessageFacts, string])[] = [
  ["nobody was told of it", nothing, "new"],
  ["the caller is on the line", { ...nothing, callGoesOn: true }, "recording"],
  ["somebody is paged", { ...nothing, alert: { state: "open" }, wasPaged: true }, "paged"],
  ["an alert without a page", { ...nothing, alert: { state: "open" } }, "new"],
  ["a doctor has it", { ...nothing, alert: { ...chen, state: "taken" }, wasPaged: true }, "taken"],
  [
    "a doctor has it while the caller speaks",
    { ...nothing, callGoesOn: true, alert: { ...chen, state: "taken" } },
    "taken",
  ],
  ["a doctor says done", { ...nothing, alert: chen, alertClosedBy: "chen" }, "calledBack"],
  ["the front desk called back", after(nothing, { kind: "calledBack" }), "calledBack"],
  ["closed after that", after(nothing, { kind: "calledBack" }, { kind: "closed" }), "closed"],
  ["closed at once", after(nothing, { kind: "closed" }), "closed"],
  ["reopened", after(nothing, { kind: "closed" }, { kind: "reopened" }), "new"],
  ["reopened after a doctor's done", after({ ...nothing, alert: chen }, { kind: "reopened" }), "new"],
  [
    "taken at the desk after that",
    after({ ...nothing, alert: chen }, { kind: "reopened" }, { kind: "taken" }),
    "taken",
  ],
  [
    "a doctor's done after it was reopened",
    { ...after({ ...nothing, alert: chen }, { kind: "reopened" }), alert: { ...chen, closedAt: 2_000 } },
    "calledBack",
  ],
  [
    "taken at the desk, then a doctor's done",
    { ...after(nothing, { kind: "taken" }), alert: { ...chen, closedAt: 2_000 } },
    "calledBack",
  ],
];

for (const [what, facts, state] of states)
  test(`${what}: ${state}`, () => assert.equal(messageStanding(facts).state, state));

test("what was called back and then closed says both, with who and when", () => {
  const { calledBack, closed, taken } = messageStanding(
    after({ ...nothing, alert: chen, alertClosedBy: "chen" }, { kind: "closed" }),
  );
  assert.deepEqual([taken?.at, calledBack?.at, calledBack?.by?.id, closed?.by?.name], [500, 900, "chen", "Ann"]);
});

test("undo of called back and of closed leads back to what was before", () => {
  const both = after(nothing, { kind: "taken" }, { kind: "calledBack" }, { kind: "closed" });
  const [closing] = undoableActs(both.acts);
  const open = after(both, { kind: "undone", act: closing?.id ?? "" });
  assert.equal(messageStanding(open).state, "calledBack");
  const [back] = undoableActs(open.acts);
  assert.equal(messageStanding(after(open, { kind: "undone", act: back?.id ?? "" })).state, "taken");
});

test("whoever takes back what ended a page has the message open again, and the page stays ended", () => {
  const paged = { ...nothing, alert: { state: "open" }, wasPaged: true } as const;
  const { decision, facts } = doing(paged, { kind: "calledBack" });
  assert.ok(decision.kind === "write" && decision.act.deed.kind === "calledBack" && decision.act.deed.endsPage);
  const ended = { ...facts, alert: { state: "closed", closedAt: 1_001 }, alertClosedBy: "front-desk" } as const;
  const open = after(ended, { kind: "undone", act: decision.act.id });
  assert.equal(messageStanding(open).state, "new");
  assert.deepEqual(undoableActs(open.acts), []);
  assert.equal(messageStanding(after(open, { kind: "closed" })).state, "closed");
});

for (const state of ["open", "taken"] as const)
  test(`a page that was ${state} when the desk ended it says nothing more, whenever its alert is closed`, () => {
    const paged = { ...nothing, alert: { ...chen, state }, wasPaged: true } as const;
    const reopened = after(paged, { kind: "calledBack" }, { kind: "reopened" });
    assert.equal(messageStanding(reopened).state, "new");
    const late = { ...reopened, alert: { ...chen, closedAt: 5_000 }, alertClosedBy: "front-desk" };
    assert.equal(messageStanding(late).state, "new");
    assert.equal(messageStanding(after(late, { kind: "taken" })).taken?.by?.id, ANN.id);
  });

test("nobody undoes what somebody else has gone on from", () => {
  const { facts: first } = doing(nothing, { kind: "calledBack" });
  const { facts: then } = doing(first, { kind: "closed" }, BEN);
  const { decision } = doing(then, { kind: "undone", act: first.acts[0]?.id ?? "" });
  assert.ok(decision.kind === "refused" && decision.why.kind === "notLast" && decision.why.act?.by.name === "Ben");
});

test("of two who call back at once, the second hears who was first and when", () => {
  const { facts } = doing(nothing, { kind: "calledBack" }, ANN, 1_000);
  const { decision } = doing(facts, { kind: "calledBack" }, BEN, 1_001);
  assert.deepEqual(decision, { kind: "refused", why: { kind: "already", state: "calledBack", by: ANN, at: 1_000 } });
});

test("who assigns what somebody has assigned meanwhile is told so, and nothing is overwritten", () => {
  const { facts } = doing(nothing, { kind: "assigned", to: BEN }, BEN, 1_000, null);
  const { decision } = doing(facts, { kind: "assigned", to: ANN }, ANN, 1_001, null);
  assert.ok(decision.kind === "refused" && decision.why.kind === "assignedMeanwhile");
  assert.equal(doing(facts, { kind: "assigned" }, ANN, 1_001, BEN.id).decision.kind, "write");
});

test("whatever several people do, in whatever order two databases tell it: one truth, and every answer was true when it was given", () => {
  const hands = [ANN, BEN, { id: "chen", name: "Dr. Chen" }];
  const deed: fc.Arbitrary<DeskDeed | "undo"> = fc.oneof(
    fc.constantFrom<DeskDeed | "undo">(
      { kind: "taken" },
      { kind: "calledBack" },
      { kind: "closed" },
      { kind: "reopened" },
      "undo",
    ),
    fc.constantFrom<DeskDeed>({ kind: "assigned" }, ...hands.map((to) => ({ kind: "assigned", to }) as const)),
    fc.constant<DeskDeed>({ kind: "note", text: "called, engaged" }),
  );
  // The clock may go back; two wishes may come in one millisecond.
  const wish = fc.record({
    deed,
    by: fc.constantFrom(...hands),
    at: fc.integer({ min: 0, max: 5 }),
    again: fc.boolean(),
  });
  const alert = fc.constantFrom<MessageFacts["alert"]>(undefined, { state: "open" }, { ...chen, state: "taken" }, chen);
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 25 }), alert, fc.infiniteStream(fc.nat(1_000)), (wishes, now, lots) => {
      let facts: MessageFacts = { ...nothing, ...(now === undefined ? {} : { alert: now }) };
      for (const [index, { again, at, by, deed: wanted }] of wishes.entries()) {
        const made =
          wanted === "undo" ? ({ kind: "undone", act: undoableActs(facts.acts)[0]?.id ?? "none" } as const) : wanted;
        const asked = { id: `${index}`, ref: "7Q4K", at, by, deed: made };
        const before = messageStanding(facts);
        const decision = decideDeskAct(facts, asked);
        if (decision.kind !== "write") {
          assert.deepEqual(messageStanding(facts), before);
          continue;
        }
        const { act } = decision;
        assert.ok(
          facts.acts.every(({ order }) => order < act.order),
          "each act comes after all that were there",
        );
        facts = { ...facts, acts: [...facts.acts, act] };
        if (made.kind === "calledBack" || made.kind === "closed" || made.kind === "taken")
          assert.equal(messageStanding(facts).state, made.kind);
        if (made.kind === "reopened") assert.equal(messageStanding(facts).state, "new");
        if (made.kind === "assigned") assert.equal(assignedAct(facts.acts)?.deed.to?.id, made.to?.id);
        // The same request once more, because its answer was lost.
        if (again) assert.equal(decideDeskAct(facts, asked).kind, "done");
      }
      const shuffled = facts.acts
        .map((act): readonly [number, DeskAct] => [lots.next().value ?? 0, act])
        .sort(([a], [b]) => a - b)
        .map(([, act]) => act);
      const told = { ...facts, acts: inOrder(shuffled) };
      assert.deepEqual(messageStanding(told), messageStanding(facts));
      assert.deepEqual(undoableActs(told.acts), undoableActs(facts.acts));
    }),
  );
});
