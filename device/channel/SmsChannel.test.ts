import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { CHEN, dispatchTo, PATEL, SmsBench } from "../../test/harness/SmsBench.ts";

const BOUND = { timeout: 30_000 };
const PAGE = "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.";
const URGENT = { urgent: true };

test("the doctor's phone shows the page, and its time is told apart from the network's", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { network: { delayMs: 120 } } });
  await bench.modem.start();
  const before = bench.clock.monotonic();
  const outcome = await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  assert.equal(outcome.kind, "sent");
  if (outcome.kind !== "sent") return;
  assert.deepEqual(
    bench.emulator.doctorPhone(CHEN).received.map((shown) => [shown.text, shown.parts]),
    [[PAGE, 1]],
  );
  assert.ok(outcome.modemMs >= 110, `the network took 120 ms, told: ${outcome.modemMs}`);
  assert.ok(outcome.submittedAtMs - before >= outcome.modemMs);
});

test("a long text arrives whole, and one in a foreign alphabet too", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  const long = `${PAGE} `.repeat(5).trim();
  const russian = "Пациент просит перезвонить";
  assert.equal((await bench.channel.send(dispatchTo(CHEN, long), URGENT)).kind, "sent");
  assert.equal((await bench.channel.send(dispatchTo(CHEN, russian), URGENT)).kind, "sent");
  assert.deepEqual(
    bench.emulator.doctorPhone(CHEN).received.map((shown) => shown.text),
    [long, russian],
  );
});

test("the doctor's reply is stored, passed on, and only then deleted from the SIM", BOUND, async () => {
  await using bench = await SmsBench.open();
  const asked = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<boolean>();
  bench.store = () => {
    asked.resolve();
    return stored.promise;
  };
  await bench.modem.start();
  const deleted: string[] = [];
  bench.emulator.onEvent(
    (event) => event.event === "command" && event.line.startsWith("AT+CMGD") && deleted.push(event.line),
  );
  bench.emulator.doctorPhone(CHEN).sends("7Q4K");
  await asked.promise;
  await bench.modem.sweep();
  assert.deepEqual([deleted, bench.replies], [[], []]);
  stored.resolve(true);
  await bench.until(() => deleted.length === 1 && bench.emulator.sim.storage.used === 0);
  assert.deepEqual(
    bench.replies.map(({ from, text }) => [from, text]),
    [[CHEN, "7Q4K"]],
  );
});

test("a reply that came while we were off is read at start", BOUND, async () => {
  await using bench = await SmsBench.open();
  bench.emulator.doctorPhone(CHEN).sends("7Q4K pass");
  await bench.modem.start();
  await bench.until(() => bench.replies.length === 1 && bench.emulator.sim.storage.used === 0);
  assert.equal(bench.replies[0]?.text, "7Q4K pass");
});

test("a reply whose announcement got lost is found by the sweep", BOUND, async () => {
  await using bench = await SmsBench.open({ timings: { sweep: Milliseconds(300) } });
  await bench.modem.start();
  // It lies there, and no +CMTI ever came.
  const { storage } = bench.emulator.sim;
  const hex = "07913121551509F9040B913121551510F100006211422041428A0437E84B0A";
  storage.add(hex, 0);
  await bench.until(() => storage.used === 0);
  assert.equal(bench.stored.length, 1);
});

test(
  "a store that does not take the reply leaves it on the SIM, and the next sweep brings it again",
  BOUND,
  async () => {
    await using bench = await SmsBench.open({ timings: { sweep: Milliseconds(300) } });
    let failures = 2;
    bench.store = () => (failures-- > 0 ? Promise.reject(new Error("disk")) : Promise.resolve(true));
    await bench.modem.start();
    bench.emulator.doctorPhone(CHEN).sends("7Q4K");
    await bench.until(() => bench.replies.length === 1 && bench.emulator.sim.storage.used === 0);
  },
);

test("a long reply in parts, in the wrong order and each twice, is one reply", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  const text = "7Q4K done. ".repeat(30).trim();
  bench.emulator.doctorPhone(CHEN).sends(text, { order: [3, 1, 2], copies: 2 });
  await bench.until(() => bench.replies.length >= 1 && bench.emulator.sim.storage.used <= 3);
  assert.deepEqual(
    bench.replies.map((reply) => reply.text),
    [text],
  );
});

test("the report that the page is on the phone finds its page, also with parts", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  await bench.channel.send(dispatchTo(CHEN, PAGE, { id: "a" }), URGENT);
  await bench.channel.send(dispatchTo(PATEL, `${PAGE} `.repeat(4), { id: "b" }), URGENT);
  await bench.until(() => bench.reports.length === 2);
  assert.deepEqual(
    bench.reports.map(({ dispatchId, outcome }) => [dispatchId, outcome]),
    [
      ["a", "delivered"],
      ["b", "delivered"],
    ],
  );
});

test("a page that the network takes only at the third attempt is sent, and once", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  bench.emulator.refuse({ code: 331, times: 2 });
  assert.equal((await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
  assert.equal(bench.emulator.doctorPhone(CHEN).received.length, 1);
});

test("a number that will never take it fails at once, and no other page waits for it", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  bench.emulator.refuse({ code: 331, number: CHEN });
  bench.emulator.refuse({ code: 28, number: "+13125550103" });
  const blocked = bench.channel.send(dispatchTo(CHEN, PAGE, { id: "blocked" }), URGENT);
  const wrong = await bench.channel.send(dispatchTo("+13125550103", PAGE), URGENT);
  assert.deepEqual(wrong, { kind: "failedPermanently", detail: "+CMS ERROR 28" });
  assert.equal((await bench.channel.send(dispatchTo(PATEL, PAGE), URGENT)).kind, "sent");
  assert.deepEqual(await blocked, { kind: "failedTemporarily", detail: "+CMS ERROR 331" });
  assert.ok(bench.faults.includes("SMS_REFUSED"));
  assert.ok(bench.faults.includes("SMS_NOT_ACCEPTED"));
});

test("a network that is away for a while is not blamed on the doctor's number", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  bench.emulator.refuse({ code: 38, number: CHEN });
  const page = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  assert.equal((await page).kind, "failedTemporarily");
  assert.ok(bench.faults.includes("SMS_NOT_ACCEPTED"));
  assert.ok(!bench.faults.includes("SMS_REFUSED"));
});

test("an OK without +CMGS is never a page that was sent", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  bench.emulator.inject({ kind: "refuse", on: "+CMGS", text: "OK", times: 1 });
  assert.equal((await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
  assert.equal(bench.emulator.doctorPhone(CHEN).received.length, 1);
});

test("a lost prompt, a swallowed command, garbage and an RING inside: the page arrives", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  for (const kind of ["losePrompt", "swallow", "garbage", "urcInside", "latePrompt"] as const) {
    bench.emulator.clearFaults();
    bench.emulator.inject({ kind, on: "+CMGS", times: 1, ms: 700 });
    const outcome = await bench.channel.send(dispatchTo(CHEN, `${PAGE} ${kind}`), URGENT);
    assert.equal(outcome.kind, "sent", kind);
  }
  assert.equal(bench.emulator.doctorPhone(CHEN).received.length, 5);
});

test("an OK that never comes: unknown, so the page goes again with the same text", BOUND, async () => {
  await using bench = await SmsBench.open({ factor: 40 });
  await bench.modem.start();
  bench.emulator.inject({ kind: "loseReply", on: "+CMGS", times: 1 });
  assert.equal((await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
  assert.deepEqual(
    bench.emulator.doctorPhone(CHEN).received.map((shown) => shown.text),
    [PAGE, PAGE],
  );
});

test("bytes one by one and doubled CRs change nothing", BOUND, async () => {
  await using bench = await SmsBench.open();
  bench.emulator.splitBytes({ bytes: 1, gapMs: 1 });
  bench.emulator.endLinesWithDoubleCr(true);
  await bench.modem.start();
  assert.equal((await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
  bench.emulator.doctorPhone(CHEN).sends("7Q4K");
  await bench.until(() => bench.replies.length === 1);
});

test("unplugged and plugged in again: back in service, and the page that waited goes out", BOUND, async () => {
  await using bench = await SmsBench.openOnTcp();
  await bench.modem.start();
  await bench.emulator.unplug();
  await bench.until(() => bench.faults.includes("SMS_MODEM_GONE"));
  const page = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  await bench.emulator.replug();
  assert.equal((await page).kind, "sent");
  assert.ok(bench.faults.includes("-SMS_MODEM_GONE"));
});

test("unplugged while the page is with the network: sent again after the replug, never lost", BOUND, async () => {
  await using bench = await SmsBench.openOnTcp({ emulator: { network: { delayMs: 400 } } });
  await bench.modem.start();
  const page = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  await bench.emulator.waitFor((event) => event.event === "pduReceived", Seconds(50));
  await bench.emulator.unplug();
  await bench.emulator.replug();
  assert.equal((await page).kind, "sent");
  assert.ok(bench.emulator.doctorPhone(CHEN).received.length >= 1);
});

test("no modem at start: a fault and no throw; a page is told as not sent after its patience", BOUND, async () => {
  await using bench = await SmsBench.open({ port: "/dev/firstring-no-such-modem", factor: 100 });
  await bench.modem.start();
  assert.deepEqual(bench.faults, ["SMS_MODEM_GONE"]);
  const outcome = await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  assert.deepEqual(outcome, { kind: "failedTemporarily", detail: "the modem is not there" });
});

test("no SIM at start: a fault; put in, the page goes out", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { noSim: true } });
  await bench.modem.start();
  assert.deepEqual(bench.faults, ["SMS_SIM_MISSING"]);
  const page = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  bench.emulator.insertSim();
  assert.equal((await page).kind, "sent");
  assert.ok(bench.faults.includes("-SMS_SIM_MISSING"));
});

test(
  "an urgent page that waits too long is told while it is still tried, and told over once accepted",
  BOUND,
  async () => {
    await using bench = await SmsBench.open({ emulator: { noSim: true } });
    await bench.modem.start();
    const page = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
    await bench.until(() => bench.faults.includes("SMS_NOT_ACCEPTED"));
    bench.emulator.insertSim();
    assert.equal((await page).kind, "sent");
    assert.ok(bench.faults.includes("-SMS_NOT_ACCEPTED"));
  },
);

test("the SIM is pulled while in service: a fault, and back when it is put in", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  bench.emulator.removeSim();
  await bench.until(() => bench.faults.includes("SMS_SIM_MISSING"));
  bench.emulator.insertSim();
  await bench.until(() => bench.faults.includes("-SMS_SIM_MISSING"));
  assert.equal((await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
});

test("the SIM's PIN is entered", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { simPin: "4711" }, simPin: "4711" });
  await bench.modem.start();
  assert.equal((await bench.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
});

test("a wrong PIN is entered once and never again, however often the box starts", BOUND, async () => {
  await using bench = await SmsBench.openOnTcp({ emulator: { simPin: "4711" }, simPin: "1234" });
  const tried: string[] = [];
  bench.emulator.onEvent((event) => event.event === "command" && /CPIN=/.test(event.line) && tried.push(event.line));
  const asked = (): Promise<unknown> =>
    bench.emulator.waitFor((event) => event.event === "result" && event.line.startsWith("AT+CPIN?"), Seconds(100));
  await bench.modem.start();
  for (let i = 0; i < 3; i++) await asked();
  await bench.emulator.unplug();
  await bench.emulator.replug();
  for (let i = 0; i < 3; i++) await asked();
  assert.equal(tried.length, 1);
  assert.equal(bench.emulator.sim.pinTries, 2);
  assert.ok(bench.faults.includes("SMS_SIM_PIN"));
});

test("no network: a fault, and cleared when there is one", BOUND, async () => {
  await using bench = await SmsBench.open();
  bench.emulator.setRegistration(2);
  await bench.modem.start();
  await bench.until(() => bench.faults.includes("SMS_NOT_REGISTERED"));
  bench.emulator.setRegistration(1);
  await bench.until(() => bench.faults.includes("-SMS_NOT_REGISTERED"));
});

test("a SIM full of old messages is emptied once they are safe, so that replies can come in", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { slots: 10 } });
  bench.emulator.fillStorage();
  bench.emulator.doctorPhone(CHEN).sends("7Q4K");
  await bench.modem.start();
  await bench.until(
    () => bench.replies.some((reply) => reply.text === "7Q4K") && bench.emulator.sim.storage.used === 0,
  );
});

test("an unreadable message is kept as it came, and does not stay on the SIM", BOUND, async () => {
  await using bench = await SmsBench.open();
  await bench.modem.start();
  bench.emulator.network.sendPdu("00040B9131");
  await bench.until(() => bench.stored.length === 1 && bench.emulator.sim.storage.used === 0);
  assert.match(bench.stored[0]!.text, /00040B9131/);
  assert.deepEqual(bench.replies, []);
});

test("an urgent page overtakes the other parts of a long routine one", BOUND, async () => {
  await using bench = await SmsBench.open({ emulator: { network: { delayMs: 40 } } });
  await bench.modem.start();
  const shown: string[] = [];
  bench.emulator.onEvent((event) => event.event === "submitted" && shown.push(`${event.to} ${event.part}`));
  const routine = bench.channel.send(dispatchTo(PATEL, "Routine. ".repeat(60)), { urgent: false });
  const other = bench.channel.send(dispatchTo(PATEL, "Routine too.", { id: "other" }), { urgent: false });
  const urgent = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  await Promise.all([routine, other, urgent]);
  const place = shown.indexOf(`${CHEN} 1`);
  assert.ok(place >= 0 && place < shown.indexOf(`${PATEL} 2`), shown.join(", "));
});

test(
  "stopping in the middle of anything leaves nothing behind, and what is not known is told as unknown",
  BOUND,
  async () => {
    const bench = await SmsBench.open({ emulator: { network: { delayMs: 2_000 } } });
    await bench.modem.start();
    const sent = bench.emulator.waitFor((event) => event.event === "pduReceived", Seconds(100));
    const page = bench.channel.send(dispatchTo(CHEN, PAGE), URGENT);
    await sent;
    await bench[Symbol.asyncDispose]();
    assert.deepEqual(await page, { kind: "unknown", detail: "stopped" });
    assert.deepEqual(bench.clock.running(), []);
  },
);

test("stopped before it was started, and while it starts", BOUND, async () => {
  const never = await SmsBench.open();
  await never[Symbol.asyncDispose]();
  const half = await SmsBench.openOnTcp();
  const starting = half.modem.start();
  await half[Symbol.asyncDispose]();
  await starting;
  assert.deepEqual(half.clock.running(), []);
});
