import assert from "node:assert/strict";
import { test } from "node:test";
import { aCall, aDispatch, aMessage, anAlert, anAnswer, aPart, bench } from "./testStore.ts";

const REF = "7Q4K";
const sent = { state: "sent", parts: [{ reference: 9, at: 50 }] } as const;

test("after a restart the answers that are not proved sent are there, and what may still be reported on", async () => {
  await using folder = bench();
  const store = await folder.open();
  await store.writeCall(aCall("c1"));
  await store.writeMessage(aMessage(REF, "c1"), anAlert(REF, "c1"), [aDispatch(REF)]);
  await store.writeDispatch(aDispatch(REF, { ...sent, attempts: 1 }));
  for (const state of ["queued", "sending", "unknown", "failedTemporarily", "failedPermanently", "delivered"] as const)
    await store.writeDispatch(anAnswer(REF, { id: state, state }));
  await store.writeDispatch(anAnswer(REF, { id: "old", createdAt: 10 }));
  await store.close();
  const again = await folder.open();
  assert.deepEqual(
    (await again.unfinishedDispatches(1_000)).map(({ id }) => id),
    [aDispatch(REF).id, "failedTemporarily", "queued", "sending", "unknown"],
  );
});

test("an answer about an alert is no page of it: its escalation does not send it again", async () => {
  await using folder = bench();
  const store = await folder.open();
  await store.writeCall(aCall("c1"));
  await store.writeMessage(aMessage(REF, "c1"), anAlert(REF, "c1"), [aDispatch(REF)]);
  await store.writeDispatch(anAnswer(REF));
  const [open] = await store.unfinishedAlerts();
  assert.deepEqual(
    open?.dispatches.map(({ id }) => id),
    [aDispatch(REF).id],
  );
});

test("a report that is faster than the record of its sending stands; one of an earlier sending does not", async () => {
  await using folder = bench();
  const store = await folder.open();
  await store.writeDispatch(
    aDispatch(REF, { state: "delivered", detail: "TP-ST 0x00", parts: [{ reference: 9, at: 50, status: 0 }] }),
  );
  await store.writeDispatch(aDispatch(REF, { ...sent, detail: "+CMGS 9" }));
  await store.writeDispatch(anAnswer(REF, { ...sent, detail: "+CMGS 9" }));
  const stateOf = async () => (await store.unfinishedDispatches(0)).map(({ id, state }) => [id, state]);
  assert.deepEqual(await stateOf(), [[anAnswer(REF).id, "sent"]], "the page is delivered");
  await store.writeDispatch(aDispatch(REF, { state: "sent", parts: [{ reference: 9, at: 70 }] }));
  assert.deepEqual(await stateOf(), [
    [aDispatch(REF).id, "sent"],
    [anAnswer(REF).id, "sent"],
  ]);
});

test("when it was first sent and first delivered stays, however often it is sent again", async () => {
  await using folder = bench();
  const store = await folder.open();
  await store.writeMessage(aMessage(REF, "c1"), anAlert(REF, "c1"), [aDispatch(REF)]);
  const timesOf = async () => {
    const [page] = (await store.find(REF))!.dispatches;
    return [page?.sentAt, page?.deliveredAt];
  };
  assert.deepEqual(await timesOf(), [undefined, undefined]);
  await store.writeDispatch(aDispatch(REF, { state: "unknown", updatedAt: 100 }));
  assert.deepEqual(await timesOf(), [undefined, undefined], "nobody knows");
  await store.writeDispatch(aDispatch(REF, { state: "sent", updatedAt: 200 }));
  await store.writeDispatch(aDispatch(REF, { state: "delivered", updatedAt: 300 }));
  await store.writeDispatch(aDispatch(REF, { state: "sent", updatedAt: 400, attempts: 2 }));
  await store.writeDispatch(aDispatch(REF, { state: "delivered", updatedAt: 500, attempts: 2 }));
  assert.deepEqual(await timesOf(), [200, 300]);
});

test("what was added once is not added again", async () => {
  await using folder = bench();
  const store = await folder.open();
  assert.equal(await store.addDispatch(anAnswer(REF, { purpose: "patient" })), true);
  await store.writeDispatch(anAnswer(REF, { purpose: "patient", state: "failedPermanently" }));
  assert.equal(await store.addDispatch(anAnswer(REF, { purpose: "patient" })), false);
  assert.deepEqual(await store.unfinishedDispatches(0), []);
});

test("a part of a text is kept until the text is whole", async () => {
  await using folder = bench();
  const store = await folder.open();
  assert.deepEqual(await store.keepPart(aPart("p1")), { kept: "disk" });
  await store.keepPart(aPart("p2"));
  await store.keepPart(aPart("p1"));
  await store.partsDone(["p1", "never seen"]);
  await store.close();
  const again = await folder.open();
  assert.deepEqual(await again.keptParts(), [aPart("p2")]);
});
