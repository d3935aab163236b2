import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS, isInstalled, rehearsalDirectory } from "../runtime/installation.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

/** The clinic file of a rehearsal lies beside its data. */
const rehearsed = join(rehearsalDirectory, "clinic.yaml");

/** For `--help`. */
export const CLINIC_FILE_IN_WORDS = isInstalled ? DEFAULTS.config : `${DEFAULTS.config}, else the rehearsal's`;

/**
 * What `--config` names; else the box's own. Elsewhere the one beside the data that `--data` names, `./clinic.yaml`, or that of the
 * rehearsal which runs.
 */
export function clinicFile(given: string | undefined, data?: string): string {
  if (given !== undefined || isInstalled) return given ?? DEFAULTS.config;
  const beside = data === undefined ? rehearsed : join(dataDirectory(data), "clinic.yaml");
  return existsSync(beside) && (data !== undefined || !existsSync(DEFAULTS.config)) ? beside : DEFAULTS.config;
}

/** Whether it is the rehearsal's: then the rehearsal's data belong to it. */
export const isRehearsed = (file: string): boolean => file === rehearsed;
