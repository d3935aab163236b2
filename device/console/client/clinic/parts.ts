/* @pure */
// Where each place of the clinic file is changed: in a form of this page, on another page, or as text, and then why.

export const SECTIONS = ["practice", "hours", "people", "duty", "policies", "box", "text", "history"] as const;
export type Section = (typeof SECTIONS)[number];

/** Why a place is written as text: `Elsewhere.ts` has the words. */
export type Reason = "temporary" | "calendars" | "lines" | "secrets" | "lamps" | "backup" | "mqtt" | "version";

export type Place =
  | { readonly form: Section }
  | { readonly page: "/network" | "/script" }
  /** `told`: the section in which whoever looks for it reads why. */
  | { readonly text: Reason; readonly told: Section };

/** By path, `*` for any entry of a list; the longest that fits counts. */
export const PLACES: Readonly<Record<string, Place>> = {
  version: { text: "version", told: "text" },
  clinic: { form: "practice" },
  privacy: { form: "practice" },
  hours: { form: "hours" },
  people: { form: "people" },
  "people.*.pin": { text: "secrets", told: "people" },
  "onCall.fallback": { form: "policies" },
  "onCall.rotations": { form: "duty" },
  "onCall.rules": { form: "duty" },
  "onCall.absences": { form: "duty" },
  "onCall.groups": { form: "duty" },
  "onCall.overrides": { form: "duty" },
  "onCall.temporary": { text: "temporary", told: "duty" },
  "onCall.calendars": { text: "calendars", told: "duty" },
  escalation: { form: "policies" },
  lines: { text: "lines", told: "box" },
  "lines.*.port": { form: "box" },
  "lines.*.pickup": { form: "box" },
  "lines.*.audio": { form: "box" },
  "lines.*.simPin": { text: "secrets", told: "box" },
  faults: { form: "box" },
  "box.power": { form: "box" },
  "box.lamps": { text: "lamps", told: "box" },
  backup: { text: "backup", told: "box" },
  mqtt: { text: "mqtt", told: "box" },
  console: { page: "/network" },
  script: { page: "/script" },
};

/** Undefined: nobody has thought of it. */
export function placeOf(path: string): Place | undefined {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const found = PLACES[parts.slice(0, length).join(".")];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What of the file belongs to a section, in a form or as text: a mistake there is marked on its tab. */
export const partsOf = (section: Section): readonly (readonly string[])[] =>
  Object.entries(PLACES).flatMap(([path, place]) =>
    ("form" in place && place.form === section) || ("text" in place && place.told === section)
      ? [path.replace(/\.\*.*$/, "").split(".")]
      : [],
  );

/** Why some places are not in a section's form, each reason once, with the places that it is about. */
export function reasonsIn(section: Section): readonly { readonly reason: Reason; readonly paths: readonly string[] }[] {
  const found = new Map<Reason, string[]>();
  for (const [path, place] of Object.entries(PLACES))
    if ("text" in place && place.told === section) found.set(place.text, [...(found.get(place.text) ?? []), path]);
  return [...found].map(([reason, paths]) => ({ reason, paths }));
}
