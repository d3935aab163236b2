import { named } from "../language/Complaint.ts";
import { say } from "./complaints/escalation.ts";
import { didYouMean } from "./didYouMean.ts";
import type { Path } from "./Issue.ts";
import { readTarget } from "./leafChecks.ts";
import { type Fields, fields, idsIn, list, type Tell, unknownId, word } from "./plainValues.ts";

// What a step of an escalation says of the people and the modems of the same file.

export function checkTarget(notify: string | undefined, path: Path, root: Fields, tell: Tell): void {
  if (notify === undefined) return;
  const people = idsIn(root["people"]);
  const rotations = idsIn(fields(root["onCall"])["rotations"]);
  const groups = idsIn(fields(root["onCall"])["groups"]);
  const target = readTarget(notify);
  if (target === undefined) {
    const better = rotations.includes(notify)
      ? `rotation:${notify}`
      : people.includes(notify)
        ? `person:${notify}`
        : undefined;
    const close =
      better ??
      didYouMean(notify, [
        "everyone",
        "on-call",
        ...groups.map((id) => `group:${id}`),
        ...rotations.map((id) => `rotation:${id}`),
        ...people.map((id) => `person:${id}`),
      ]);
    tell(path, say.notifyNobody(notify, close));
    return;
  }
  if (target.kind === "everyone" || target.kind === "on-call") return;
  const known = { rotation: rotations, person: people, group: groups }[target.kind];
  if (known.includes(target.id)) return;
  tell(path, named(unknownId(target.kind, target.id, known), "notify"));
}

/** What a person may be paged by, as the file has it. */
const waysOf = (person: Fields): readonly unknown[] =>
  person["notify"] === undefined ? ["sms"] : list(person["notify"]);

/** Whether anybody, or the broker, could ever be told by this step. One that can tell nobody is skipped when it comes. */
export function reachesSomebody(step: Fields, root: Fields): boolean {
  const ways = list(step["by"]);
  const personal = ways.filter((way) => way !== "mqtt");
  if (personal.length === 0) return ways.includes("mqtt") && root["mqtt"] !== undefined;
  return targetsOf(word(step["notify"]), root).some((person) => personal.some((way) => waysOf(person).includes(way)));
}

export function checkWays(step: Fields, path: Path, root: Fields, tell: Tell): void {
  const ways = list(step["by"]).filter((way) => typeof way === "string");
  if (new Set(ways).size < ways.length) tell([...path, "by"], say.wayTwice(), "warning");
  if (ways.includes("mqtt") && root["mqtt"] === undefined) tell([...path, "by"], say.mqttWithoutBroker());
  const hasModem = list(root["lines"]).some((line) => fields(line)["driver"] === "gsm");
  if (ways.includes("sms") && !hasModem) tell([...path, "by"], say.smsWithoutModem());
  const personal = ways.filter((way) => way !== "mqtt");
  for (const person of personal.length === 0 ? [] : targetsOf(word(step["notify"]), root)) {
    const own = waysOf(person);
    if (own.length > 0 && !personal.some((way) => own.includes(way))) {
      tell([...path, "by"], say.wayNotTheirs(personal.join(", "), word(person["id"]), own.join(", ")), "warning");
    }
  }
}

/** Everybody whom a step may ever page. */
function targetsOf(notify: string | undefined, root: Fields): readonly Fields[] {
  const target = readTarget(notify ?? "");
  const people = list(root["people"]).map(fields);
  if (target === undefined) return [];
  if (target.kind === "everyone" || target.kind === "on-call") return people;
  const onCall = fields(root["onCall"]);
  const named = list(onCall[target.kind === "group" ? "groups" : "rotations"])
    .map(fields)
    .find((item) => item["id"] === target.id);
  // An entry of a rotation may be several people.
  const ids = target.kind === "person" ? [target.id] : list(named?.["people"]).flat();
  return people.filter((person) => ids.includes(person["id"]));
}
