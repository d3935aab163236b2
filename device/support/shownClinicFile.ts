/* @pure */
import { parse, parseDocument } from "yaml";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { clinicFileJsonSchema } from "../../firmware/config/clinicFileSchema.ts";
import { HIDDEN, type StandIn } from "../../firmware/health/redact.ts";

/** Where secrets, names, addresses and numbers are in a clinic file. */
const HIDDEN_KEYS = new Set(["phone", "pin", "simPin", "password", "username", "name", "recipient", "reason"]);

/** In a file with mistakes nobody knows what stands where: here it would be somebody's name, number, or a secret. */
const HIDDEN_WITH_MISTAKES = new Set(["people", "script", "calendars"]);

/**
 * What support sees of a clinic file. `valid`: as `firstring check` says. In one that is not, what stands under a word that clinic
 * files do not have (`pasword`) is hidden, too. Addresses are withStandIns' affair, which every text of the archive goes through.
 */
export function shownClinicFile(text: string, valid: boolean): unknown {
  try {
    return shown(parse(text), valid ? undefined : wordsOfClinicFiles());
  } catch (error) {
    return `it cannot be read: ${error instanceof Error ? error.name : "?"}`;
  }
}

function shown(value: unknown, words: ReadonlySet<string> | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => shown(each, words));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner], i) => {
      if (words !== undefined && !words.has(key)) return [`${HIDDEN}${i + 1}`, hidden(inner)];
      // Its words are what somebody is called in another program's calendar.
      if (key === "calendars") return [key, shown(withoutPeople(inner), words)];
      const isHidden = HIDDEN_KEYS.has(key) || (words !== undefined && HIDDEN_WITH_MISTAKES.has(key));
      return [key, isHidden ? hidden(inner) : shown(inner, words)];
    }),
  );
}

const withoutPeople = (calendars: unknown): unknown =>
  Array.isArray(calendars)
    ? calendars.map((each) =>
        typeof each === "object" && each !== null && "people" in each ? { ...each, people: hidden(each.people) } : each,
      )
    : calendars;

/** How many there are may be seen. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== "object" || value === null) return HIDDEN;
  return Object.fromEntries(Object.values(value).map((inner, i) => [`${HIDDEN}${i + 1}`, hidden(inner)]));
}

/** Every word that the schema has for something. */
function wordsOfClinicFiles(): ReadonlySet<string> {
  const words = new Set<string>();
  const walk = (schema: unknown): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [key, inner] of Object.entries(schema)) {
      if (key === "properties" && typeof inner === "object")
        for (const word of Object.keys(inner ?? {})) words.add(word);
      walk(inner);
    }
  };
  walk(clinicFileJsonSchema());
  return words;
}

/** Ids stay apart from each other, so that a schedule can still be followed. */
export function standIns(clinic: Pick<Clinic, "clinic" | "people">): readonly StandIn[] {
  const { name, shortName } = clinic.clinic;
  return [
    [name, "Clinic"],
    [shortName, "Clinic"],
    ...clinic.people.flatMap(({ id, name: person }, i): StandIn[] => [
      [person, `Person ${i + 1}`],
      [id, `person${i + 1}`],
      ...person
        .split(/\s+/)
        .filter((word) => word.length > 3)
        .map((word): StandIn => [word, `Person ${i + 1}`]),
    ]),
  ];
}

/** The same of a file with mistakes, as far as it can be read: the journal names those people, too. */
export function standInsOfText(text: string): readonly StandIn[] {
  const clinic = fieldOf(contentOf(text), "clinic");
  const people = fieldOf(contentOf(text), "people");
  return standIns({
    clinic: {
      name: textOf(fieldOf(clinic, "name")),
      shortName: textOf(fieldOf(clinic, "shortName")),
    } as Clinic["clinic"],
    people: (Array.isArray(people) ? people : []).map(
      (each) => ({ id: textOf(fieldOf(each, "id")), name: textOf(fieldOf(each, "name")) }) as Clinic["people"][number],
    ),
  });
}

function contentOf(text: string): unknown {
  try {
    return parseDocument(text).toJS();
  } catch {
    return undefined;
  }
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
