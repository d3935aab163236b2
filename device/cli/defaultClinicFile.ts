import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS, isInstalled, rehearsalDirectory } from "../runtime/installation.ts";

/** The clinic file of a rehearsal lies beside its data. */
const rehearsed = join(rehearsalDirectory, "clinic.yaml");

/** For `--help`. */
export const CLINIC_FILE_IN_WORDS = isInstalled ? DEFAULTS.config : `${DEFAULTS.config}, else the rehearsal's`;

/** What `--config` names; else the box's own; elsewhere `./clinic.yaml` when there is one, else that of the rehearsal which runs. */
export function clinicFile(given: string | undefined, ofRehearsal = rehearsed): string {
  if (given !== undefined) return given;
  return !isInstalled && !existsSync(DEFAULTS.config) && existsSync(ofRehearsal) ? ofRehearsal : DEFAULTS.config;
}

/** Whether it is the rehearsal's: then the rehearsal's data belong to it. */
export const isRehearsed = (file: string): boolean => file === rehearsed;
