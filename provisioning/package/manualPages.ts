/* @pure */
import { escapeRoff, heading, paragraph, subheading, titleLine, verbatim } from "./roff.ts";

export interface CommandHelp {
  readonly name: string;
  readonly summary: string;
  /** What `firstring NAME --help` prints. */
  readonly help: string;
}

/** firstring(1), of the commands' own help: it cannot say anything else than the program. */
export const programPage = (version: string, commands: readonly CommandHelp[]): string =>
  [
    titleLine("firstring", 1, version, "FirstRing"),
    heading("NAME"),
    "firstring \\- medical answering appliance\n",
    heading("SYNOPSIS"),
    ".B firstring\n.I COMMAND\n[OPTIONS]\n",
    heading("DESCRIPTION"),
    paragraph(
      "Answers a clinic's telephone before the second ring, finds out how urgent the call is, takes the message, and pages the doctor on call over its own cellular modem. The answering service is firstring.service; it works by /etc/firstring/clinic.yaml, see clinic.yaml(5).",
    ),
    heading("COMMANDS"),
    ...commands.flatMap(({ name, summary, help }) => [subheading(`${name}: ${summary}`), verbatim(help)]),
    heading("FILES"),
    ...FILES.map(([path, about]) => `.TP\n.I ${escapeRoff(path)}\n${escapeRoff(about)}\n`),
    heading("EXIT STATUS"),
    paragraph("0: done. 1: it failed. 2: it was asked wrongly."),
    heading("SEE ALSO"),
    ".BR clinic.yaml (5),\n.BR systemctl (1),\n.BR journalctl (1)\n",
  ].join("");

const FILES: readonly (readonly [string, string])[] = [
  ["/etc/firstring/clinic.yaml", "The clinic file."],
  ["/etc/firstring/credentials", "Secrets, encrypted by systemd-creds(1), root's alone."],
  ["/var/lib/firstring", "Messages and recordings, encrypted; the clinic's own prompts."],
  ["/var/lib/firstring-releases", "Other versions of the program: firstring release."],
  ["/usr/share/doc/firstring", "The list of faults, an example clinic file, licences, the bill of materials."],
];

/** What is used of JSON Schema. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
}

/** clinic.yaml(5), of the schema that the file is held against. */
export const clinicFilePage = (version: string, schema: Schema, example: string): string =>
  [
    titleLine("clinic.yaml", 5, version, "FirstRing"),
    heading("NAME"),
    "clinic.yaml \\- the file that tells FirstRing about a clinic\n",
    heading("DESCRIPTION"),
    paragraph(
      "YAML. firstring check finds every mistake in it, with its line and what would be right. Secrets are references (a dollar sign and {credential:NAME}), as in the example, never values. Write telephone numbers in quotes: YAML would take their zeros away.",
    ),
    heading("FIELDS"),
    fields(schema, "").join(""),
    heading("EXAMPLE"),
    verbatim(example),
    heading("SEE ALSO"),
    ".BR firstring (1)\n",
  ].join("");

function fields(schema: Schema, path: string): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const here = path === "" ? name : `${path}.${name}`;
    return [entry(here, value, schema.required?.includes(name) ?? false), ...fields(value, here)];
  });
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [
    ...own,
    ...(schema.items === undefined ? [] : fields(schema.items, `${path}[]`)),
    ...choices.flatMap((choice) => fields(choice, path)),
    ...(typeof schema.additionalProperties === "object" ? fields(schema.additionalProperties, `${path}.NAME`) : []),
  ];
}

function entry(path: string, schema: Schema, required: boolean): string {
  const facts = [
    required ? "required" : "",
    schema.const === undefined ? "" : `always ${JSON.stringify(schema.const)}`,
    schema.enum === undefined ? "" : `one of ${schema.enum.map(String).join(", ")}`,
    schema.default === undefined ? "" : `default: ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== "");
  const text = [schema.description ?? "", facts.length === 0 ? "" : `(${facts.join("; ")})`].filter(Boolean).join(" ");
  return `.TP\n.B ${escapeRoff(path)}\n${escapeRoff(text === "" ? (schema.type ?? "see below") : text)}\n`;
}
