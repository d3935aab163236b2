/* @pure */

import { listIn, setIn, textIn } from "../../../firmware/config/editYaml.ts";
import { lastName, problemsAbout } from "../core/checks.ts";
import { answered, type SetupState } from "../core/SetupState.ts";
import type { FormStep, Input } from "../core/Step.ts";
import { isMissing, parts, withMissing } from "./inputs.ts";

/** Zones by country, the most people first: suggestions, nothing more. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  US: [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
  ].concat(["Pacific/Honolulu"]),
  CA: [
    "America/Toronto",
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Halifax",
    "America/St_Johns",
  ],
  GB: ["Europe/London"],
  IE: ["Europe/Dublin"],
  MX: [
    "America/Mexico_City",
    "America/Monterrey",
    "America/Tijuana",
    "America/Hermosillo",
    "America/Chihuahua",
    "America/Cancun",
  ],
};
/** What a patient in danger dials there. */
const EMERGENCY: Readonly<Record<string, string>> = {
  US: "911",
  CA: "911",
  MX: "911",
  GB: "999",
  IE: "112",
  AU: "000",
  NZ: "111",
};

export const clinicStep: FormStep = {
  kind: "form",
  id: "clinic",
  title: "The clinic",
  about: ["clinic"],
  intro: () => ["Who answers the telephone here, and where the clinic is."],
  fields(state) {
    const at = (name: string): string => textIn(state.text, ["clinic", name]);
    const country = at("country") || "US";
    return [
      {
        ...{ name: "name", kind: "text", label: "Name of the clinic", value: at("name") },
        help: "As callers hear it: Rosewood Family Practice.",
      },
      {
        ...{
          name: "shortName",
          kind: "text",
          label: "Short name for messages",
          value: at("shortName"),
          optional: true,
        },
        help: "Begins every SMS: Rosewood. Left empty: the first word of the name.",
      },
      {
        ...{ name: "country", kind: "text", label: "Country", value: country },
        ...{ help: "Two letters.", suggestions: ["US", "CA", "GB", "IE", "MX"] },
      },
      {
        ...{ name: "timezone", kind: "text", label: "Time zone", value: at("timezone") },
        ...{
          help: "Where the clinic's clock hangs. Write the city: America/Chicago.",
          suggestions: ZONES[country] ?? [],
        },
      },
      {
        ...{
          name: "emergencyNumber",
          kind: "text",
          label: "Emergency number",
          value: at("emergencyNumber") || (EMERGENCY[country] ?? "112"),
        },
        help: "What a patient in danger is told to dial.",
      },
      {
        ...{
          name: "languages",
          kind: "many",
          label: "Languages that callers are spoken to in",
          value: languagesOf(state).join(","),
          ordered: true,
        },
        help: "The first one is spoken first.",
        choices: [
          { value: "en", label: "English" },
          { value: "es", label: "Spanish" },
        ],
      },
    ];
  },
  accept(state, input) {
    const missing = withMissing(input, ["name", "country", "timezone", "emergencyNumber", "languages"]);
    if (isMissing(missing)) return missing;
    const text = setIn(state.text, changes(input));
    const problems = problemsAbout(text, ["clinic"], lastName);
    return problems.length > 0 ? { ok: false, problems } : { ok: true, state: answered({ ...state, text }, "clinic") };
  },
};

/** The first is spoken first. */
export function languagesOf(state: SetupState): readonly string[] {
  const listed = listIn(state.text, ["clinic", "languages"]).map(String);
  return listed.length === 0 ? ["en"] : listed;
}

function changes(input: Input): readonly (readonly [readonly string[], unknown])[] {
  const word = (name: string): string => (input[name] ?? "").trim();
  return [
    [["clinic", "name"], word("name")],
    [["clinic", "shortName"], word("shortName") || undefined],
    [["clinic", "timezone"], zoneOf(word("timezone"))],
    [["clinic", "country"], word("country").toUpperCase()],
    [["clinic", "emergencyNumber"], word("emergencyNumber")],
    [["clinic", "languages"], parts(word("languages"))],
  ];
}

/** `chicago` and `New York` mean the zone of that city, a suggestion first; one that several zones are named after is asked for. */
const zoneOf = (typed: string): string => {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z/]/g, "");
  const means = (zone: string): boolean => [zone, zone.split("/").at(-1)!].map(plain).includes(plain(typed));
  const suggested = Object.values(ZONES).flat().find(means);
  const [only, other] = Intl.supportedValuesOf("timeZone").filter(means);
  return suggested ?? (other === undefined ? only : undefined) ?? typed;
};
