import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DATABASE_FILE } from "../storage/files.ts";

/** The rehearsal's data: in the checkout, so that a second terminal finds it from anywhere. */
export const rehearsalDirectory = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), ".data/rehearsal");

/** What `--data` names. A rehearsal that was started with it keeps its data one folder below. */
export function dataDirectory(given: string | undefined): string {
  if (given === undefined) return defaultDataDirectory();
  const directory = resolve(given);
  const rehearsal = join(directory, "rehearsal");
  return existsSync(rehearsal) && !hasData(directory) ? rehearsal : directory;
}

const hasData = (directory: string): boolean =>
  existsSync(join(directory, DATABASE_FILE)) || existsSync(join(directory, "timezone"));

/** `./firstring-data` when there is one, else the rehearsal's. */
export function defaultDataDirectory(): string {
  const here = resolve("firstring-data");
  return existsSync(here) ? here : rehearsalDirectory;
}
