import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallInEvent } from "../../firmware/doctor/callin/CallIn.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { LocalStore } from "../../test/harness/LocalStore.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { DutyBook } from "../alert/DutyBook.ts";
import { PromptLibrary } from "../call/PromptLibrary.ts";
import { packagedPrompts } from "../call/packagedPrompts.ts";
import { LiveFeed } from "../control/LiveFeed.ts";
import { CallInBox } from "./CallInBox.ts";
import { OwnClips } from "./OwnClips.ts";

test("a disk that does not answer: what is open is told all the same, as nobody's news", async () => {
  const clock = new VirtualClock();
  const local = new LocalStore();
  const store = local.newProcess(clock);
  // From now on it answers the process after this one only.
  local.newProcess(clock);
  const told: CallInEvent[] = [];
  const library = PromptLibrary.load([packagedPrompts], ["en"]);
  const box = new CallInBox({
    means: {
      ...{ clinic: testClinic(), clock, store, feed: new LiveFeed(clock), duties: new DutyBook(store, clock) },
      pages: () => [{ ref: "7Q4K", urgency: "urgent", state: "open", raisedAt: clock.now() }],
      onCall: () => ({}),
      clips: new OwnClips({ own: packagedPrompts, packaged: packagedPrompts, library }),
      tellPerson: () => {},
    },
    person: { id: "chen", name: "Dr. Chen" },
    variables: { clinic: "Rosewood Family Practice", emergencyNumber: "911" },
    format: "s16le",
    command: () => {},
    tell: (event) => void told.push(event),
  });
  box.perform({ kind: "listEntries", list: "open" });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(told.length, 0, "it may still answer");
  clock.advance(Seconds(3));
  await new Promise((resolve) => setImmediate(resolve));
  const [listed] = told;
  assert.ok(listed?.kind === "entriesListed");
  assert.deepEqual(
    listed.entries.map(({ ref, heard, alert }) => [ref, heard, alert?.state]),
    [["7Q4K", false, "open"]],
  );
  assert.deepEqual(clock.running(), []);
  local.close();
});
