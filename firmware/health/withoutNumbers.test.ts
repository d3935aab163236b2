import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutNumbers } from "./withoutNumbers.ts";

for (const [detail, leaves] of [
  ["chen: +CMS ERROR 38", "chen: +CMS ERROR 38"],
  ["chen: +13125550142 refused", "chen: ••• refused"],
  ["call (312) 555-0142 back", "call ••• back"],
  ["IMSI 310150123456789 instead of 310150123456780", "IMSI ••• instead of •••"],
  ["connect ECONNREFUSED 192.168.10.112:8883", "connect ECONNREFUSED 192.168.10.112:8883"],
  ["/dev/ttyUSB2 has gone", "/dev/ttyUSB2 has gone"],
  [
    "the broker refuses firstring/rosewood/alert/7Q4K (reason 135)",
    "the broker refuses firstring/rosewood/alert/7Q4K (reason 135)",
  ],
] as const) {
  test(`what leaves the box of “${detail}”`, () => assert.equal(withoutNumbers(detail), leaves));
}
