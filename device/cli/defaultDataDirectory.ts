import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The rehearsal's data: in the checkout, so that a second terminal finds it from anywhere. */
export const rehearsalDirectory = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), ".data/rehearsal");

/** `./firstring-data` when there is one, else the rehearsal's. */
export function defaultDataDirectory(): string {
  const here = resolve("firstring-data");
  return existsSync(here) ? here : rehearsalDirectory;
}
