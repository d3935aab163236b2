import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { lineToCall } from "./lineToCall.ts";
import { RehearsalClinic } from "./rehearsalClinic.ts";

const EXAMPLE = new URL("../../provisioning/example/clinic.yaml", import.meta.url);
const PORTS = new Map([
  ["front", { port: "/dev/pts/901" }],
  ["mobile", { port: "tcp://127.0.0.1:7002", audio: "tcp://127.0.0.1:7003" }],
]);

function fileWith(context: TestContext, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-clinic-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "clinic.yaml");
  writeFileSync(file, change(readFileSync(EXAMPLE, "utf8")));
  return file;
}

function rehearsed(file: string | undefined): Clinic {
  const result = readClinicFile(new RehearsalClinic(file).text(PORTS));
  assert.ok(result.ok, JSON.stringify(result));
  return result.clinic;
}

test("every line of a clinic's own file is emulated, whatever port it has", (context) => {
  const file = fileWith(context, (text) =>
    text.replace("port: /dev/firstring/front", "port: emulated, model: usr-usb"),
  );
  assert.deepEqual(new RehearsalClinic(file).lines, [
    { id: "front", driver: "voice-modem", answers: true },
    { id: "mobile", driver: "gsm", answers: true, model: "sim7600" },
  ]);
  assert.deepEqual(rehearsed(file).lines, [
    { id: "front", driver: "voice-modem", port: "/dev/pts/901", pickup: "caller-id" },
    { id: "mobile", driver: "gsm", port: "tcp://127.0.0.1:7002", audio: "tcp://127.0.0.1:7003" },
  ]);
});

const ANALOG = /^ {2}- \{ id: front,.*\n/m;
const NO_AUDIO = /^ {4}audio: .*\n/m;

test("a modem that is there for messages only answers no rehearsal calls either", (context) => {
  const file = fileWith(context, (text) => text.replace(NO_AUDIO, ""));
  const { lines } = new RehearsalClinic(file);
  assert.deepEqual(
    lines.map(({ id, answers }) => [id, answers]),
    [
      ["front", true],
      ["mobile", false],
    ],
  );
  assert.deepEqual(rehearsed(file).lines[1], { id: "mobile", driver: "gsm", port: "tcp://127.0.0.1:7002" });
  assert.throws(() => lineToCall(lines, "mobile"), /mobile answers no calls: .*\(audio\); lines to call: front/);
});

test("a clinic that has only a SIM rehearses on it", (context) => {
  const { lines } = new RehearsalClinic(fileWith(context, (text) => text.replace(ANALOG, "")));
  assert.deepEqual(lines, [{ id: "mobile", driver: "gsm", answers: true, model: "sim7600" }]);
  assert.equal(lineToCall(lines, undefined).id, "mobile");
});

test("a clinic whose only modem has no sound yet hears its script all the same, and is told", (context) => {
  const file = fileWith(context, (text) => text.replace(ANALOG, "").replace(NO_AUDIO, ""));
  const { lines } = new RehearsalClinic(file);
  assert.deepEqual(lines, [{ id: "mobile", driver: "gsm", answers: true, answersHereOnly: true, model: "sim7600" }]);
  const [line] = rehearsed(file).lines;
  assert.ok(line?.driver === "gsm" && line.audio === "tcp://127.0.0.1:7003");
});

test("nothing of the clinic's own hardware is touched: no port, no card, no PIN, no switch of a modem's power", (context) => {
  const file = fileWith(context, (text) =>
    text.replace(
      /audio: .*/,
      "audio: alsa:Android\n    powerSwitch: /sys/class/leds/modem/brightness\n    model: ec25",
    ),
  );
  const [, line] = rehearsed(file).lines;
  assert.deepEqual(line, {
    id: "mobile",
    driver: "gsm",
    port: "tcp://127.0.0.1:7002",
    audio: "tcp://127.0.0.1:7003",
  });
});

for (const [what, change, model, answers] of [
  ["model: huawei", (text: string) => text.replace(/simPin: .*/, "model: huawei"), "huawei", true],
  ["model: ec25", (text: string) => text.replace(/simPin: .*/, "model: ec25"), "ec25", true],
  ["a modem of no known make", (text: string) => text.replace(/simPin: .*/, 'model: "27007"'), "generic", false],
  ["a Quectel by its ids", (text: string) => usb(text, "usb:2c7c:0125"), "ec25", true],
  ["a Huawei by its ids", (text: string) => usb(text, "usb:12d1:1436"), "huawei", true],
  ["a modem whose sound nobody knows", (text: string) => usb(text, "usb:2c7c:0191"), "ec25", false],
] as const) {
  test(`the emulated modem is of the clinic's family: ${what}`, (context) => {
    const line = new RehearsalClinic(fileWith(context, change)).lines[1];
    assert.deepEqual([line?.model, line?.answers], [model, answers]);
  });
}

const usb = (text: string, port: string): string =>
  text.replace(/port: .*mobile-at/, `port: ${port}`).replace(NO_AUDIO, "");

test("the call goes to the line that was asked for, otherwise to the first that answers", () => {
  const { lines } = new RehearsalClinic();
  assert.deepEqual(
    [undefined, "front", "mobile"].map((asked) => lineToCall(lines, asked).id),
    ["front", "front", "mobile"],
  );
  assert.throws(() => lineToCall(lines, "moblie"), /there is no line 'moblie'; lines to call: front, mobile/);
});

test("a rehearsal tells nothing to the clinic's broker, and a person paged only by it gets an SMS", (context) => {
  const file = fileWith(context, (text) =>
    text.replace("by: [sms, mqtt]", "by: [mqtt]").replace("notify: [sms, call]", "notify: [mqtt]"),
  );
  const { mqtt, people, escalation } = rehearsed(file);
  assert.equal(mqtt, undefined);
  assert.deepEqual(people[0]?.notify, ["sms"]);
  assert.deepEqual(escalation.urgent[0]?.by, ["sms"]);
});

test("a rehearsal is answered at noon, too", (context) => {
  const file = fileWith(context, (text) => text.replace("# overflowRing: 5", "overflowRing: 5"));
  const { hours } = rehearsed(file);
  assert.equal(hours.answer, "always");
  assert.equal(hours.overflowRing, undefined);
});

test("doctors' numbers, script and words stay the clinic's own", (context) => {
  const file = fileWith(context, (text) => text.replaceAll("Rosewood Family Practice", "Elm Street Clinic"));
  const own = readClinicFile(readFileSync(file, "utf8"));
  assert.ok(own.ok);
  const { clinic, people, script } = rehearsed(file);
  assert.deepEqual(
    { clinic, people, script },
    { clinic: own.clinic.clinic, people: own.clinic.people, script: own.clinic.script },
  );
});

test("the made-up clinic is a sound file on any ports", () => {
  assert.equal(rehearsed(undefined).lines[0]?.port, "/dev/pts/901");
});

test("calendars beside a clinic's own file are found from there", (context) => {
  const calendar = "calendars: [{ id: hospital, file: calendars/hospital.ics, people: { Chen: chen } }]";
  const file = fileWith(context, (text) => text.replace("  fallback: chen", `  ${calendar}\n  fallback: chen`));
  const [found] = rehearsed(file).onCall.calendars;
  assert(found !== undefined && "file" in found);
  assert.equal(found.file, join(file, "../calendars/hospital.ics"));
});
