import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeStoreThreadAhead } from "./storeThread.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert, bench } from "./testStore.ts";

const firstCode = async (store: { reserveCodes(n: number): Promise<readonly string[]> }) =>
  (await store.reserveCodes(1))[0] ?? "";

test("a message, its alert and its page are there after the appliance was switched off and on", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  assert.deepEqual(await store.writeCall(aCall("c1")), { kept: "disk" });
  assert.deepEqual(await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]), {
    kept: "disk",
  });
  await store.close();

  const again = await it.open();
  const found = await again.find(ref);
  assert.deepEqual(found?.message, aMessage(ref, "c1"));
  assert.deepEqual(found?.call, aCall("c1"));
  assert.deepEqual(await again.unfinishedAlerts(), [{ alert: anAlert(ref, "c1"), dispatches: [aDispatch(ref)] }]);
  assert.deepEqual(it.faults, []);
});

test("a message may come before its call, and the call's own record counts when it comes", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeMessage(aMessage(ref, "c1"));
  assert.equal((await store.find(ref))?.call.line, "unknown");
  await store.writeCall(aCall("c1"));
  assert.deepEqual((await store.find(ref))?.call, aCall("c1"));
});

test("the recording that comes back is the recording that went in, sample for sample, the last take counting", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeMessage(aMessage(ref, "c1"));
  await store.appendAudio(aChunk("c1", 0, { bytes: new Uint8Array(4000) }));
  const chunks = [0, 1, 2].map((sequence) => aChunk("c1", sequence, { take: 2 }));
  await Promise.all(chunks.map((chunk) => store.appendAudio(chunk)));
  await store.appendAudio(chunks[1]!);
  const whole = Buffer.concat(chunks.map((chunk) => chunk.bytes));

  const recording = await store.recording(ref, "reason");
  assert.equal(recording?.format, "u8");
  assert.ok(whole.equals(recording?.bytes ?? new Uint8Array()));
  assert.deepEqual((await store.find(ref))?.recordings, [
    {
      part: "reason",
      takes: 2,
      format: "u8",
      milliseconds: 3000,
      sha256: createHash("sha256").update(whole).digest("hex"),
    },
  ]);
  assert.equal(await store.recording(ref, "name"), undefined);
  assert.equal(await store.recording("2222", "name"), undefined);
});

test("a caller who records again and says nothing keeps the first take: that one is played, listed and digested", async () => {
  await using it = bench();
  const store = await it.open();
  const [ref = ""] = await store.reserveCodes(1);
  await store.writeCall(aCall("c1"));
  const first = aChunk("c1", 0, { take: 1 });
  await store.appendAudio(first);
  await store.appendAudio(aChunk("c1", 0, { take: 2, bytes: new Uint8Array(40) }));
  await store.appendAudio(aChunk("c1", 0, { part: "name", take: 1, bytes: new Uint8Array(16) }));
  await store.writeMessage(aMessage(ref, "c1", { keptTakes: { reason: 1 } }));
  assert.deepEqual((await store.recording(ref, "reason"))?.bytes, first.bytes);
  assert.equal((await store.recording(ref, "name"))?.bytes.length, 16);
  const recordings = (await store.find(ref))?.recordings ?? [];
  const [name, reason] = recordings;
  assert.deepEqual([name?.part, name?.milliseconds], ["name", 2]);
  assert.deepEqual([reason?.part, reason?.takes, reason?.milliseconds], ["reason", 2, 1000]);
  assert.equal(reason?.sha256, createHash("sha256").update(first.bytes).digest("hex"));
  // A take that is named and not there (its audio was lost) leaves the highest.
  await store.writeMessage(aMessage(ref, "c1", { keptTakes: { reason: 3 } }));
  assert.equal((await store.recording(ref, "reason"))?.bytes.length, 40);
});

test("a digest is right also when chunks come late, twice, or across a restart", async () => {
  await using it = bench();
  let store = await it.open();
  const ref = await firstCode(store);
  await store.writeMessage(aMessage(ref, "c1"));
  for (const sequence of [0, 2, 1]) await store.appendAudio(aChunk("c1", sequence));
  await store.close();
  store = await it.open();
  await store.appendAudio(aChunk("c1", 3));
  const whole = Buffer.concat([0, 1, 2, 3].map((sequence) => aChunk("c1", sequence).bytes));
  const sha256 = createHash("sha256").update(whole).digest("hex");
  assert.equal((await store.find(ref))?.recordings[0]?.sha256, sha256);
  await store.interruptedCalls();
  assert.equal((await store.find(ref))?.recordings[0]?.sha256, sha256);
});

test("two doctors reply at the same moment: one takes it, the other is told who", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"));
  const [first, second] = await Promise.all([store.takeAlert(ref, "chen", 5), store.takeAlert(ref, "patel", 6)]);
  assert.deepEqual(first, { kind: "taken" });
  assert.deepEqual(second, { kind: "alreadyTaken", by: "chen", at: 5 });
  assert.deepEqual(await store.closeAlert(ref, "chen", 9), { kind: "closed", by: "chen", at: 9 });
  assert.deepEqual(await store.takeAlert(ref, "patel", 10), { kind: "closed", by: "chen", at: 9 });
  assert.deepEqual(await store.unfinishedAlerts(), []);
});

test("a code that was given out but whose alert never came is lost, another one is unknown", async () => {
  await using it = bench();
  const store = await it.open();
  const codes = await store.reserveCodes(50);
  assert.equal(new Set(codes).size, 50);
  assert.deepEqual(await store.takeAlert(codes[7]!, "chen", 5), { kind: "lost" });
  assert.deepEqual(await store.takeAlert("0000", "chen", 5), { kind: "unknownCode" });
  assert.deepEqual(await store.closeAlert("", "chen", 5), { kind: "unknownCode" });
});

test("a message written again while the call goes on does not undo what the doctor did meanwhile", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]);
  await store.writeDispatch(aDispatch(ref, { state: "sent", attempts: 1 }));
  await store.takeAlert(ref, "chen", 5);
  await store.writeMessage(aMessage(ref, "c1", { complete: true }), anAlert(ref, "c1"), [aDispatch(ref)]);
  await store.writeAlert(anAlert(ref, "c1", { escalation: '{"step":1}' }), []);
  const found = await store.find(ref);
  assert.equal(found?.alert?.state, "taken");
  assert.equal(found?.alert?.takenBy, "chen");
  assert.equal(found?.alert?.escalation, '{"step":1}');
  assert.equal(found?.dispatches[0]?.state, "sent");
  assert.equal(found?.message.complete, true);
});

test("a take that expired opens the alert again when the escalation says that it knows of it", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"));
  await store.takeAlert(ref, "chen", 5);
  await store.writeAlert(anAlert(ref, "c1", { takenBy: "chen", takenAt: 5 }), []);
  assert.deepEqual(await store.takeAlert(ref, "patel", 50), { kind: "taken" });
});

test("publications come back in order until they are done, across a restart", async () => {
  await using it = bench();
  const store = await it.open();
  for (const n of [1, 2, 3]) await store.enqueuePublication("firstring/x", `${n}`, n === 1);
  const all = await store.nextPublications(10);
  assert.deepEqual(
    all.map(({ payload, retain }) => [payload, retain]),
    [
      ["1", true],
      ["2", false],
      ["3", false],
    ],
  );
  await store.publicationDone(all[0]!.id);
  await store.close();
  const again = await it.open();
  assert.deepEqual(
    (await again.nextPublications(1)).map((it) => it.payload),
    ["2"],
  );
});

test("an SMS that the SIM delivers twice is new only once", async () => {
  await using it = bench();
  const store = await it.open();
  const sms = { id: "f00d", from: "+13125550101", text: "7q4k", receivedAt: 5 };
  assert.equal(await store.writeInbound(sms), true);
  assert.equal(await store.writeInbound(sms), false);
});

test("the list is newest first and goes on where it ended", async () => {
  await using it = bench();
  const store = await it.open();
  const codes = await store.reserveCodes(5);
  for (const [i, ref] of codes.entries()) await store.writeMessage(aMessage(ref, `c${i}`, { receivedAt: 1000 + i }));
  const page = await store.list(2);
  assert.deepEqual(
    page.map((it) => it.message.receivedAt),
    [1004, 1003],
  );
  assert.deepEqual(
    (await store.list(10, 1003)).map((it) => it.message.receivedAt),
    [1002, 1001, 1000],
  );
});

test("a call that a crash cut off gets its ending, and leaves an urgent message also when there was none yet", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeCall(aCall("c1"));
  await store.writeMessage(aMessage(ref, "c1"));
  await store.appendAudio(aChunk("c1", 0));
  await store.writeCall(aCall("c2"));
  const [unfinished = ""] = await store.reserveCodes(1);
  await store.writeCall(aCall("c4"));
  await store.writeMessage(aMessage(unfinished, "c4", { urgency: "routine" }));
  await store.writeCall(aCall("c3", { endedAt: 1_009_000, ending: "completed" }));
  await store.close();

  const again = await it.open();
  const found = await again.interruptedCalls();
  assert.deepEqual(found.map((it) => it.call.id).sort(), ["c1", "c2", "c4"]);
  assert.ok(found.every((it) => it.call.ending === "interrupted" && it.message.urgency === "urgent"));
  assert.equal(found.find((it) => it.call.id === "c1")?.call.endedAt, 1_002_500);
  assert.equal(found.find((it) => it.call.id === "c2")?.message.urgencyBecause, "interrupted");
  assert.equal((await again.interruptedCalls()).length, 3, "until their alerts are raised they are told again");
  for (const { message } of found) await again.writeAlert(anAlert(message.ref, message.callId), []);
  assert.deepEqual(await again.interruptedCalls(), []);
});

test("a call that was cut off before its message was written keeps the code that its page may have carried", async () => {
  await using it = bench();
  const store = await it.open();
  const [ref = ""] = await store.reserveCodes(8);
  await store.writeCall(aCall("cut", { ref }));
  const [found] = await store.interruptedCalls();
  assert.equal(found?.message.ref, ref);
  assert.deepEqual(await store.interruptedCalls(), [found], "and again, until somebody is told of it");
});

test("a request that is a mistake of ours is refused alone; the others in its commit are kept", async () => {
  await using it = bench();
  const store = await it.open();
  const [good, bad] = await store.reserveCodes(2);
  const results = await Promise.allSettled([
    store.writeMessage(aMessage(good!, "c1")),
    store.writeAlert({ ...anAlert(bad!, "c1"), state: "nonsense" as never }, []),
    store.writeCall(aCall("c1")),
  ]);
  assert.deepEqual(
    results.map((result) => result.status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual((await store.find(good!))?.call, aCall("c1"));
  assert.deepEqual(it.faults, []);
});

test("an urgent message does not wait behind a minute of audio that a stalled card has not taken", async () => {
  await using it = bench();
  const store = await it.open({ allowStall: true });
  const ref = await firstCode(store);
  const order: string[] = [];
  const stall = store.stallForMs(300);
  const audio = Array.from({ length: 60 }, (_, i) =>
    store.appendAudio(aChunk("c1", i)).then(() => order.push(`audio ${i}`)),
  );
  assert.equal(store.waitingAudio, 480_000);
  const urgent = store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1")).then(() => order.push("urgent"));
  const saved = store.writeMessage(aMessage(ref, "c1", { complete: true })).then(() => order.push("saved"));
  await Promise.all([stall, urgent, saved, ...audio]);
  assert.equal(order[0], "urgent");
  assert.equal(order.at(-1), "saved", "`saved` is not true before the audio is");
  assert.equal(store.waitingAudio, 0);
  assert.equal((await store.find(ref))?.recordings[0]?.milliseconds, 60_000);
});

test("audio beyond the bound is refused with a fault, not held until the memory is gone", async () => {
  await using it = bench();
  const store = await it.open({ allowStall: true, mostWaitingAudio: 20_000 });
  const stall = store.stallForMs(100);
  const kept = await Promise.all([0, 1, 2, 3].map((i) => store.appendAudio(aChunk("c1", i))));
  await stall;
  assert.deepEqual(
    kept.map((it) => it.kept),
    ["disk", "disk", "memory", "memory"],
  );
  assert.deepEqual(
    it.faults.map((fault) => [fault.code, fault.cleared]),
    [
      ["STORE_FAILED", false],
      ["STORE_FAILED", true],
    ],
  );
});

test("nobody stalls a store that was not opened for it", async () => {
  await using it = bench();
  const store = await it.open();
  await assert.rejects(store.stallForMs(1), /allowStall/);
});

test("two FirstRings cannot use one data directory", async () => {
  await using it = bench();
  await it.open();
  await assert.rejects(it.open(), { code: "STORE_IN_USE" });
});

test("a patient's name and number are nowhere in the files, and only the service may read them", async () => {
  await using it = bench();
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeCall(aCall("c1"));
  await store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]);
  await store.appendAudio(aChunk("c1", 0, { bytes: Buffer.from("CANARY QUILLFEATHER ".repeat(400)) }));
  const look = () => {
    for (const name of readdirSync(it.directory)) {
      const content = readFileSync(join(it.directory, name)).toString("latin1");
      assert.ok(!/CANARY|QUILLFEATHER|5550142|5550101/.test(content), name);
      assert.ok(!content.startsWith("SQLite format 3") || name === "firstring.lock", name);
      if (name.startsWith("firstring.db")) assert.equal(statSync(join(it.directory, name)).mode & 0o077, 0, name);
    }
  };
  look();
  await store.close();
  look();
});

test("a database thread that dies of a bug is started again, and what it had not answered is done", async () => {
  await using it = bench();
  const store = await it.open({ program: new URL("../../test/fault/dyingStoreWorker.ts", import.meta.url) });
  const ref = "7Q4K";
  const all = [
    store.writeMessage(aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]),
    store.writeCall(aCall("c1")),
    store.appendAudio(aChunk("c1", 0)),
    store.takeAlert(ref, "chen", 5),
  ] as const;
  assert.deepEqual(await Promise.all(all), [{ kept: "disk" }, { kept: "disk" }, { kept: "disk" }, { kind: "taken" }]);
  assert.deepEqual(
    it.faults.map((fault) => fault.cleared),
    [false, true],
  );
  const found = await store.find(ref);
  assert.deepEqual(found?.call, aCall("c1"));
  assert.equal(found?.recordings[0]?.milliseconds, 1000);
  assert.equal(store.queueDepth, 0);
});

test("a thread that was made ahead is used; in the place of one that has ended by then a new one is made", async () => {
  for (const ends of [false, true]) {
    await using it = bench();
    const thread = makeStoreThreadAhead();
    if (ends) await thread.terminate();
    const store = await it.open({ thread });
    assert.equal(thread.threadId < 0, ends);
    assert.deepEqual(await store.writeCall(aCall("c1")), { kept: "disk" });
    await store.close();
    assert.equal(thread.threadId, -1, "closing the store ends it");
    assert.deepEqual(it.faults, []);
  }
});

test("a record that cannot be handed to a thread is refused and leaves nothing waiting", async () => {
  await using it = bench();
  const store = await it.open();
  await assert.rejects(store.writeCall({ ...aCall("c1"), line: (() => "front") as never }), /cannot do writeCall/);
  assert.equal(store.queueDepth, 0);
});
