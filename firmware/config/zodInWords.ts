import type * as z from "zod";
import { clinicFileJsonSchema } from "./clinicFileSchema.ts";
import { didYouMean, oneOf } from "./didYouMean.ts";
import { type Issue, type Path, pathInWords } from "./Issue.ts";
import { checkPhone, SECRET_FORMS } from "./leafChecks.ts";
import { complaintOf } from "./schemaParts.ts";
import type { YamlDocument } from "./yamlDocument.ts";

// zod finds what does not fit; here it gets a place in the file and a sentence that a practice manager can act on.

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly additionalProperties?: boolean | JsonSchema;
}

/** What to add where something is missing. By its last name, which is clear enough everywhere in our file. */
const EXAMPLES: Readonly<Record<string, string>> = {
  version: "version: 1",
  clinic: 'clinic: { name: …, timezone: America/Chicago, country: US, emergencyNumber: "911" }',
  name: "name: and what people call it",
  timezone: "timezone: America/Chicago (where the clinic is)",
  country: "country: US (two letters)",
  emergencyNumber: 'emergencyNumber: "911" (what a patient in danger dials, in quotes)',
  privacy: "privacy: { smsDetail: code } or { smsDetail: callback }",
  smsDetail: "choose: code keeps the patient's number out of the SMS, callback puts it in",
  lines: "lines: a list of the modems, see provisioning/example/clinic.yaml",
  people: "people: a list of who can be paged, see provisioning/example/clinic.yaml",
  onCall: "onCall: { fallback: ID } with the id of a person",
  fallback: "fallback: the id of the person who is paged when nobody else is on call",
  driver: "driver: voice-modem or gsm",
  port: "port: /dev/firstring/front",
  phone: 'phone: "+13125550101" (with country code, in quotes)',
  handoff: 'handoff: "mon 08:00" (for every: day the time alone)',
  starts: "starts: the date of the first shift, e.g. 2026-11-02",
  by: "by: [sms]",
  notify: 'notify: "rotation:ID", "person:ID" or everyone',
};

let made: JsonSchema | undefined;
/** Made when the first mistake is found: a file in order costs neither its time nor its memory. */
function jsonSchema(): JsonSchema {
  made ??= clinicFileJsonSchema() as JsonSchema;
  return made;
}

/** What may stand at a path: several when the file leaves open which it is. */
function schemasAt(path: Path, schema: JsonSchema = jsonSchema()): readonly JsonSchema[] {
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return options.flatMap((option) => schemasAt(path, option));
  const [first, ...rest] = path;
  if (first === undefined) return [schema];
  const others = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const next = typeof first === "number" ? schema.items : (schema.properties?.[first] ?? others);
  return next === undefined ? [] : schemasAt(rest, next);
}

const keysAt = (path: Path): readonly string[] => [
  ...new Set(schemasAt(path).flatMap((schema) => Object.keys(schema.properties ?? {}))),
];

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[part] : undefined,
    value,
  );
}

/** Every zod issue as issues of ours. */
export function zodIssuesInWords(found: readonly z.core.$ZodIssue[], document: YamlDocument): Issue[] {
  const renamed = new Set<string>();
  const unknownKeys = found.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? unknownKeysInWords(issue, document, renamed) : [],
  );
  const others = found
    .filter((issue) => issue.code !== "unrecognized_keys")
    .map((issue) => ({ issue, path: pathOf(issue) }))
    .filter(({ path }) => !renamed.has(pathInWords(path)))
    .map(({ issue, path }) => inWords(issue, path, document));
  return [...unknownKeys, ...others];
}

const pathOf = (issue: z.core.$ZodIssue): Path => issue.path.filter((part) => typeof part !== "symbol");

function unknownKeysInWords(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  document: YamlDocument,
  renamed: Set<string>,
): Issue[] {
  const parent = pathOf(issue);
  const known = keysAt(parent);
  const missing = known.filter((key) => valueAt(document.value, [...parent, key]) === undefined);
  return issue.keys.map((key) => {
    const path = [...parent, key];
    const meant = didYouMean(key, missing) ?? didYouMean(key, known);
    if (meant !== undefined) renamed.add(pathInWords([...parent, meant]));
    const instead = meant !== undefined ? `did you mean ${meant}?` : elsewhere(key, known);
    return {
      ...document.locate(path, "key"),
      path: pathInWords(path),
      what: `${key} is not known here`,
      instead,
      severity: "error",
    };
  });
}

/** `timezone` at the top of the file belongs below `clinic`. */
function elsewhere(key: string, known: readonly string[]): string {
  const parent = Object.keys(jsonSchema().properties ?? {}).find((name) => keysAt([name]).includes(key));
  return parent === undefined ? `known are ${oneOf(known)}` : `it belongs below ${parent}:`;
}

function inWords(issue: z.core.$ZodIssue, path: Path, document: YamlDocument): Issue {
  const value = valueAt(document.value, path);
  const name =
    path.length === 0
      ? "the file"
      : pathInWords(path.slice(-1)).replace(/^\[(\d+)\]$/, (_, index) => `entry ${Number(index) + 1}`);
  const here = { ...document.locate(path), path: pathInWords(path), severity: "error" as const };
  const complaint = complaintOf(issue);
  if (complaint !== undefined) return { ...here, ...complaint, what: `${name}: ${complaint.what}` };
  if (value === undefined || (value === null && issue.code !== "custom"))
    return { ...here, ...missing(name, path, value) };
  const country = valueAt(document.value, ["clinic", "country"]);
  return {
    ...here,
    ...mismatch(issue, name, value, document.sourceOf(path)),
    ...betterForm(name, value, document.sourceOf(path), country),
  };
}

/** For what is not in quotes and would not be right in quotes either: say the right form at once. */
function betterForm(
  name: string,
  value: unknown,
  source: string | undefined,
  country: unknown,
): { readonly instead?: string } {
  if (typeof value !== "number" || source === undefined) return {};
  const written = source.slice(0, 30);
  if (name === "after" || name === "every" || name === "ackExpires")
    return { instead: `with its unit: ${written}s or ${written}m` };
  const complaint =
    name === "phone" ? checkPhone(written, typeof country === "string" ? country : undefined) : undefined;
  return complaint === undefined ? {} : { instead: complaint.instead };
}

function missing(name: string, path: Path, value: unknown): Pick<Issue, "what" | "instead"> {
  const last = path.at(-1);
  const instead = (typeof last === "string" ? EXAMPLES[last] : undefined) ?? `add ${name}:`;
  return {
    what: value === null ? `${name} has no value` : `${name} is missing`,
    instead: instead.startsWith("choose") ? instead : `add ${instead.replace(/^add /, "")}`,
  };
}

function mismatch(
  issue: z.core.$ZodIssue,
  name: string,
  value: unknown,
  source: string | undefined,
): Pick<Issue, "what" | "instead"> {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.expected, name, value, source);
    case "invalid_value":
      return wrongChoice(name, value, issue.values.map(String));
    case "invalid_union":
      if (issue.path.includes("people"))
        return { what: "an entry of people is no id", instead: "write an id, or several in brackets: [chen, patel]" };
      if (name === "lamps")
        return { what: "lamps names no LEDs", instead: "write { ready: NAME, fault: NAME }, or none" };
      return wrongChoice(
        name,
        value,
        name === "repeat" ? ["until-taken", "a number from 1 to 20"] : ["voice-modem", "gsm"],
      );
    case "invalid_key": {
      const complaint = issue.issues.map(complaintOf).find((found) => found !== undefined);
      return { what: complaint?.what ?? `${name} is no name`, instead: complaint?.instead ?? "choose another name" };
    }
    case "too_small":
      return issue.origin === "array"
        ? { what: `${name} is an empty list`, instead: "give at least one entry" }
        : { what: `${name} is too small`, instead: `at least ${issue.minimum}` };
    case "too_big":
      return { what: `${name} is too large`, instead: `at most ${issue.maximum}` };
    default:
      return { what: `${name} does not fit here`, instead: "compare with provisioning/example/clinic.yaml" };
  }
}

const SECRETS = /^(simPin|password)$/;

function wrongType(
  expected: string,
  name: string,
  value: unknown,
  source: string | undefined,
): Pick<Issue, "what" | "instead" | "confidential"> {
  if (SECRETS.test(name))
    return {
      what: `${name}: is a secret in plain text`,
      instead: `write where it is kept: ${SECRET_FORMS}`,
      confidential: true,
    };
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")) {
    const written = (source ?? String(value)).slice(0, 60);
    return {
      what: `${name} is not in quotes, so it is read as a ${typeof value === "boolean" ? "yes or no" : "number"} and loses its form`,
      instead: `write "${written}"`,
    };
  }
  if (expected === "array")
    return {
      what: `${name} is not a list`,
      instead:
        typeof value === "string"
          ? `write [${value.slice(0, 40)}]`
          : "write [ … ], or one entry on each line, beginning with -",
    };
  if (expected === "object" || expected === "record")
    return {
      what: `${name} has one value instead of its parts`,
      instead: "write its parts below it, indented, `name: value` on each line",
    };
  if (expected === "number" || expected === "int")
    return { what: `${name} is not a whole number`, instead: "write digits only, without quotes" };
  return { what: `${name} is not a text`, instead: "write a word, in quotes if it has special characters" };
}

function wrongChoice(name: string, value: unknown, choices: readonly string[]): Pick<Issue, "what" | "instead"> {
  const written = typeof value === "object" ? "this" : `"${String(value).slice(0, 40)}"`;
  const meant = typeof value === "string" ? didYouMean(value, choices) : undefined;
  const instead = meant !== undefined ? `did you mean ${meant}?` : `write ${oneOf(choices)}`;
  return { what: `${name}: ${written} is not possible`, instead };
}
