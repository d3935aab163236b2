import assert from "node:assert/strict";
import { test } from "node:test";
import { hostOf, privateAddressOf } from "./ownAddress.ts";

test("the address that somebody has reached us at is a host of ours, as browsers write it", () => {
  assert.equal(hostOf({ localAddress: "192.168.77.1", localPort: 443 }), "192.168.77.1");
  assert.equal(hostOf({ localAddress: "::ffff:192.168.77.1", localPort: 8443 }), "192.168.77.1:8443");
  assert.equal(hostOf({ localAddress: "fd00::1", localPort: 443 }), "[fd00::1]");
  assert.equal(hostOf({}), undefined);
});

test("a certificate gets addresses of private networks only", () => {
  for (const [address, expected] of [
    ["192.168.77.1", "192.168.77.1"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
    ["172.31.0.9", "172.31.0.9"],
    ["172.32.0.9", undefined],
    ["198.51.100.1", undefined],
    ["127.0.0.1", undefined],
    ["fe80::1", undefined],
  ] as const)
    assert.equal(privateAddressOf({ localAddress: address }), expected, address);
});
