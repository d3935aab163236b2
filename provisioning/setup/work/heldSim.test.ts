import assert from "node:assert/strict";
import { test } from "node:test";
import { declaredOf } from "../../../device/health/faultInWords.ts";
import type { ModemStatus } from "../../../firmware/health/ModemStatus.ts";
import { heldSim } from "./heldSim.ts";

const told = (modem: Partial<ModemStatus>, ...codes: readonly string[]) =>
  heldSim(
    {
      modems: [{ id: "mobile", ready: false, registered: false, ...modem }],
      faults: codes.map((code) => ({ ...declaredOf(code), code, where: "mobile", detail: "", since: 0, shown: true })),
    },
    "mobile",
  );

test("a running box says of its SIM card what is wrong and what to do, and whether a PIN would help", () => {
  assert.equal(heldSim(undefined, "mobile"), undefined);
  assert.equal(told({ ready: true, registered: true, network: "Cell" })?.ok, true);
  const puk = told({}, "SMS_SIM_PUK", "STORE_FAILING");
  assert.match(puk?.words.join(" ") ?? "", /PUK. Put the SIM card into a phone/);
  assert.equal(puk?.words.length, 2);
  assert.deepEqual([puk?.ok, puk?.asksForPin], [false, false]);
  assert.equal(told({}, "SMS_SIM_PIN")?.asksForPin, true);
  assert.match(told({ ready: true })?.words.join(" ") ?? "", /no network.* Try again in a minute/);
});
