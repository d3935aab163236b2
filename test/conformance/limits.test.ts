import assert from "node:assert/strict";
import { test } from "node:test";
import { DRIVERS } from "./drivers.ts";

for (const driver of DRIVERS)
  test(`${driver.name}: what it cannot do, and why`, (t) => {
    for (const [ability, reason] of Object.entries(driver.cannot)) {
      assert.ok(reason.length > 20, `${ability}: a reason that somebody can check`);
      t.diagnostic(`${ability}: ${reason}`);
    }
    const ways = ["reported", "audio", "both"] as const;
    assert.ok(
      ways.some((way) => driver.cannot[`keys ${way}`] === undefined),
      "a line that hears no keys is no line",
    );
  });
