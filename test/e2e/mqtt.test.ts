import assert from "node:assert/strict";
import { test } from "node:test";
import { debianProgramsOrSkip } from "../programs/debianPrograms.ts";
import { askedByTechnician } from "./askedByTechnician.ts";
import { CALLER, DOCTOR, House } from "./House.ts";
import { Mosquitto } from "./Mosquitto.ts";

test("the broker hears of an urgent call, and who has taken it by SMS; nothing of the patient", {
  timeout: 60_000,
}, async (t) => {
  const programs = await debianProgramsOrSkip(t, "mosquitto");
  if (programs === undefined) return;
  await using broker = await Mosquitto.prepare(programs.mosquitto);
  await broker.start();
  await using house = await House.build({ mqttPort: broker.port });
  // The journal at its most talkative, too.
  const appliance = await house.start({ args: ["--log-level", "trace"] });
  await appliance.ready((status) => status.mqtt === "connected");
  const call = house.call();
  const code = await house.page();
  const open = await broker.alert(code, ({ state }) => state === "open");
  assert.equal(open.urgency, "urgent");
  house.gsm.doctorPhone(DOCTOR).sends(code);
  const taken = await broker.alert(code, ({ state }) => state === "taken");
  assert.equal(taken.takenBy, "chen");
  assert.equal((await call).outcome, "answered");
  const patient = new RegExp(`${CALLER}|${CALLER.slice(3)}|${CALLER.slice(3, 6)}-${CALLER.slice(6)}|LOPEZ|MARIA`, "i");
  for (const { topic, text } of broker.heard)
    assert.doesNotMatch(`${topic} ${text}`, patient, "nothing of the patient");
  assert.ok(appliance.journal.length > 0);
  for (const line of appliance.journal) assert.doesNotMatch(JSON.stringify(line), patient);
  assert.doesNotMatch(appliance.stderr, patient);
});

test("an urgent call is taken by a command on the broker, and the doctor's phone is paged no more; the front desk closes it at the box", {
  timeout: 60_000,
}, async (t) => {
  const programs = await debianProgramsOrSkip(t, "mosquitto");
  if (programs === undefined) return;
  await using broker = await Mosquitto.prepare(programs.mosquitto);
  await broker.start();
  await using house = await House.build({ mqttPort: broker.port });
  const appliance = await house.start();
  await appliance.ready((status) => status.mqtt === "connected");
  const call = house.call();
  const code = await house.page();
  await broker.publish("firstring/rosewood/command/ack", JSON.stringify({ ref: code, person: "chen" }));
  await appliance.event("taken");
  await broker.alert(code, ({ state, takenBy }) => state === "taken" && takenBy === "chen");
  await call;
  assert.deepEqual(house.paged, [code]);
  const command = (act: string, by: string) => askedByTechnician(house.data, "alerts", act, code, "--by", by);
  assert.match(await command("pass", "front-desk"), /the front desk cannot pass a call: name one of chen/);
  assert.match(await command("close", "front-desk"), new RegExp(`^${code} is closed`));
  await broker.alert(code, ({ state, policy }) => state === "closed" && policy === "urgent");
  assert.match(await command("take", "chen"), new RegExp(`^${code} was closed by the front desk at `));
});

test("no broker: told, paged by SMS all the same, and the broker hears of it when it comes", {
  timeout: 60_000,
}, async (t) => {
  const programs = await debianProgramsOrSkip(t, "mosquitto");
  if (programs === undefined) return;
  await using broker = await Mosquitto.prepare(programs.mosquitto);
  await using house = await House.build({ mqttPort: broker.port, replies: true });
  const appliance = await house.start();
  const fault = await appliance.fault("MQTT_UNREACHABLE");
  assert.ok(fault.detail);
  const report = await house.call();
  assert.equal(report.outcome, "answered");
  const code = await house.page();
  await appliance.event("taken");
  await broker.start();
  const taken = await broker.alert(code, ({ state }) => state === "taken");
  assert.equal(taken.takenBy, "chen");
  await appliance.faultOver("MQTT_UNREACHABLE");
  await appliance.ready((status) => status.mqtt === "connected" && status.faults.length === 0);
});
