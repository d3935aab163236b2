import { checkBox } from "./boxSection.ts";
import { readTime } from "./civilText.ts";
import { oneOf } from "./didYouMean.ts";
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
  const tell: Tell = (path, what, instead, severity = "error") => found.push({ path, what, instead, severity });
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
    if (from === to)
      tell(
        ["hours", "open", index, "to"],
        "opens and closes at the same time",
        'for a whole day write from: "00:00", to: "24:00"',
      );
    else if (to < from)
      tell(
        ["hours", "open", index, "to"],
        `closes at ${to}, before it opens at ${from}: taken as ${to} of the next day`,
        "swap them if that is not meant",
        "warning",
      );
  }
  const dates = new Set<string>();
  for (const [index, item] of list(hours["holidays"]).entries()) {
    const date = word(fields(item)["date"]);
    if (date === undefined) continue;
    if (dates.has(date))
      tell(["hours", "holidays", index, "date"], `date: ${date} is given twice`, "remove one", "warning");
    dates.add(date);
  }
  const answers = hours["answer"] === "always";
  if (answers && hours["overflowRing"] !== undefined)
    tell(
      ["hours", "overflowRing"],
      "overflowRing has no effect with answer: always",
      "remove one of the two",
      "warning",
    );
  if (list(hours["open"]).length === 0 && hours["overflowRing"] !== undefined)
    tell(["hours", "overflowRing"], "overflowRing has no effect without open hours", "add open:", "warning");
}

/** Replies are matched to people by their last nine digits, so these have to differ. */
const lastNine = (phone: string): string => phone.replace(/\D/g, "").slice(-9);

function checkPeople(root: Fields, tell: Tell): void {
  const country = word(fields(root["clinic"])["country"]);
  idsOf(root["people"], ["people"], tell);
  const phones = new Map<string, string>();
  for (const [index, item] of list(root["people"]).entries()) {
    const person = fields(item);
    if (person["id"] === "everyone")
      tell(["people", index, "id"], 'id: "everyone" means all people', "choose another id");
    const phone = word(person["phone"]);
    if (phone === undefined) continue;
    const path = ["people", index, "phone"];
    const complaint = checkPhone(phone, country);
    if (complaint !== undefined) {
      tell(path, `phone: ${complaint.what}`, complaint.instead);
      continue;
    }
    const owner = phones.get(lastNine(phone));
    if (owner !== undefined)
      tell(
        path,
        `phone: it is the number of ${owner} too, so a reply would not say who sent it`,
        "give each person a telephone of their own",
      );
    else phones.set(lastNine(phone), word(person["id"]) ?? "another person");
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
    tell(
      ["clinic", "emergencyNumber"],
      `emergencyNumber: in ${clinic["country"]} it is ${oneOf(expected)}`,
      `write "${expected[0]}"`,
      "warning",
    );
  }
  const languages = list(clinic["languages"]);
  if (new Set(languages).size < languages.length)
    tell(["clinic", "languages"], "languages: one is given twice", "name each once");
  const retention = fields(fields(root["privacy"])["retention"]);
  const audio = retention["audioDays"] ?? 90;
  const record = retention["recordDays"] ?? 2190;
  if (typeof audio === "number" && typeof record === "number" && audio > record) {
    tell(
      ["privacy", "retention"],
      "recordings are kept longer than the records that they belong to",
      "make recordDays at least audioDays",
    );
  }
  checkBroker(fields(root["mqtt"]), tell);
}

/** A fault that is told to nobody is not told. */
function checkFaults(root: Fields, tell: Tell): void {
  const known = list(root["people"]).flatMap((person) => word(fields(person)["id"]) ?? []);
  for (const [index, id] of list(fields(root["faults"])["tell"]).entries()) {
    if (typeof id === "string" && !known.includes(id))
      tell(["faults", "tell", index], ...unknownId("person", id, known));
  }
}

function checkBroker(mqtt: Fields, tell: Tell): void {
  const url = word(mqtt["url"]);
  if (url !== undefined && /^(mqtt|ws):\/\/(?!localhost|127\.|\[::1\])/i.test(url))
    tell(
      ["mqtt", "url"],
      "url: without encryption, everybody on the network can read who is paged and take alerts",
      "write mqtts://…:8883",
      "warning",
    );
  if ((mqtt["certFile"] === undefined) !== (mqtt["keyFile"] === undefined)) {
    const [given, other] = mqtt["certFile"] === undefined ? ["keyFile", "certFile"] : ["certFile", "keyFile"];
    tell(["mqtt", given!], `${given} needs ${other}`, `add ${other}:`);
  }
}
