import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import type { CliIo } from "./Cli.ts";
import { describeIssues } from "./describeIssues.ts";
import { readClinicText } from "./readClinicText.ts";

/** Fits every place that a secret may stand at. */
const ANY_SECRET = "0000";

/** The clinic file for commands that need none of its secrets, which only the service has. Undefined: its mistakes are on stderr. */
export async function clinicWithoutSecrets(file: string, io: CliIo): Promise<Clinic | undefined> {
  const text = await readClinicText(file);
  const result = readClinicFile(text, { resolveSecret: () => ANY_SECRET });
  if (result.ok) return result.clinic;
  io.stderr.write(describeIssues(file, text, result.issues));
  return undefined;
}
