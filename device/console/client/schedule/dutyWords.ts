import { isolated, words } from "../i18n.ts";
import { dayAndTime, span } from "../time.ts";

/** What several parts of the page say. */
export const dutyWords = words({
  en: {
    nobody: "Nobody has duty",
    nobodyShort: "Nobody",
    instead: (who: string) => `${who} is paged, the fallback`,
    span: (from: string, to: string) => `${from} – ${to}`,
    and: " and ",
    ways: { sms: "SMS", call: "call", mqtt: "MQTT" },
  },
  es: {
    nobody: "Nadie tiene la guardia",
    nobodyShort: "Nadie",
    instead: (who: string) => `se avisa a ${who}, el sustituto`,
    span: (from: string, to: string) => `${from} – ${to}`,
    and: " y ",
    ways: { sms: "SMS", call: "llamada", mqtt: "MQTT" },
  },
});

export const spanText = (from: number, to: number, now: number): string =>
  dutyWords().span(dayAndTime(from, now), dayAndTime(to, now));

export const lengthText = (from: number, to: number): string => span(to - from);

/** `Dr. Chen, Dr. Patel and Dr. Okafor`. */
export function namesText(people: readonly { readonly name: string }[]): string {
  const names = people.map(({ name }) => isolated(name));
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")}${dutyWords().and}${names.at(-1) ?? ""}`;
}
