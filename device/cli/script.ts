import { parseArgs } from "node:util";
import { lintScript } from "../../firmware/triage/lintScript.ts";
import { printScript } from "../../firmware/triage/printScript.ts";
import { DEFAULTS } from "../runtime/installation.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { loadClinicFile } from "./loadClinicFile.ts";

const HELP = `firstring script check [FILE] [--language en]

Draws the dialogue of a clinic file as a tree, and holds it against the rules: no dead end, no loop without an exit, every
path leaves a record, urgent can be reached from everywhere, silence and wrong keys fail upward.

  FILE              the clinic file (default: ${DEFAULTS.config})
  --language LANG   the language of the sentences shown (default: the clinic's first)
`;

export async function scriptCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { language: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [verb, file = DEFAULTS.config] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (verb !== "check") throw new UsageError(`there is no 'script ${verb}'`);
  // A script that breaks a rule is a mistake of the clinic file: it is told with its line there.
  const clinic = loadClinicFile(file, io);
  if (clinic === undefined) return 1;
  const { name, emergencyNumber, languages } = clinic.clinic;
  const language = values.language ?? languages[0] ?? "en";
  if (!languages.includes(language)) throw new UsageError(`the clinic does not speak '${language}'`);
  io.stdout.write(`${printScript(clinic.script, { clinic: name, emergencyNumber }, language).trimEnd()}\n\n`);
  const findings = lintScript(clinic.script, languages);
  for (const finding of findings) io.stdout.write(`${finding.what}\n`);
  io.stdout.write(findings.length === 0 ? "The script keeps every rule.\n" : "");
  return findings.length === 0 ? 0 : 1;
}
