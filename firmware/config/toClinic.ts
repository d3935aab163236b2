import { Seconds } from "../time/Duration.ts";
import type { Script } from "../triage/Script.ts";
import { boxOf } from "./boxSection.ts";
import type { Clinic, LineConfig, MqttConfig, Person } from "./Clinic.ts";
import { readDays, readDuration } from "./civilText.ts";
import type { ClinicFileContent } from "./clinicFileSchema.ts";
import type { Path } from "./Issue.ts";
import { SECRET_REFERENCE, slug } from "./leafChecks.ts";
import { escalationOf } from "./toEscalation.ts";
import { toOnCall } from "./toOnCall.ts";

/** What a reference such as `${env:PIN}` stands for; undefined when it is not there (told by whoever made this). */
export type Resolve = (reference: string, path: Path) => string | undefined;

/** A file without mistakes as the appliance uses it. */
export function toClinic(file: ClinicFileContent, script: Script, resolve: Resolve): Clinic {
  const { name, timezone, country, emergencyNumber, languages } = file.clinic;
  const shortName = file.clinic.shortName ?? firstWord(name);
  const mqtt = file.mqtt === undefined ? undefined : mqttOf(file.mqtt, shortName, resolve);
  return {
    clinic: { name, shortName, timezone, country, emergencyNumber, languages },
    privacy: { ...file.privacy, tellCallerAgain: file.privacy.tellCallerAgain === "on" },
    lines: file.lines.map((line, index) => lineOf(line, index, resolve)),
    hours: hoursOf(file.hours),
    people: file.people.map((person, index) => personOf(person, index, resolve)),
    onCall: toOnCall(file.onCall),
    escalation: escalationOf(file, script, mqtt !== undefined),
    faults: {
      tell: file.faults?.tell ?? [file.onCall.fallback],
      after: readDuration(file.faults?.after ?? "60s") ?? Seconds(60),
    },
    panel: boxOf(file.box),
    console: { network: file.console?.network ?? "usb" },
    ...backupOf(file.backup),
    ...(mqtt === undefined ? {} : { mqtt }),
    script,
  };
}

function backupOf(backup: ClinicFileContent["backup"]): Pick<Clinic, "backup"> {
  if (backup === undefined) return {};
  const { to, keep, recipient } = backup;
  return { backup: { to, keep, ...(recipient === undefined ? {} : { recipient }) } };
}

const firstWord = (name: string): string => (name.trim().split(/[\s,]+/)[0] ?? "").slice(0, 20);

function lineOf(line: ClinicFileContent["lines"][number], index: number, resolve: Resolve): LineConfig {
  if (line.driver === "voice-modem") {
    const { id, driver, port, pickup, model } = line;
    return { driver, id, port, pickup, ...(model === undefined ? {} : { model }) };
  }
  const { id, driver, port, secondPort, audio, model, powerSwitch } = line;
  const simPin = line.simPin === undefined ? undefined : resolve(line.simPin, ["lines", index, "simPin"]);
  return { driver, id, port, ...given({ secondPort, audio, simPin, model, powerSwitch }) };
}

function personOf(person: ClinicFileContent["people"][number], index: number, resolve: Resolve): Person {
  const { id, name, phone, notify } = person;
  const pin = person.pin === undefined ? undefined : resolve(person.pin, ["people", index, "pin"]);
  return { id, name, phone, notify, ...given({ pin }) };
}

function hoursOf(hours: ClinicFileContent["hours"]): Clinic["hours"] {
  return {
    open: hours.open.map(({ days, from, to }) => ({ days: readDays(days) ?? [], from, to })),
    holidays: hours.holidays,
    answer: hours.answer,
    ...(hours.overflowRing === undefined ? {} : { overflowRing: hours.overflowRing }),
  };
}

function mqttOf(mqtt: NonNullable<ClinicFileContent["mqtt"]>, shortName: string, resolve: Resolve): MqttConfig {
  const { url, topic, caFile, certFile, keyFile } = mqtt;
  const username =
    mqtt.username === undefined || !SECRET_REFERENCE.test(mqtt.username)
      ? mqtt.username
      : resolve(mqtt.username, ["mqtt", "username"]);
  const password = mqtt.password === undefined ? undefined : resolve(mqtt.password, ["mqtt", "password"]);
  const optional = given({ username, password, caFile, certFile, keyFile });
  return { url, topic, site: mqtt.site ?? (slug(shortName) || "clinic"), ...optional };
}

/** What is not given is left out, not `undefined`. */
const given = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined));
