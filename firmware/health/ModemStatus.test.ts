import assert from "node:assert/strict";
import { test } from "node:test";
import { lastFour, type ModemStatus, modemInWords, registrationOf, signalInWords } from "./ModemStatus.ts";

test("all that is known of a modem, as a person reads it", () => {
  const status: ModemStatus = {
    id: "mobile",
    ready: true,
    registered: true,
    registration: "home",
    model: "SIM7600G-H",
    firmware: "LE20B04SIM7600G22",
    network: "T-Mobile",
    access: "LTE",
    signal: 17,
    simLastFour: "0720",
    smsWaiting: 2,
    storage: { used: 3, total: 20 },
    resetsToday: 1,
    resetsAllowed: 5,
    voice: "yes",
  };
  assert.deepEqual(modemInWords(status), [
    ["state", "in service, can answer calls"],
    ["model", "SIM7600G-H, firmware LE20B04SIM7600G22"],
    ["network", "T-Mobile LTE, in its own network"],
    ["signal", "good (−79 dBm)"],
    ["SIM", "…0720"],
    ["SMS waiting", "2"],
    ["message store", "3 of 20 used"],
    ["resets today", "1 of at most 5"],
  ]);
});

test("a modem of which nothing is known yet makes no claims", () => {
  assert.deepEqual(modemInWords({ id: "mobile", ready: false, registered: false }), [
    ["state", "not in service"],
    ["network", "none"],
    ["signal", "unknown"],
  ]);
});

for (const [stat, words] of [
  [0, "on no network, and not looking for one"],
  [1, "in its own network"],
  [2, "looking for a network"],
  [3, "refused by the network"],
  [4, "network not known"],
  [5, "in another provider's network (roaming)"],
  [6, "on a network that offers SMS only, no calls"],
  [7, "on a network that offers SMS only, no calls"],
  [8, "on a network that offers emergency calls only"],
  [9, "in its own network"],
  [10, "in another provider's network (roaming)"],
] as const) {
  test(`+CREG ${stat} in words: ${words}`, () => {
    const rows = modemInWords({ id: "m", ready: true, registered: false, registration: registrationOf(stat) });
    assert.equal(new Map(rows).get("network"), words);
  });
}

for (const [facts, words] of [
  [{ signal: 31 }, "very good (−51 dBm)"],
  [{ signal: 20 }, "very good (−73 dBm)"],
  [{ signal: 15 }, "good (−83 dBm)"],
  [{ signal: 10 }, "fair (−93 dBm)"],
  [{ signal: 5 }, "weak (−103 dBm)"],
  [{ signal: 0 }, "very weak (−113 dBm)"],
  [{ signal: 99 }, "unknown"],
  [{}, "unknown"],
  [{ signal: 99, signalDbm: -97 }, "weak (−97 dBm)"],
] as const) {
  test(`the signal ${JSON.stringify(facts)} is ${words}: 99 is not zero`, () =>
    assert.equal(signalInWords(facts), words));
}

test("a SIM card is told apart by its last digits, never by all of them", () => {
  assert.equal(lastFour("89014103211118510720F"), "0720");
  assert.equal(lastFour("12"), undefined);
});

test("a network's name cannot play with the terminal", () => {
  const rows = modemInWords({ id: "m", ready: true, registered: true, network: "Evil\u001b[2J\u0007" });
  assert.match(new Map(rows).get("network")!, /^[ -~]+$/);
});
