import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Failures, failedOnce, networkOf, waitMs } from "./throttle.ts";

const after = (counter: "known" | "address" | "strangers", tries: number): number => {
  let failures: Failures | undefined;
  for (let n = 0; n < tries; n += 1) failures = failedOnce(failures, 0);
  return waitMs(counter, failures, 0);
};

test("some slips of the finger cost nothing, then each doubles the wait, and nobody waits longer than a quarter of an hour", () => {
  assert.deepEqual(
    [4, 5, 6, 7].map((n) => after("known", n)),
    [0, 2_000, 4_000, 8_000],
  );
  assert.equal(after("known", 1_000), 5 * 60_000);
  assert.deepEqual(
    [9, 10, 11].map((n) => after("strangers", n)),
    [0, 5_000, 10_000],
  );
  assert.equal(after("address", 1_000), 15 * 60_000);
});

test("after an hour without a wrong try everything is forgotten; a wait is never over later than it says", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_600_000), { maxLength: 40 }), (pauses) => {
      let now = 0;
      let failures: Failures | undefined;
      for (const pause of pauses) {
        failures = failedOnce(failures, now);
        const wait = waitMs("known", failures, now);
        assert.equal(waitMs("known", failures, now + wait), 0);
        now += pause;
      }
      assert.equal(waitMs("known", failures, now + 3_600_001), 0);
    }),
  );
});

test("one customer is one network: all of an IPv6 /64, an IPv4 address however it is written", () => {
  assert.equal(networkOf("::ffff:192.168.1.20"), "192.168.1.20");
  assert.equal(networkOf("2001:db8:1:2:aaaa::1"), networkOf("2001:0db8:1:2::ffff".replace("0db8", "db8")));
  assert.notEqual(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:3::1"));
  assert.equal(networkOf("fe80::1%eth0"), "fe80:0:0:0::/64");
  assert.equal(networkOf("::1"), "0:0:0:0::/64");
});
