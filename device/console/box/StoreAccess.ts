import { statSync } from "node:fs";
import { join } from "node:path";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { findKey } from "../../keys/findKey.ts";
import { DATABASE_FILE, emergencyFiles } from "../../storage/files.ts";
import type { DatabaseKey } from "../../storage/key.ts";
import { StoreReader } from "../../storage/StoreReader.ts";
import { ApiError } from "../api/errors.ts";

/**
 * The message databases, opened once and again whenever one came, went or was exchanged (emergency, restore, another key).
 * SQLite's WAL: the daemon never waits for us, nor we for it.
 */
export class StoreAccess {
  readonly #directory: string;
  readonly #key: () => DatabaseKey | undefined;
  #reader: StoreReader | undefined;
  #files = "";

  constructor(directory: string, key: () => DatabaseKey | undefined = () => findKey(directory)) {
    this.#directory = directory;
    this.#key = key;
  }

  /** @throws ApiError when there is nothing to read, or nothing that can be read. */
  read<T>(use: (reader: StoreReader) => T): T {
    return use(this.#open());
  }

  /** What of the databases cannot be read, in sentences for a person. */
  get problems(): readonly string[] {
    return this.#reader?.problems ?? [];
  }

  close(): void {
    this.#reader?.close();
    this.#reader = undefined;
    this.#files = "";
  }

  #open(): StoreReader {
    const files = filesOf(this.#directory);
    if (this.#reader !== undefined && files === this.#files) return this.#reader;
    this.close();
    try {
      this.#reader = StoreReader.open(this.#directory, this.#key());
    } catch (cause) {
      if (!isApplianceError(cause)) throw cause;
      // Files and options are for whoever mends it: the page Live says them.
      throw ApiError.passedOn(503, cause.code, "The messages cannot be read just now.", {
        cure: "Try again in a minute; then call your technician, who finds more on the page Live.",
        details: { said: cause.message.replace(` [${cause.code}]`, "") },
        cause,
      });
    }
    this.#files = files;
    return this.#reader;
  }
}

const filesOf = (directory: string): string =>
  [join(directory, DATABASE_FILE), ...emergencyFiles(directory)].map((path) => `${path} ${inodeOf(path)}`).join("\n");

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
