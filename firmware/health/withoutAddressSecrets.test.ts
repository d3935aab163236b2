import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutAddressSecrets } from "./withoutAddressSecrets.ts";

for (const [said, shown] of [
  ["https://calendar.example.org/ical/desk/private-0a1b/basic.ics", "https://calendar.example.org/•••"],
  ["https://calendar.example.org?token=0a1b", "https://calendar.example.org/•••"],
  ["no answer from mqtts://clinic:0a1b@broker.local:8883, again", "no answer from mqtts://broker.local:8883, again"],
  ["mqtts://clinic:0a1b@broker.local:8883", "mqtts://broker.local:8883"],
  ["mqtts://clinic:0a@1b@broker.local:8883", "mqtts://broker.local:8883"],
  ["mqtts://clinic:12/0a1b@broker.local", "mqtts://•••"],
  ["mqtts://[fd00::1]:8883/", "mqtts://[fd00::1]:8883/"],
  ["tcp://10.0.0.7:4001", "tcp://10.0.0.7:4001"],
  ["https://a.example/0a1b and https://b.example", "https://a.example/••• and https://b.example"],
  ["at file:///usr/lib/firstring/main.js:7:2", "at file:///usr/lib/firstring/main.js:7:2"],
  ["07:30, and/or 08:00", "07:30, and/or 08:00"],
] as const)
  test(`of "${said}" goes to support: "${shown}"`, () => assert.equal(withoutAddressSecrets(said), shown));
