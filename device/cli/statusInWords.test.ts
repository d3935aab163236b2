import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { declaredOf } from "../health/faultInWords.ts";
import { statusInWords } from "./statusInWords.ts";

/** 02:14 of the night to Tuesday in Chicago, which is 08:14 in UTC. */
const NOW = Date.parse("2026-11-24T08:14:30Z");

const STATUS: ApplianceStatus = {
  clinic: "Rosewood Family Practice",
  timezone: "America/Chicago",
  now: NOW,
  clockTrust: "confirmed by the cellular network",
  pid: 4711,
  startedAt: NOW - 86_400_000,
  lines: [{ id: "front", state: "ready (U.S. Robotics USR5637 1.2.23)" }],
  sms: { id: "mobile", ready: true, registered: true },
  modems: [
    {
      id: "mobile",
      ready: true,
      registered: true,
      registration: "roaming",
      network: "T-Mobile",
      signal: 17,
      simLastFour: "0720",
    },
    { id: "spare", ready: false, registered: false },
  ],
  mqtt: "not used",
  store: { waiting: 0 },
  onCall: { people: ["Dr. Chen"], because: ["Dr. Chen has rotation doctors"], clockTrusted: true },
  openAlerts: 0,
  atWork: { calls: 0, untakenUrgent: 0 },
  lamps: { ready: "on", message: "off", urgent: "off", fault: "off" },
  faults: [],
  pastFaults: [],
  memory: { rssMb: 61.2 },
};

const fault = (code: string, minutesAgo: number, more: object = {}) => ({
  ...declaredOf(code),
  code,
  where: "mobile",
  detail: "seen",
  since: NOW - minutesAgo * 60_000,
  shown: true,
  ...more,
});

test("a box that is well, by the clock on the clinic's wall, whatever the machine's zone is", () => {
  assert.equal(
    statusInWords(STATUS),
    `Clinic         Rosewood Family Practice
Time           02:14 America/Chicago (confirmed by the cellular network)
Running since  2026-11-23 02:14
Lamps          ready on (answers calls and pages)
Line front     ready (U.S. Robotics USR5637 1.2.23)
SMS mobile     in service
  network      T-Mobile, in another provider's network (roaming)
  signal       good (−79 dBm)
  SIM          …0720
SMS spare      not in service
  network      none
  signal       unknown
MQTT           not used
On call        Dr. Chen (Dr. Chen has rotation doctors)
Open alerts    0
Memory         61.2 MB
No faults.
`,
  );
});

test("a fault says its number, since when, what it means and what to do; what it explains is only mentioned", () => {
  const faults = [
    fault("SMS_MODEM_GONE", 3),
    fault("SMS_NOT_REGISTERED", 2, { explainedBy: "SMS_MODEM_GONE" }),
    fault("SMS_ROAMING", 60 * 26, { where: "spare" }),
  ];
  const text = statusInWords({ ...STATUS, faults });
  assert.ok(
    text.endsWith(`Faults:
  201 The cellular modem is not there (mobile) [SMS_MODEM_GONE]: seen
    Since 02:11, for 3 minutes.
    This modem pages nobody and answers no calls; another one takes over if there is one.
    What to do: Check the modem's USB plug; FirstRing takes it up again by itself.
  209 The SIM card uses another provider's network (spare) [SMS_ROAMING]: seen
    Since 2026-11-23 00:14, for 1 day. Warning.
    Pages go out, but may be slower and cost more.
    What to do: Away from a border this should not last: check the antenna, and ask the SIM's provider about coverage.
  207 No cellular network [SMS_NOT_REGISTERED]: explained by the above.
`),
    text,
  );
});

test("a clinic without a cellular modem is told so, once", () => {
  const text = statusInWords({ ...STATUS, sms: null, modems: [] });
  assert.match(text, /SMS {12}no cellular modem in the clinic file\n/);
});
