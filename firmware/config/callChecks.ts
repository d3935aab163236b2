import type { Complaint } from "../language/Complaint.ts";
import { say } from "./complaints/places.ts";
import type { Path } from "./Issue.ts";
import { type Fields, fields, list, type Tell, word } from "./plainValues.ts";

// What pages by telephone need: a line that can call, and people who can prove who they are.

/** `ladders`: all steps of the escalation, each list with its place. */
export function checkCalls(
  root: Fields,
  ladders: readonly { readonly steps: readonly unknown[]; readonly path: Path }[],
  tell: Tell,
): void {
  warnOfPeopleWithoutPin(root, tell);
  if (list(root["lines"]).some((line) => canCall(fields(line)))) return;
  for (const { steps, path } of ladders) {
    const index = steps.findIndex((step) => list(fields(step)["by"]).includes("call"));
    if (index === -1) continue;
    tell([...path, index, "by"], say.noLineCalls(), "warning");
  }
}

const canCall = (line: Fields): boolean =>
  line["driver"] === "gsm" && (line["audio"] !== undefined || word(line["port"])?.startsWith("usb:") === true);

function warnOfPeopleWithoutPin(root: Fields, tell: Tell): void {
  for (const [index, item] of list(root["people"]).entries()) {
    const person = fields(item);
    if (!list(person["notify"]).includes("call") || person["pin"] !== undefined) continue;
    tell(["people", index], say.noPin(word(person["name"]), word(person["id"])), "warning");
  }
}

/** What is wrong with a PIN that a reference stands for; `usable: false`: it is as if there were none. Never quotes it. */
export function complaintAboutPin(pin: string, phone: string): (Complaint & { readonly usable: boolean }) | undefined {
  if (!/^\d{4,8}$/.test(pin)) return { ...say.pinNoDigits(), usable: false };
  if (isEasy(pin)) return { ...say.pinEasy(), usable: true };
  if (phone.endsWith(pin)) return { ...say.pinOfPhone(), usable: true };
  return undefined;
}

const STAIRS = "01234567890 09876543210";

const isEasy = (pin: string): boolean =>
  /^(\d)\1+$/.test(pin) || /^(\d\d)\1+$/.test(pin) || STAIRS.includes(pin) || pin === "2580";
