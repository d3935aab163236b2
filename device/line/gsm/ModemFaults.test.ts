import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { ModemFaults } from "./ModemFaults.ts";
import { HEALTH_RULES } from "./ModemHealth.ts";

test("what is known of a fault now is told, not what was known when it came; the same again is not", () => {
  const told: string[] = [];
  const faults = new ModemFaults(
    (code, detail, cleared) => told.push(`${cleared ? "-" : ""}${code} ${detail}`),
    new VirtualClock(),
    HEALTH_RULES,
  );
  faults.outOfService("SMS_MODEM_GONE", "it is not there");
  faults.outOfService("SMS_MODEM_GONE", "it is not there");
  faults.outOfService("SMS_MODEM_GONE", "another program holds the port");
  faults.inService();
  faults.inService();
  assert.deepEqual(told, [
    "SMS_MODEM_GONE it is not there",
    "SMS_MODEM_GONE another program holds the port",
    "-SMS_MODEM_GONE ",
  ]);
});
