import { named } from "../language/Complaint.ts";
import { checkBox } from "./boxSection.ts";
import { readTime } from "./civilText.ts";
import { say } from "./complaints/places.ts";
import { checkEscalation } from "./escalationChecks.ts";
import { checkPhone } from "./leafChecks.ts";
import { checkLines, checkUsbPorts } from "./lineChecks.ts";
import { checkOnCall } from "./onCallChecks.ts";
import { type Fields, type Found, fields, idsOf, list, type Tell, unknownId, word } from "./plainValues.ts";

export type { Found } from "./plainValues.ts";

// What places of the clinic file say of each other. Works on the plain values, whatever else is wrong with them, so
// that one slip does not hide another.

export function crossChecks(file: unknown): readonly Found[] {
  const found: Found[] = [];
  const tell: Tell = (path, complaint, severity = "error") => found.push({ path, ...complaint, severity });
  const root = fields(file);
  checkLines(root, tell);
  checkUsbPorts(root, tell);
  checkHours(root, tell);
  checkPeople(root, tell);
  checkOnCall(root, tell);
  checkEscalation(root, tell);
  checkSettings(root, tell);
  checkFaults(root, tell);
  checkBox(root, tell);
  return found;
}

function checkHours(root: Fields, tell: Tell): void {
  const hours = fields(root["hours"]);
  for (const [index, item] of list(hours["open"]).entries()) {
    const { from, to } = fields(item);
    if (typeof from !== "string" || typeof to !== "string") continue;
    if (readTime(from) === undefined || readTime(to, true) === undefined) continue;
    if (from === to) tell(["hours", "open", index, "to"], say.opensAndClosesAtOnce());
    else if (to < from) tell(["hours", "open", index, "to"], say.closesNextDay(from, to), "warning");
  }
  const dates = new Set<string>();
  for (const [index, item] of list(hours["holidays"]).entries()) {
    const date = word(fields(item)["date"]);
    if (date === undefined) continue;
    if (dates.has(date)) tell(["hours", "holidays", index, "date"], say.holidayTwice(date), "warning");
    dates.add(date);
  }
  const answers = hours["answer"] === "always";
  if (answers && hours["overflowRing"] !== undefined)
    tell(["hours", "overflowRing"], say.overflowWithAlways(), "warning");
  if (list(hours["open"]).length === 0 && hours["overflowRing"] !== undefined)
    tell(["hours", "overflowRing"], say.overflowWithoutHours(), "warning");
}

/** Replies are matched to people by their last nine digits, so these have to differ. */
const lastNine = (phone: string): string => phone.replace(/\D/g, "").slice(-9);

function checkPeople(root: Fields, tell: Tell): void {
  const country = word(fields(root["clinic"])["country"]);
  idsOf(root["people"], ["people"], tell);
  const phones = new Map<string, string | undefined>();
  for (const [index, item] of list(root["people"]).entries()) {
    const person = fields(item);
    if (person["id"] === "everyone") tell(["people", index, "id"], say.idMeansAll());
    const phone = word(person["phone"]);
    if (phone === undefined) continue;
    const path = ["people", index, "phone"];
    const complaint = checkPhone(phone, country);
    if (complaint !== undefined) {
      tell(path, named(complaint, "phone"));
      continue;
    }
    const number = lastNine(phone);
    if (phones.has(number)) tell(path, say.phoneTwice(phones.get(number)));
    else phones.set(number, word(person["id"]));
  }
}

/** Where patients are told one number and it is another, somebody dies; told only where it is certain. */
const EMERGENCY: Readonly<Record<string, readonly string[]>> = {
  US: ["911"],
  CA: ["911"],
  GB: ["999", "112"],
  DE: ["112"],
  AT: ["144", "112"],
  CH: ["144", "112"],
  AU: ["000", "112"],
  NZ: ["111"],
};

function checkSettings(root: Fields, tell: Tell): void {
  const clinic = fields(root["clinic"]);
  const expected = EMERGENCY[word(clinic["country"]) ?? ""];
  const emergency = word(clinic["emergencyNumber"]);
  if (
    expected !== undefined &&
    emergency !== undefined &&
    /^\d{2,6}$/.test(emergency) &&
    !expected.includes(emergency)
  ) {
    tell(["clinic", "emergencyNumber"], say.otherEmergencyNumber(String(clinic["country"]), expected), "warning");
  }
  const languages = list(clinic["languages"]);
  if (new Set(languages).size < languages.length) tell(["clinic", "languages"], say.languageTwice());
  const retention = fields(fields(root["privacy"])["retention"]);
  const audio = retention["audioDays"] ?? 90;
  const record = retention["recordDays"] ?? 2190;
  if (typeof audio === "number" && typeof record === "number" && audio > record) {
    tell(["privacy", "retention"], say.audioOutlivesRecord());
  }
  checkBroker(fields(root["mqtt"]), tell);
}

/** A fault that is told to nobody is not told. */
function checkFaults(root: Fields, tell: Tell): void {
  const known = list(root["people"]).flatMap((person) => word(fields(person)["id"]) ?? []);
  for (const [index, id] of list(fields(root["faults"])["tell"]).entries()) {
    if (typeof id === "string" && !known.includes(id)) tell(["faults", "tell", index], unknownId("person", id, known));
  }
}

function checkBroker(mqtt: Fields, tell: Tell): void {
  const url = word(mqtt["url"]);
  if (url !== undefined && /^(mqtt|ws):\/\/(?!localhost|127\.|\[::1\])/i.test(url))
    tell(["mqtt", "url"], say.brokerInTheClear(), "warning");
  if ((mqtt["certFile"] === undefined) !== (mqtt["keyFile"] === undefined)) {
    const [given, other] =
      mqtt["certFile"] === undefined ? (["keyFile", "certFile"] as const) : (["certFile", "keyFile"] as const);
    tell(["mqtt", given], say.certificateAlone(given, other));
  }
}
