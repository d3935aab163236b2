import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import { MemoryWire } from "../../../test/harness/MemoryWire.ts";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { encodeSubmit } from "../../line/gsm/pdu/Pdu.ts";
import type { GsmModel } from "./families/registry.ts";
import { GsmModemEmulator } from "./GsmModemEmulator.ts";

async function twoPorts(model: GsmModel) {
  const clock = new VirtualClock();
  const modem = new GsmModemEmulator({ model, clock, network: { delayMs: 20_000 } });
  const wires = [new MemoryWire(clock), new MemoryWire(clock)] as const;
  await modem.listen({ kind: "plug", open: () => wires[0].plug }, undefined, {
    kind: "plug",
    open: () => wires[1].plug,
  });
  const [first, second] = wires.map((wire) => {
    const port = wire.open()!;
    let heard = "";
    port.onData((bytes) => {
      heard += Buffer.from(bytes).toString("latin1");
    });
    return async (text = "") => {
      heard = "";
      port.write(Buffer.from(text, "latin1"));
      await clock.advanceGently(Milliseconds(10));
      return heard.split(/[\r\n]+/).filter((line) => line !== "");
    };
  });
  return { modem, clock, first: first!, second: second! };
}

test("a call is answered on the second port while the first waits for the network's word about a page", async (t) => {
  const { modem, clock, first, second } = await twoPorts("sim7600");
  t.after(() => modem.stop());
  await first("ATE0\r");
  await second("ATE0\rAT+CLCC=1\r");
  const pdu = encodeSubmit({ to: "+13125550101", text: "7Q4K" }).pdus[0]!;
  await first(`AT+CMGS=${pdu.tpduOctets}\r`);
  await first(`${pdu.hex}\u001a`);
  const call = modem.callFrom([{ call: { number: "+13125550142" } }, { waits: 1000 }, { hangsUp: {} }]);
  assert.deepEqual(await second("ATA\r"), [
    '+CLCC: 1,1,4,0,0,"+13125550142",145',
    "RING",
    "OK",
    "VOICE CALL: BEGIN",
    '+CLCC: 1,1,0,0,0,"+13125550142",145',
  ]);
  assert.deepEqual(await first("AT\r"), [], "the first port is busy");
  await clock.advanceGently(Seconds(30));
  assert.equal((await call).outcome, "answered");
  assert.equal(modem.doctorPhone("+13125550101").received.length, 1);
});

test("each port has its own echo and its own error codes; the rest is the modem's", async (t) => {
  const { modem, first, second } = await twoPorts("ec25");
  t.after(() => modem.stop());
  await first("ATE0;+CMEE=1\r");
  assert.deepEqual(await second("AT+CPIN=1\r"), ["AT+CPIN=1", "ERROR"]);
  assert.deepEqual(await first("AT+CPIN=1\r"), ["+CME ERROR: 3"]);
  await second("ATE0\rAT+CLIP=1\r");
  assert.deepEqual(await first("AT+CLIP?\r"), ["+CLIP: 1,1", "OK"]);
});

for (const [model, both] of [
  ["sim7600", true],
  ["ec25", false],
  ["huawei", false],
] as const) {
  test(`a ${model} says RING on ${both ? "both ports" : "the first alone"}`, async (t) => {
    const { modem, first, second } = await twoPorts(model);
    t.after(() => modem.stop());
    modem.call("+13125550142");
    const [one, two] = await Promise.all([first(), second()]);
    assert.deepEqual([one, two], [["RING"], both ? ["RING"] : []]);
  });
}
