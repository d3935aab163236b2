import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { DEFAULTS, isInstalled, rehearsalDirectory } from "../runtime/installation.ts";
import { DATABASE_FILE } from "../storage/files.ts";

/** What `--data` names. A rehearsal that was started with it keeps its data one folder below. */
export function dataDirectory(given: string | undefined): string {
  if (given === undefined) return defaultDataDirectory();
  const directory = resolve(given);
  const rehearsal = join(directory, "rehearsal");
  return existsSync(rehearsal) && !hasData(directory) ? rehearsal : directory;
}

const hasData = (directory: string): boolean =>
  existsSync(join(directory, DATABASE_FILE)) || existsSync(join(directory, "timezone"));

/** The box's own on a box; elsewhere `./firstring-data` when there is one, else the rehearsal's. */
export function defaultDataDirectory(): string {
  const here = resolve(DEFAULTS.data);
  return isInstalled || existsSync(here) ? here : rehearsalDirectory;
}
