import { parseArgs } from "node:util";
import { clinicFileJsonSchema } from "../../firmware/config/clinicFileSchema.ts";
import type { Issue } from "../../firmware/config/Issue.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { BOX, DEFAULTS, isInstalled } from "../runtime/installation.ts";
import { resolveKeptSecret } from "../runtime/resolveSecret.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { describeIssues } from "./describeIssues.ts";
import { readClinicText } from "./readClinicText.ts";

export { describeIssues } from "./describeIssues.ts";

const HELP = `firstring check [FILE] [--json] [--schema]

Finds every mistake in a clinic file: line, column, what is wrong and what would be right. Of the schedule also what is
odd as of today: changes that are over, hours of the next 8 weeks that nobody has.

  FILE      the clinic file (default: ${DEFAULTS.config})
  --json    print { ok, file, issues: [{ line, column, length, path, code, what, instead, es, severity }] }
  --schema  print the JSON Schema of clinic files, for editors

Exit code 0: it can be used (there may be warnings); 1: it cannot; 2: you asked wrongly.
`;

export async function checkCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "boolean" }, schema: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  if (positionals.length > 1) throw new UsageError("give one file");
  if (values.schema === true) {
    io.stdout.write(`${JSON.stringify(clinicFileJsonSchema(), null, 2)}\n`);
    return 0;
  }
  const file = positionals[0] ?? DEFAULTS.config;
  const text = await readClinicText(file);
  const result = readClinicFile(text, {
    resolveSecret: (reference) => resolveKeptSecret(reference, isInstalled ? BOX.credentials : undefined),
    now: Date.now(),
  });
  const issues = result.ok ? result.warnings : result.issues;
  if (values.json === true) io.stdout.write(`${JSON.stringify({ ok: result.ok, file, issues }, null, 2)}\n`);
  else io.stdout.write(`${describeIssues(file, text, issues)}${summary(file, issues, result.ok)}\n`);
  return result.ok ? 0 : 1;
}

function summary(file: string, issues: readonly Issue[], ok: boolean): string {
  const errors = issues.filter((issue) => issue.severity === "error").length;
  const parts = [count(errors, "error"), count(issues.length - errors, "warning")].filter((part) => part !== "");
  const verdict = ok ? `${file} can be used` : `${file} cannot be used`;
  return parts.length === 0 ? `${verdict}.` : `\n${parts.join(", ")}: ${verdict}.`;
}

const count = (n: number, what: string): string => (n === 0 ? "" : `${n} ${what}${n === 1 ? "" : "s"}`);
