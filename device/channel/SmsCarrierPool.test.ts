import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Seconds } from "../../firmware/time/Duration.ts";
import { CHEN, dispatchTo, PATEL } from "../../test/harness/SmsBench.ts";
import { TwoModems } from "../../test/harness/TwoModems.ts";

const BOUND = { timeout: 30_000 };
const PAGE = "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.";
const URGENT = { urgent: true };

test("with both in service the first of the clinic file pages", BOUND, async () => {
  await using two = await TwoModems.open();
  await two.start();
  assert.equal((await two.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
  assert.deepEqual(two.shownBy(CHEN), [[PAGE], []]);
});

for (const code of [331, 310, 38, 28]) {
  test(
    `the first SIM cannot send (+CMS ERROR ${code}): the second does, in the same attempt, and the next page too`,
    BOUND,
    async () => {
      await using two = await TwoModems.open();
      await two.start();
      two.emulators[0].refuse({ code });
      const outcome = await two.channel.send(dispatchTo(CHEN, PAGE), URGENT);
      assert.equal(outcome.kind, "sent");
      two.emulators[0].clearFaults();
      await two.channel.send(dispatchTo(PATEL, PAGE), URGENT);
      assert.deepEqual(
        [two.shownBy(CHEN), two.shownBy(PATEL)],
        [
          [[], [PAGE]],
          [[], [PAGE]],
        ],
      );
      assert.ok(!two.faults.includes("SMS_REFUSED"));
    },
  );
}

test("the first modem is in a call: the second pages, so that neither hinders the other", BOUND, async () => {
  await using two = await TwoModems.open();
  await two.start();
  two.modems[0].callChanged(true);
  assert.equal((await two.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
  two.modems[0].callChanged(false);
  assert.deepEqual(two.shownBy(CHEN), [[], [PAGE]]);
});

test(
  "the first modem takes no command while it is in a call, and the second is in one too: no page waits for that",
  BOUND,
  async () => {
    await using two = await TwoModems.open();
    await two.start();
    for (const modem of two.modems) modem.callChanged(true);
    two.emulators[0].inject({ kind: "swallow", times: Number.POSITIVE_INFINITY });
    while (two.modems[0].hindered !== "outOfStep") await setTimeout(20);
    const since = two.clock.monotonic();
    assert.equal((await two.channel.send(dispatchTo(CHEN, PAGE), URGENT)).kind, "sent");
    assert.ok(two.clock.monotonic() - since < Seconds(2), `${two.clock.monotonic() - since} ms`);
    assert.deepEqual(two.shownBy(CHEN), [[], [PAGE]]);
  },
);

test("a number that does not exist is not tried by the other SIM", BOUND, async () => {
  await using two = await TwoModems.open();
  await two.start();
  two.emulators[0].refuse({ code: 1, number: CHEN });
  assert.deepEqual(await two.channel.send(dispatchTo(CHEN, PAGE), URGENT), {
    kind: "failedPermanently",
    detail: "+CMS ERROR 1",
  });
  assert.deepEqual(two.shownBy(CHEN), [[], []]);
});

test("one without a SIM, one unplugged while it has the page: it goes out all the same", BOUND, async () => {
  await using two = await TwoModems.open({ network: { delayMs: 5_000 } });
  two.emulators[1].removeSim();
  await two.start();
  const page = two.channel.send(dispatchTo(CHEN, PAGE), URGENT);
  await two.emulators[0].waitFor((event) => event.event === "pduReceived", Seconds(50));
  two.emulators[1].insertSim();
  await two.emulators[0].unplug();
  assert.equal((await page).kind, "sent");
  assert.deepEqual(two.shownBy(CHEN)[1], [PAGE]);
});

test("ten doctors at once: both modems work, each page goes once", BOUND, async () => {
  await using two = await TwoModems.open({ network: { delayMs: 60 } }, { network: { delayMs: 60 } });
  await two.start();
  const numbers = Array.from({ length: 10 }, (_, i) => `+131255501${String(i + 10)}`);
  const outcomes = await Promise.all(
    numbers.map((number) => two.channel.send(dispatchTo(number, PAGE, { id: number }), URGENT)),
  );
  assert.ok(outcomes.every(({ kind }) => kind === "sent"));
  const byModem = two.emulators.map((emulator) =>
    numbers.filter((number) => emulator.doctorPhone(number).received.length > 0),
  );
  assert.deepEqual([...byModem[0]!, ...byModem[1]!].sort(), numbers);
  assert.ok(
    byModem.every((some) => some.length >= 4),
    JSON.stringify(byModem),
  );
});

test("replies come in over both SIMs, and each SIM is emptied of its own", BOUND, async () => {
  await using two = await TwoModems.open();
  await two.start();
  const stored = two.emulators.map((emulator) =>
    emulator.waitFor((event) => event.event === "result" && event.line.startsWith("AT+CMGD"), Seconds(100)),
  );
  two.emulators[0].doctorPhone(CHEN).sends("7Q4K");
  two.emulators[1].doctorPhone(PATEL).sends("who");
  await Promise.all(stored);
  assert.deepEqual(two.replies.sort(), ["7Q4K", "who"]);
  assert.deepEqual(
    two.emulators.map(({ sim }) => sim.storage.used),
    [0, 0],
  );
});

test("none in service: told when the first of them is", BOUND, async () => {
  await using two = await TwoModems.open({ noSim: true }, { noSim: true });
  await two.start();
  assert.equal(await two.pool.whenReady(Seconds(1)), false);
  const ready = two.pool.whenReady(Seconds(100));
  two.emulators[1].insertSim();
  assert.equal(await ready, true);
});
