/**
 * ModemManager, which we did not write, takes the emulated modem for the USB modem whose ids it is shown: it picks its
 * plugin for that make by itself, enables it, texts and talks with it, and sees what is wrong with its SIM.
 */
import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import { MmModem } from "./MmModem.ts";
import { MAKES, type Make, stationAt } from "./modemManagerGround.ts";

const BOUND = { timeout: 90_000 };
const CHEN = "+13125550101";
const CALLER = "+13125550142";

async function textsAndTalks(t: TestContext, make: Make): Promise<void> {
  const ground = await stationAt(t, make);
  if (!ground) return;
  const { emulator, station } = ground;
  const chen = emulator.doctorPhone(CHEN);
  const modem = new MmModem(station);

  await modem.found("disabled");
  const seen = await modem.enable(
    ({ generic, "3gpp": network }) =>
      generic.state === "registered" &&
      network["operator-name"] !== "--" &&
      Number(generic["signal-quality"].value) > 0,
  );
  assert.equal(seen.generic.plugin, make.plugin, "it knows the make by the USB ids");
  assert.equal(seen.generic["equipment-identifier"], "860000000000013");
  assert.equal(seen["3gpp"]["registration-state"], "home");
  assert.equal(seen["3gpp"]["operator-code"], "00101");
  assert.equal(seen["3gpp"]["operator-name"], "Test Mobile Network");
  // +CSQ: 20, as a percentage of 31.
  assert.equal(seen.generic["signal-quality"].value, "64");

  const page = "Rosewood: URGENT 🚑 ref 7Q4K {€}";
  const sent = await modem.sendText(CHEN, page);
  assert.deepEqual(
    chen.received.map(({ text }) => text),
    [page],
  );
  assert.equal((await modem.text(sent)).properties.state, "sent");
  chen.sends("7Q4K 👍 done");
  const reply = await modem.received("deliver");
  assert.deepEqual([reply.content.number, reply.content.text], [CHEN, "7Q4K 👍 done"]);
  if (make.tellsDelivery) {
    const report = await modem.received("status-report");
    assert.equal(report.properties["delivery-state"], "completed-received");
  }

  // Before any other call: 1.20 asks for the state of calls every 2 s until none is being set up, and one that is made,
  // but not started, when it last asks is never asked about again.
  const outgoing = await modem.dial(CHEN);
  await modem.callThatIs("ringing-out", outgoing);
  assert.ok(emulator.doctorPicksUp());
  assert.equal((await modem.callThatIs("active", outgoing)).number, CHEN);
  const ended = emulator.waitFor(({ event }) => event === "callEnded", Seconds(10), "the end of the call");
  emulator.callerHangsUp();
  await ended;
  await modem.callThatIs("terminated", outgoing);

  assert.ok(emulator.call(CALLER));
  const incoming = await modem.listedCall("incoming");
  const ringing = await modem.callThatIs("ringing-in", incoming);
  assert.deepEqual([ringing.direction, ringing.number], ["incoming", CALLER]);
  const answered = emulator.waitFor(({ event }) => event === "callAnswered", Seconds(10), "the answer");
  await modem.accept(incoming);
  await answered;
  await modem.callThatIs("active", incoming);
  await modem.hangUp(incoming);
  await modem.callThatIs("terminated", incoming);
}

// Side by side: each spends its seconds in waiting for ModemManager's own pauses.
describe("ModemManager", { concurrency: true }, () => {
  for (const [name, make] of Object.entries(MAKES)) {
    test(`texts and talks with the emulated ${name}, by its plugin ${make.plugin}`, BOUND, (t) =>
      textsAndTalks(t, make),
    );
  }

  test("takes a wrong PIN to the SIM, which costs one try, and the right one, which opens it", BOUND, async (t) => {
    const ground = await stationAt(t, MAKES.sim7600, { simPin: "1234" });
    if (!ground) return;
    const modem = new MmModem(ground.station);
    const { generic: locked } = await modem.found("locked");
    assert.equal(locked["unlock-required"], "sim-pin");
    assert.ok(locked["unlock-retries"].includes("sim-pin (3)"));
    await assert.rejects(modem.enterPin("9999"), /Incorrect password/);
    assert.ok((await modem.view()).generic["unlock-retries"].includes("sim-pin (2)"));
    await modem.enterPin("1234");
    await modem.found("disabled");
  });

  test("sees that there is no SIM", BOUND, async (t) => {
    const ground = await stationAt(t, MAKES.ec25, { noSim: true });
    if (!ground) return;
    const { generic } = await new MmModem(ground.station).found("failed");
    assert.equal(generic["state-failed-reason"], "sim-missing");
  });
});
