import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTS } from "../../../firmware/health/faults.ts";
import type { ApplianceStatus } from "../../control/ApplianceStatus.ts";
import { declaredOf } from "../../health/faultInWords.ts";
import { boxRows, type MachineFacts } from "./boxRows.ts";
import { faultsBefore, faultsNow } from "./faultRows.ts";
import { FAULTS_IN_SPANISH } from "./faultsInSpanish.ts";

const WELL: ApplianceStatus = {
  ...{ clinic: "Rosewood", timezone: "UTC", now: 1_000, clock: { level: "trusted" }, pid: 1, startedAt: 0, sms: null },
  lines: [
    { id: "front", state: "ready (USR5637 1.2.23)" },
    { id: "mobile", state: "waits for the network: no calls arrive (SIM7600)" },
  ],
  modems: [{ id: "mobile", ready: true, registered: true, signalDbm: -81, network: "Fictional", simLastFour: "4417" }],
  ...{ mqtt: "not used", store: { waiting: 0 }, onCall: { people: [], because: [], clockTrusted: true } },
  ...{ openAlerts: 0, atWork: { calls: 0, untakenUrgent: 0 }, faults: [], pastFaults: [], memory: { rssMb: 90 } },
  lamps: { ready: "on", message: "off", urgent: "off", fault: "off" },
};
const fault = (code: string, where: string): ApplianceStatus["faults"][number] => ({
  ...declaredOf(code),
  ...{ code, where, detail: "", since: 0, shown: true },
});
const MACHINE: MachineFacts = { now: 1_000, storeProblems: [] };
const told = (
  status: ApplianceStatus | undefined,
  machine: Partial<MachineFacts> = {},
  inCall: readonly string[] = [],
) =>
  boxRows(status, { ...MACHINE, ...machine }, new Set(inCall)).map(
    ({ id, kind, state, word }) => `${[kind, id].filter(Boolean).join(" ")}: ${word} ${state}`,
  );

test("each part of a box that is well, and the line that somebody speaks on", () => {
  assert.deepEqual(told(WELL, { disk: { freeMb: 20_000, totalMb: 30_000 }, temperatureC: 52 }, ["front"]), [
    ...[
      "service: serves well",
      "line front: inCall well",
      "line mobile: noNetwork wrong",
      "modem mobile: inNetwork well",
    ],
    ...["store: keeps well", "clock: confirmed well", "disk: room well", "temperature: normal well"],
  ]);
});

test("modem out, store read-only, broker away, clock not to be believed: each at its own place", () => {
  const faults = [
    fault("SMS_MODEM_GONE", "mobile"),
    fault("STORE_FAILED", "store"),
    fault("MQTT_UNREACHABLE", "broker"),
  ];
  const rows = boxRows(
    {
      ...WELL,
      ...{ faults, mqtt: "not connected", clock: { level: "untrusted" }, lamps: { ...WELL.lamps, ready: "blink" } },
      lines: [{ id: "front", state: "not in service (LINE_PORT_GONE)" }],
      modems: [{ id: "mobile", ready: false, registered: false }],
    },
    MACHINE,
  );
  assert.deepEqual(
    rows.map(({ faults: codes, kind, state, word }) => [kind, word, state, codes.join()]),
    [
      ["service", "partly", "warn", ""],
      ["line", "out", "wrong", ""],
      ["modem", "out", "wrong", "SMS_MODEM_GONE"],
      ["broker", "away", "warn", "MQTT_UNREACHABLE"],
      ["store", "elsewhere", "wrong", "STORE_FAILED"],
      ["clock", "unbelieved", "wrong", ""],
    ],
  );
});

test("a part is never shown better than the faults that are told of it", () => {
  const weak = boxRows({ ...WELL, faults: [fault("SMS_WEAK_SIGNAL", "mobile")] }, MACHINE);
  assert.equal(weak.find(({ kind }) => kind === "modem")?.state, "warn");
});

test("without the answering program: what the machine itself shows, and nothing that is not known", () => {
  assert.deepEqual(
    told(undefined, {
      ...{ disk: { freeMb: 150, totalMb: 30_000 }, temperatureC: 81, storeProblems: ["the file is not there"] },
      power: { mains: false, batteryLow: true, sinceMs: 60_000 },
    }),
    [
      "service: away wrong",
      "store: unreadable wrong",
      "power: batteryLow wrong",
      "disk: full wrong",
      "temperature: hot wrong",
    ],
  );
});

test("faults: urgent ones first, what another explains last; those that are over newest first", () => {
  const rows = faultsNow(
    [
      fault("MQTT_UNREACHABLE", "broker"),
      { ...fault("SMS_NOT_REGISTERED", "mobile"), explainedBy: "SMS_MODEM_GONE" },
      fault("SMS_MODEM_GONE", "mobile"),
    ],
    "es",
  );
  assert.deepEqual(
    rows.map(({ code }) => code),
    ["SMS_MODEM_GONE", "MQTT_UNREACHABLE", "SMS_NOT_REGISTERED"],
  );
  assert.equal(rows[0]?.title, "El módem celular no está");
  const past = { where: "", detail: "" };
  const before = faultsBefore(
    [
      { ...past, code: "STORE_FULL", since: 1, until: 2 },
      { ...past, code: "MQTT_REFUSED", since: 3 },
      { ...past, code: "ON_BATTERY", since: 4, until: 5 },
    ],
    "en",
  );
  assert.deepEqual(
    before.map(({ code }) => code),
    ["ON_BATTERY", "STORE_FULL"],
  );
});

test("every fault has its words in Spanish, and none has words for a fault that is not there", () => {
  assert.deepEqual(Object.keys(FAULTS_IN_SPANISH).sort(), [...FAULTS.keys()].sort());
});
