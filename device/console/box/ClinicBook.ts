import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { ApiError } from "../api/errors.ts";

/** Fits every place that a secret may stand at: the console is given none. */
const ANY_SECRET = "0000";

/** The clinic file, read again when it has changed. A file with mistakes leaves the one before in force, as in the daemon. */
export class ClinicBook {
  readonly file: string;
  #clinic: Clinic | undefined;
  #stamp = "";
  readonly #changed = new Set<() => void>();

  constructor(file: string) {
    this.file = file;
  }

  /** Undefined: there is no clinic file, or none without mistakes. */
  get known(): Clinic | undefined {
    return this.#clinic;
  }

  /** @throws ApiError where there is none. */
  get current(): Clinic {
    if (this.#clinic !== undefined) return this.#clinic;
    throw new ApiError(503, "NO_CLINIC_FILE", "The clinic file cannot be read, or has mistakes.", {
      cure: "A manager or the technician sees what is wrong on the page Clinic file, under As text.",
    });
  }

  /** Looks whether the file is another one by now; called before each request that asks for it. */
  async refresh(): Promise<void> {
    const stamp = stampOf(this.file);
    if (stamp === this.#stamp) return;
    const text = await readFile(this.file, "utf8").catch(() => undefined);
    this.#stamp = stamp;
    if (text === undefined) return;
    const result = readClinicFile(text, { resolveSecret: () => ANY_SECRET });
    if (!result.ok) return;
    this.#clinic = result.clinic;
    for (const tell of this.#changed) tell();
  }

  /** Returns the function that ends it. */
  onChange(tell: () => void): () => void {
    this.#changed.add(tell);
    return () => this.#changed.delete(tell);
  }
}

function stampOf(file: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(file);
    return `${ino} ${mtimeMs} ${size}`;
  } catch {
    return "none";
  }
}
