import type * as z from "zod";
import { type Complaint, curedAs, named } from "../language/Complaint.ts";
import { clinicFileJsonSchema } from "./clinicFileSchema.ts";
import { say as sayOfValue } from "./complaints/leaf.ts";
import { entry, type Name, say, THE_FILE } from "./complaints/shape.ts";
import { didYouMean } from "./didYouMean.ts";
import { type Issue, type Path, pathInWords } from "./Issue.ts";
import { checkPhone } from "./leafChecks.ts";
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
    return {
      ...document.locate(path, "key"),
      path: pathInWords(path),
      ...say.unknownName(key, meant, parentOf(key), known),
      severity: "error",
    };
  });
}

/** `timezone` at the top of the file belongs below `clinic`. */
const parentOf = (key: string): string | undefined =>
  Object.keys(jsonSchema().properties ?? {}).find((name) => keysAt([name]).includes(key));

function inWords(issue: z.core.$ZodIssue, path: Path, document: YamlDocument): Issue {
  const value = valueAt(document.value, path);
  const last = path.at(-1);
  const name = last === undefined ? THE_FILE : typeof last === "number" ? entry(last) : { en: last, es: last };
  const here = { ...document.locate(path), path: pathInWords(path), severity: "error" as const };
  const complaint = complaintOf(issue);
  if (complaint !== undefined) return { ...here, ...named(complaint, name.en, name.es) };
  const word = typeof last === "string" ? last : undefined;
  if (value === null && issue.code !== "custom") return { ...here, ...say.noValue(name, word) };
  if (value === undefined) return { ...here, ...say.missing(name, word) };
  const country = valueAt(document.value, ["clinic", "country"]);
  const source = document.sourceOf(path);
  const found = mismatch(issue, name, value, source);
  const better = betterForm(name, value, source, country);
  return { ...here, ...(better === undefined ? found : curedAs(found, better)) };
}

/** For what is not in quotes and would not be right in quotes either: say the right form at once. */
function betterForm(name: Name, value: unknown, source: string | undefined, country: unknown): Complaint | undefined {
  if (typeof value !== "number" || source === undefined) return undefined;
  const written = source.slice(0, 30);
  if (/^(after|every|ackExpires)$/.test(name.en)) return sayOfValue.noUnit(written);
  return name.en === "phone" ? checkPhone(written, typeof country === "string" ? country : undefined) : undefined;
}

function mismatch(issue: z.core.$ZodIssue, name: Name, value: unknown, source: string | undefined): Complaint {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.expected, name, value, source);
    case "invalid_value":
      return wrongChoice(name, value, issue.values.map(String));
    case "invalid_union":
      if (issue.path.includes("people")) return say.peopleNoId();
      if (name.en === "lamps") return say.lampsNoNames();
      if (name.en === "repeat") return say.noRepeat(writtenOf(value));
      return wrongChoice(name, value, ["voice-modem", "gsm"]);
    case "invalid_key":
      return issue.issues.map(complaintOf).find((found) => found !== undefined) ?? say.noName(name);
    case "too_small":
      return issue.origin === "array" ? say.emptyList(name) : say.tooSmall(name, String(issue.minimum));
    case "too_big":
      return say.tooLarge(name, String(issue.maximum));
    default:
      return say.doesNotFit(name);
  }
}

const SECRETS = /^(simPin|password)$/;

function wrongType(expected: string, name: Name, value: unknown, source: string | undefined): Complaint {
  if (SECRETS.test(name.en)) return named(sayOfValue.secretInPlainText(), name.en);
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"))
    return say.notInQuotes(name, typeof value === "boolean", (source ?? String(value)).slice(0, 60));
  if (expected === "array") return say.noList(name, typeof value === "string" ? value.slice(0, 40) : undefined);
  if (expected === "object" || expected === "record") return say.noParts(name);
  if (expected === "number" || expected === "int") return say.noNumber(name);
  return say.noText(name);
}

const writtenOf = (value: unknown): string | undefined =>
  typeof value === "object" ? undefined : `"${String(value).slice(0, 40)}"`;

function wrongChoice(name: Name, value: unknown, choices: readonly string[]): Complaint {
  const meant = typeof value === "string" ? didYouMean(value, choices) : undefined;
  return say.noChoice(name, writtenOf(value), meant, choices);
}
