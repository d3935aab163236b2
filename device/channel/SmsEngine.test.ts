import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { CHEN, dispatchTo, PATEL, SmsBench } from "../../test/harness/SmsBench.ts";
import { encodeDeliver, encodeStatusReport } from "../line/gsm/pdu/Pdu.ts";

const BOUND = { timeout: 30_000 };
const PAGE = "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.";
const URGENT = { urgent: true };
const ROUTINE = { urgent: false };

test("pages first, then answers, then callers, whatever was asked for first", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { network: { delayMs: 40 } } });
  await bench.modem.start();
  const went: string[] = [];
  bench.emulator.onEvent((event) => event.event === "textShown" && went.push(event.text));
  const { channel } = bench;
  const sent = await Promise.all([
    channel.send(dispatchTo(PATEL, "in the way", { id: "0" }), ROUTINE),
    channel.send(dispatchTo("+13125550142", "caller", { id: "1", purpose: "patient" }), ROUTINE),
    channel.send(dispatchTo(PATEL, "answer", { id: "2", purpose: "answer" }), ROUTINE),
    channel.send(dispatchTo(PATEL, "routine", { id: "3" }), ROUTINE),
    channel.send(dispatchTo(CHEN, "urgent", { id: "4" }), URGENT),
  ]);
  assert.ok(sent.every(({ kind }) => kind === "sent"));
  assert.deepEqual(went.slice(-3), ["routine", "answer", "caller"]);
  assert.ok(went.indexOf("urgent") < went.indexOf("routine"), went.join());
});

test("an answer that is too late never reaches the modem, also when it waits for one", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { noSim: true }, factor: 100 });
  await bench.modem.start();
  const soon = bench.clock.now() + Minutes(1) / 2;
  const waiting = bench.channel.send(dispatchTo(CHEN, "answer", { purpose: "answer", expiresAt: soon }), ROUTINE);
  const late = bench.channel.send(dispatchTo(CHEN, "answer", { purpose: "answer", expiresAt: soon - 60_000 }), ROUTINE);
  for (const outcome of await Promise.all([waiting, late])) {
    assert.equal(outcome.kind, "failedPermanently");
    assert.match(outcome.detail, /too late/);
  }
  assert.ok(!bench.faults.includes("SMS_REFUSED"), "nobody's number is to blame");
});

test("a page that waits while the call is taken does not wake anybody", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { network: { delayMs: 60 } } });
  await bench.modem.start();
  const first = bench.channel.send(dispatchTo(PATEL, PAGE, { id: "first" }), URGENT);
  const second = bench.channel.send(dispatchTo(CHEN, PAGE, { id: "second" }), URGENT);
  bench.channel.withdraw("second");
  bench.channel.withdraw("first");
  assert.equal((await second).kind, "failedPermanently");
  assert.equal((await first).kind, "sent", "the modem had it already");
  assert.equal(bench.emulator.doctorPhone(CHEN).received.length, 0);
  assert.deepEqual(bench.faults, []);
});

test("a report that comes after a restart finds its page", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { network: { reportStatus: 0x41, transitMs: 300 } } });
  await bench.modem.start();
  const row = dispatchTo(CHEN, PAGE, { id: "before" });
  const outcome = await bench.channel.send(row, URGENT);
  assert.ok(outcome.kind === "sent" && outcome.parts?.length === 1);
  // What another process would know: only the row.
  await using again = await SmsBench.open();
  again.channel.resume([{ ...row, state: "sent", parts: outcome.parts }]);
  await again.modem.start();
  const report = await bench.emulator.waitFor((event) => event.event === "reported", Seconds(100));
  assert.ok(report.event === "reported");
  again.emulator.network.forward(
    { kind: "submit", to: CHEN, text: PAGE, statusReport: true } as Parameters<
      typeof again.emulator.network.forward
    >[0],
    report.reference,
  );
  await again.until(() => again.reports.length === 1);
  assert.deepEqual([again.reports[0]?.dispatchId, again.rows[0]?.state], ["before", "delivered"]);
});

test("a report that lay on the SIM while we were off finds its page, too", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { network: { reportStatus: 0x41 } } });
  const at = bench.emulator.network.time();
  const report = encodeStatusReport({ reference: 77, to: CHEN, status: 0x41, sentAt: at, at });
  bench.emulator.network.sendPdu(report.hex);
  await bench.modem.start();
  await bench.modem.sweep();
  assert.equal(bench.reports.length, 0);
  const parts = [{ reference: 77, at: bench.clock.now() - 60_000 }];
  bench.channel.resume([dispatchTo(CHEN, PAGE, { id: "before", state: "sent", parts })]);
  await bench.until(() => bench.reports.length === 1 && bench.emulator.sim.storage.used === 0);
  assert.deepEqual([bench.reports[0]?.outcome, bench.rows[0]?.state], ["failed", "failedPermanently"]);
});

test("parts that wait for the others leave the SIM, and are joined after a restart", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  const text = "7Q4K done. ".repeat(30).trim();
  bench.emulator.doctorPhone(CHEN).sends(text, { order: [3, 1] });
  await bench.until(() => bench.parts.size === 2 && bench.emulator.sim.storage.used === 0);
  await using again = await SmsBench.open();
  for (const [id, part] of bench.parts) again.parts.set(id, part);
  await again.modem.start();
  // The reference that the first network gave its text.
  const [, middle] = encodeDeliver({ from: CHEN, text, at: again.emulator.network.time(), reference: 1 }).pdus;
  again.emulator.network.sendPdu(middle!.hex);
  await again.until(() => again.replies.length === 1 && again.parts.size === 0);
  assert.equal(again.replies[0]?.text, text);
});

test("a store that keeps parts in memory only leaves them on the SIM", BOUND, async () => {
  await using bench = await SmsBench.open();
  bench.partsKept = "memory";
  await bench.modem.start();
  bench.emulator.doctorPhone(CHEN).sends("7Q4K done. ".repeat(30).trim(), { order: [1] });
  await bench.until(() => bench.parts.size === 1);
  await bench.modem.sweep();
  assert.equal(bench.emulator.sim.storage.used, 1);
});

test("a copy that the network delivers late is not a second reply", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  const at = bench.emulator.network.time();
  const parts = encodeDeliver({ from: CHEN, text: "7Q4K ".repeat(50).trim(), at, reference: 5 }).pdus;
  for (const { hex } of [...parts, ...parts.slice(0, 1)]) bench.emulator.network.sendPdu(hex);
  await bench.until(() => bench.replies.length === 1 && bench.emulator.sim.storage.used === 0);
  assert.equal(bench.parts.size, 0, "it waits for nothing");
});

test(
  "a SIM full of somebody's drafts: what comes in between is taken and deleted, the drafts stay",
  BOUND,
  async () => {
    await using bench = await SmsBench.open({ emulator: { slots: 10 } });
    const { storage } = bench.emulator.sim;
    for (let i = 0; i < 9; i++) storage.add("0011000B913121551510F10000AA0161", 2);
    await bench.modem.start();
    for (const code of ["7Q4K", "7Q4K done"]) {
      bench.emulator.doctorPhone(CHEN).sends(code);
      await bench.until(() => bench.replies.at(-1)?.text === code && storage.used === 9);
    }
  },
);
