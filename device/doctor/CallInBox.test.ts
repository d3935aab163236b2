import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallInEvent } from "../../firmware/doctor/callin/CallIn.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { LocalStore } from "../../test/harness/LocalStore.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { DutyBook } from "../alert/DutyBook.ts";
import { PromptLibrary } from "../call/PromptLibrary.ts";
import { packagedPrompts } from "../call/packagedPrompts.ts";
import { LiveFeed } from "../control/LiveFeed.ts";
import { CallInBox } from "./CallInBox.ts";
import { OwnClips } from "./OwnClips.ts";

/** A box with one open call, for Dr. Chen; `dead`: its disk never answers. */
function visit(dead = false) {
  const clock = new VirtualClock();
  const local = new LocalStore();
  const store = local.newProcess(clock);
  // From now on it answers the process after this one only.
  if (dead) local.newProcess(clock);
  const told: CallInEvent[] = [];
  const texts: string[] = [];
  const duties = new DutyBook(store, clock);
  const library = PromptLibrary.load([packagedPrompts], ["en"]);
  const box = new CallInBox({
    means: {
      ...{ clinic: testClinic(), clock, store, feed: new LiveFeed(clock), duties },
      pages: () => [{ ref: "7Q4K", urgency: "urgent", state: "open", raisedAt: clock.now() }],
      onCall: () => ({ duties: duties.changes }),
      clips: new OwnClips({ own: packagedPrompts, packaged: packagedPrompts, library }),
      tellPerson: (person, text) => void texts.push(`${person}: ${text}`),
    },
    person: { id: "chen", name: "Dr. Chen" },
    variables: { clinic: "Rosewood Family Practice", emergencyNumber: "911" },
    format: "s16le",
    command: () => {},
    tell: (event) => void told.push(event),
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { box, clock, told, texts, duties, turn, [Symbol.dispose]: () => local.close() };
}

test("a disk that does not answer: what is open is told all the same, as nobody's news", async () => {
  using it = visit(true);
  it.box.perform({ kind: "listEntries", list: "open" });
  await it.turn();
  assert.equal(it.told.length, 0, "it may still answer");
  it.clock.advance(Seconds(3));
  await it.turn();
  const [listed] = it.told;
  assert.ok(listed?.kind === "entriesListed");
  assert.deepEqual(
    listed.entries.map(({ ref, heard, alert }) => [ref, heard, alert?.state]),
    [["7Q4K", false, "open"]],
  );
  assert.deepEqual(it.clock.running(), []);
});

test("the handoff came while the duty was being changed until then: nothing is changed, and nobody is told so", async () => {
  using it = visit();
  const until = it.clock.now() + 60_000;
  const wish = { kind: "takeOver", from: { id: "patel", name: "Dr. Patel" } } as const;
  it.clock.advance(Minutes(2));
  it.box.perform({ kind: "changeDuty", wish, until });
  for (let i = 0; i < 20; i += 1) await it.turn();
  assert.deepEqual(it.told, [{ kind: "dutyChanged", result: "failed" }]);
  assert.deepEqual([it.texts, it.duties.changes], [[], []]);
});
