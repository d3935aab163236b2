import assert from "node:assert/strict";
import { test } from "node:test";
import { House } from "./House.ts";
import { until } from "./until.ts";

/** A fault must have lasted, and texts about the same minute are put together. */
const PATIENCE = { withinMs: 40_000 };

test("the telephone modem is pulled out: the clinic's fallback person hears of it by the box's own SMS, and pages still go first", {
  timeout: 90_000,
}, async () => {
  await using house = await House.build({ faultsAfter: "2s" });
  const appliance = await house.start();
  await house.voice.unplug();
  await appliance.fault("LINE_PORT_GONE");
  const text = await until("the text about the fault", () => house.texts.find((one) => one.includes("(101 front)")), {
    ...PATIENCE,
    story: () => house.story(),
  });
  assert.match(
    text,
    /^Rosewood FirstRing: The telephone modem is not there \(101 front\)\. Calls on this line are not answered\./,
  );
  const status = await appliance.ready(({ lamps }) => lamps.fault === "blink" && lamps.ready === "blink");
  const [fault] = status.faults;
  assert.deepEqual([fault?.number, fault?.code, fault?.shown], [101, "LINE_PORT_GONE", true]);
  await house.plugInVoice();
  await appliance.ready((now) => now.faults.length === 0 && now.lamps.ready === "on" && now.lamps.fault === "off");
  assert.equal(house.texts.filter((one) => one.includes("101")).length, 1, "told once");
  const report = await house.call();
  assert.equal(report.outcome, "answered");
  await house.page();
});
