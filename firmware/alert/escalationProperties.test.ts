import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MINUTE, World } from "../../test/harness/EscalationWorld.ts";
import type { DispatchOutcome } from "../channel/AlertChannel.ts";

const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 40 * MINUTE }) }),
  fc.record({
    kind: fc.constantFrom("take" as const, "pass" as const, "close" as const),
    person: fc.constantFrom("chen", "patel", "okafor", "stranger"),
  }),
  fc.record({
    kind: fc.constant("crash" as const),
    ms: fc.integer({ min: 0, max: 60 * MINUTE }),
    slip: fc.integer({ min: -60 * MINUTE, max: 60 * MINUTE }),
  }),
);
const anyReport = fc.record({
  kind: fc.constant("report" as const),
  person: fc.constantFrom("chen", "patel", "okafor"),
  outcome: fc.constantFrom("delivered" as const, "failed" as const, "gaveUp" as const),
});
const anyOutcome = fc.array(
  fc.constantFrom<DispatchOutcome["kind"] | "never">(
    "sent",
    "failedTemporarily",
    "failedPermanently",
    "unknown",
    "never",
  ),
  { minLength: 1, maxLength: 8 },
);

test("whatever happens, an alert that is not closed has something to wait for, and it pages on (P1, P17)", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyEvent, anyReport), { maxLength: 12 }), anyOutcome, (events, outcomes) => {
      let n = 0;
      const world = new World({
        outcome: () => {
          n += 1;
          return outcomes[n % outcomes.length]!;
        },
      });
      for (const event of events) {
        if (event.kind === "wait") world.passes(event.ms);
        else if (event.kind === "crash") world.crashes(event.ms, event.slip);
        else if (event.kind === "report") world.reported(event.person, event.outcome);
        else if (event.kind === "take") world.taken(event.person);
        else if (event.kind === "pass") world.passed(event.person);
        else world.closed(event.person);
        if (world.state.phase === "closed") assert.equal(world.timers.size, 0);
        else
          assert(
            [...world.timers.keys()].some((name) => name === world.state.timer?.name),
            `${world.state.phase} waits for nothing`,
          );
        assert(JSON.stringify(world.state).length < 20_000, "the state stays small");
      }
      if (world.state.phase === "closed") return;
      const before = world.pages.length;
      world.passes(45 * MINUTE);
      assert(world.pages.length > before, "nobody was paged in 45 minutes");
    }),
    { numRuns: 150 },
  );
});

test("no dispatch id is ever used for another page (P10)", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyEvent, anyReport), { maxLength: 10 }), (events) => {
      const world = new World();
      const seen = new Map<string, string>();
      for (const event of events) {
        if (event.kind === "wait") world.passes(event.ms);
        else if (event.kind === "take") world.taken(event.person);
        else if (event.kind === "pass") world.passed(event.person);
        else if (event.kind === "report") world.reported(event.person, event.outcome);
      }
      for (const { id, to, way, text } of world.pages) {
        const what = `${to} ${way} ${text}`;
        assert.equal(seen.get(id) ?? what, what);
        assert(!seen.has(id), `${id} was sent twice although it was proved sent`);
        seen.set(id, what);
      }
    }),
    { numRuns: 100 },
  );
});

test("killed at any point, every page that was not proved sent goes out again or gives way to a later one to the same person (P12)", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 15 * MINUTE }),
      anyOutcome,
      fc.integer({ min: 0, max: 30 * MINUTE }),
      (when, outcomes, down) => {
        let n = 0;
        const world = new World({
          outcome: () => {
            n += 1;
            return outcomes[n % outcomes.length]!;
          },
        });
        world.passes(when);
        const unproved = [...world.rows.values()].filter(({ state }) =>
          ["queued", "unknown", "failedTemporarily"].includes(state),
        );
        const before = world.pages.length;
        world.crashes(down);
        const after = world.pages.slice(before);
        for (const row of unproved)
          assert(
            after.some(({ to, way }) => to === row.person && way === row.way),
            `${row.id} was forgotten`,
          );
        const contacts = after.map(({ to, way }) => `${to} ${way}`);
        assert.equal(new Set(contacts).size, contacts.length, "one page per contact after a disruption");
      },
    ),
    { numRuns: 150 },
  );
});
