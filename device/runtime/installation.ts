import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where everything is on a box that FirstRing was installed on; the units, the package and the documentation say the same. */
export const BOX = {
  program: "/usr/lib/firstring",
  releases: "/var/lib/firstring-releases",
  config: "/etc/firstring/clinic.yaml",
  data: "/var/lib/firstring",
  credentials: "/etc/firstring/credentials",
  runtime: "/run/firstring",
} as const;

/** The folder that holds device/, firmware/ and provisioning/. */
export const programFolder: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Whether this program is the box's own: the packaged one or a later release. A checkout is not, nor is an unpacked package. */
export const isInstalled: boolean = programFolder === BOX.program || dirname(programFolder) === BOX.releases;

/** What commands take when `--config` and `--data` are not given: the box's own files, or those in the folder we are in. */
export const DEFAULTS = isInstalled
  ? { config: BOX.config, data: BOX.data, dataInWords: BOX.data }
  : { config: "clinic.yaml", data: "firstring-data", dataInWords: "./firstring-data, else the rehearsal's" };

/** The clinic file that was named; else, on a box, its own when there is one. */
export const configIfThere = (given: string | undefined): string | undefined =>
  given ?? (isInstalled && existsSync(BOX.config) ? BOX.config : undefined);

/**
 * The rehearsal's data: in the checkout, so that a second terminal finds it from anywhere; on a box in the person's own
 * folder, because a rehearsal touches nothing of the box.
 */
export const rehearsalDirectory: string = isInstalled
  ? join(homedir(), ".local/state/firstring/rehearsal")
  : join(programFolder, ".data/rehearsal");

/** Where the sockets of a data directory lie: the box's in /run, where the service made that; all others beside the data. */
export const socketDirectory = (dataDirectory: string): string =>
  resolve(dataDirectory) === BOX.data && existsSync(BOX.runtime) ? BOX.runtime : resolve(dataDirectory);
