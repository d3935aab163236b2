import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { RehearsalClinic } from "./rehearsalClinic.ts";

const EXAMPLE = new URL("../../provisioning/example/clinic.yaml", import.meta.url);
const PORTS = new Map([
  ["front", "/dev/pts/901"],
  ["mobile", "tcp://127.0.0.1:7002"],
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
    { id: "front", driver: "voice-modem" },
    { id: "mobile", driver: "gsm" },
  ]);
  assert.deepEqual(rehearsed(file).lines, [
    { id: "front", driver: "voice-modem", port: "/dev/pts/901", pickup: "caller-id" },
    { id: "mobile", driver: "gsm", port: "tcp://127.0.0.1:7002" },
  ]);
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
