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
    tell(
      [...path, index, "by"],
      "by: call, but no line can call anybody: the escalation passes over it at once",
      "give a line with driver: gsm its sound (audio:); an analog line is not told whether anybody answers",
      "warning",
    );
  }
}

const canCall = (line: Fields): boolean =>
  line["driver"] === "gsm" && (line["audio"] !== undefined || word(line["port"])?.startsWith("usb:") === true);

function warnOfPeopleWithoutPin(root: Fields, tell: Tell): void {
  for (const [index, item] of list(root["people"]).entries()) {
    const person = fields(item);
    if (!list(person["notify"]).includes("call") || person["pin"] !== undefined) continue;
    const name = word(person["name"]) ?? word(person["id"]) ?? "this person";
    tell(
      ["people", index],
      `no pin: on the telephone ${name} hears the reference of a call, and nothing of the patient`,
      `give them one: pin: "\${credential:pin-${word(person["id"]) ?? "name"}}"`,
      "warning",
    );
  }
}

/** What is wrong with a PIN that a reference stands for; `usable: false`: it is as if there were none. Never quotes it. */
export function complaintAboutPin(
  pin: string,
  phone: string,
): { readonly what: string; readonly instead: string; readonly usable: boolean } | undefined {
  const instead = "choose 4 to 8 digits that nobody guesses";
  if (!/^\d{4,8}$/.test(pin)) return { what: "is not 4 to 8 digits, so there is no PIN", instead, usable: false };
  if (isEasy(pin)) return { what: "is easily guessed", instead, usable: true };
  if (phone.endsWith(pin)) return { what: "is the end of their own telephone number", instead, usable: true };
  return undefined;
}

const STAIRS = "01234567890 09876543210";

const isEasy = (pin: string): boolean =>
  /^(\d)\1+$/.test(pin) || /^(\d\d)\1+$/.test(pin) || STAIRS.includes(pin) || pin === "2580";
