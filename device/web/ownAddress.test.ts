import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { hostOf, privateAddressesIn, privateAddressOf } from "./ownAddress.ts";

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

/** Of a box with a cable to the clinic, one to a laptop, and an address of the internet. */
const FIB_TRIE = `Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 10.55.0.0/29 2 0 2
        |-- 10.55.0.0
           /29 link UNICAST
        |-- 10.55.0.1
           /32 host LOCAL
     +-- 127.0.0.0/31 1 0 0
        |-- 127.0.0.0
           /8 host LOCAL
        |-- 127.0.0.1
           /32 host LOCAL
     +-- 192.168.77.0/24 2 0 2
        |-- 192.168.77.0
           /24 link UNICAST
        |-- 192.168.77.23
           /32 host LOCAL
        |-- 192.168.77.255
           /32 link BROADCAST
     |-- 198.51.100.7
        /32 host LOCAL
Local:
  +-- 192.168.77.0/24 2 0 2
     |-- 192.168.77.23
        /32 host LOCAL
`;

test("the box's own private addresses are read from the kernel's table of routes, each once", () => {
  assert.deepEqual(privateAddressesIn(FIB_TRIE), ["10.55.0.1", "192.168.77.23"]);
  assert.deepEqual(privateAddressesIn("garbage"), []);
  const known = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = known.map(({ address }) => privateAddressOf({ localAddress: address })).filter((it) => it !== undefined);
  assert.deepEqual(
    [...privateAddressesIn(readFileSync("/proc/net/fib_trie", "utf8"))].sort(),
    [...new Set(own)].sort(),
  );
});
