import { readFileSync } from "node:fs";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { resolveSecret } from "../runtime/resolveSecret.ts";
import type { CliIo } from "./Cli.ts";
import { describeIssues } from "./describeIssues.ts";

/** The clinic of a file; undefined when it has mistakes, which are on stderr then, each with its line and its cure. */
export function loadClinicFile(file: string, io: CliIo): Clinic | undefined {
  const text = readText(file);
  const result = readClinicFile(text, { resolveSecret });
  if (result.ok) return result.clinic;
  io.stderr.write(describeIssues(file, text, result.issues));
  return undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ApplianceError(
      "CLINIC_FILE_UNREADABLE",
      `the clinic file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      {
        disposition: "operator",
        cure: "Give the path of a file that exists and that this user may read.",
        cause,
      },
    );
  }
}
