import assert from "node:assert/strict";
import { test } from "node:test";
import type { AlertChannel, DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { Hours, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { WatchedStore } from "../../test/harness/WatchedStore.ts";
import { type Bench, bench } from "../storage/testStore.ts";
import { type Letter, SmsOutbox } from "./SmsOutbox.ts";

const ANSWER: Letter = { purpose: "answer", ref: "", person: "chen", address: "+13125550101", text: "You have 7Q4K." };
const SENT: DispatchOutcome = { kind: "sent", detail: "+CMGS 7", submittedAtMs: 0, modemMs: 0, parts: [] };
const AWAY: DispatchOutcome = { kind: "failedTemporarily", detail: "the modem is not there" };

/** An outbox on a real store and on virtual time; the modem answers what the test says, or never. */
async function outbox(folder: Bench, clock: VirtualClock, modem: (dispatch: Dispatch) => DispatchOutcome | "never") {
  const { store, settled } = ((watched) => ({ store: watched.store, settled: () => watched.settled() }))(
    new WatchedStore(await folder.open()),
  );
  const given: Dispatch[] = [];
  const resumed: string[] = [];
  const ended: string[] = [];
  const channel: AlertChannel = {
    way: "sms",
    send: (dispatch) => {
      given.push(dispatch);
      // As SmsChannel does: what is too late for it never reaches the modem.
      const late = dispatch.expiresAt !== undefined && clock.now() >= dispatch.expiresAt;
      const outcome = late ? ({ kind: "failedPermanently", detail: "too late" } as const) : modem(dispatch);
      return outcome === "never" ? new Promise(() => {}) : Promise.resolve(outcome);
    },
    resume: (dispatches) => resumed.push(...dispatches.map(({ id }) => id)),
  };
  const onEnded = (_: Dispatch, { kind }: DispatchOutcome) => ended.push(kind);
  const box = new SmsOutbox({ clock, store, channel, onEnded });
  const passes = async (time: Parameters<VirtualClock["advance"]>[0]) => {
    await settled();
    for (let left: number = time; left > 0; left -= 10_000) {
      clock.advance(Seconds(Math.min(10, left / 1_000)));
      await settled();
    }
  };
  return { box, store, given, resumed, ended, passes, settled };
}

test("an answer is in the store before it is sent, and its fate after it", async () => {
  await using folder = bench();
  const clock = new VirtualClock();
  let asked: Promise<readonly Dispatch[]> | undefined;
  const { box, store } = await outbox(folder, clock, () => {
    asked = store.unfinishedDispatches(0);
    return SENT;
  });
  assert.equal(await box.post(ANSWER), true);
  const [row] = (await asked)!;
  assert.deepEqual([row?.state, row?.text, row?.purpose], ["queued", ANSWER.text, "answer"]);
});

test("while the modem is away an answer is tried again, and given up after ten minutes", async () => {
  await using folder = bench();
  const { box, given, ended, passes } = await outbox(folder, new VirtualClock(), () => AWAY);
  const gone = box.post(ANSWER);
  await passes(Minutes(9));
  assert.ok(given.length > 10 && given.length < 30, `${given.length} tries`);
  assert.equal(new Set(given.map(({ id }) => id)).size, 1, "one row");
  await passes(Minutes(3));
  const tries = given.length;
  await passes(Hours(1));
  assert.deepEqual([given.length, ended, await gone], [tries, ["failedPermanently"], false]);
});

test("after a restart an answer that is not proved sent goes out, with the same text; one of hours ago does not", async () => {
  for (const [down, sent] of [
    [Minutes(5), ["You have 7Q4K."]],
    [Hours(3), []],
  ] as const) {
    await using folder = bench();
    const clock = new VirtualClock();
    const before = await outbox(folder, clock, () => "never");
    void before.box.post(ANSWER);
    await before.passes(Seconds(1));
    before.box.stop();
    await before.store.close();
    clock.advance(down);
    const after = await outbox(folder, clock, () => SENT);
    await after.box.resume();
    await after.passes(Seconds(5));
    assert.deepEqual(
      after.given.map(({ text }) => text),
      sent,
    );
    assert.deepEqual(after.ended, [sent.length > 0 ? "sent" : "failedPermanently"]);
  }
});

test("what was sent before the restart may still be reported on; it is not sent again", async () => {
  await using folder = bench();
  const clock = new VirtualClock();
  const before = await outbox(folder, clock, () => ({ ...SENT, parts: [{ reference: 7, at: clock.now() }] }));
  await before.box.post(ANSWER);
  await before.settled();
  await before.store.close();
  const after = await outbox(folder, clock, () => SENT);
  await after.box.resume();
  assert.deepEqual([after.given.length, after.resumed.length], [0, 1]);
});

test("a word to a caller is written once, whoever takes the call how often", async () => {
  await using folder = bench();
  const { box, given } = await outbox(folder, new VirtualClock(), () => SENT);
  for (let i = 0; i < 3; i++) await box.postOnce("7Q4K.caller", { ...ANSWER, purpose: "patient" });
  assert.equal(given.length, 1);
});
