import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackupReader, type EntrySink } from "./BackupReader.ts";
import { type BackupHeader, type BackupManifest, backupTrouble } from "./format.ts";
import type { Unlock } from "./slots.ts";

const LARGEST_MANIFEST = 4 * 1024 * 1024;

export interface ReadBackup {
  readonly header: BackupHeader;
  readonly manifest: BackupManifest;
}

/**
 * Reads a backup to its end, every byte proved, and puts what is in it under `into` (absent: only proves it). Nothing of it may
 * be used before this returns: only the end shows that nothing was cut off.
 */
export const readBackup = (path: string, unlocks: readonly Unlock[], into?: string): ReadBackup => {
  const reader = BackupReader.open(path);
  const sink = new Unpacker(into);
  try {
    reader.read(unlocks, sink);
  } finally {
    sink.close();
    reader.close();
  }
  return { header: reader.header, manifest: sink.manifest };
};

/** Compares what comes with the manifest, which comes first. */
class Unpacker implements EntrySink {
  readonly #into: string | undefined;
  #expected: readonly { readonly name: string; readonly size: number }[] | undefined;
  #manifest: BackupManifest | undefined;
  #first: Buffer[] | undefined;
  #file: number | undefined;
  #index = 0;

  constructor(into: string | undefined) {
    this.#into = into;
  }

  get manifest(): BackupManifest {
    if (this.#manifest === undefined || this.#index !== this.#expected?.length)
      throw backupTrouble("BACKUP_DAMAGED", "the backup does not hold what its list says");
    return this.#manifest;
  }

  begin(name: string, size: number): void {
    if (this.#expected === undefined) {
      if (name !== "manifest.json" || size > LARGEST_MANIFEST)
        throw backupTrouble("BACKUP_DAMAGED", "the backup does not begin with its list");
      this.#first = [];
      return;
    }
    const expected = this.#expected[this.#index];
    if (expected?.name !== name || expected.size !== size)
      throw backupTrouble("BACKUP_DAMAGED", `the backup holds ${name}, which its list does not`);
    this.#index += 1;
    if (this.#into === undefined) return;
    const path = join(this.#into, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#file = openSync(path, "wx", 0o600);
  }

  data(bytes: Uint8Array): void {
    if (this.#first !== undefined) this.#first.push(Buffer.from(bytes));
    else if (this.#file !== undefined)
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
  }

  end(): void {
    if (this.#first !== undefined) {
      this.#manifest = manifestOf(Buffer.concat(this.#first));
      this.#expected = this.#manifest.entries;
      this.#first = undefined;
    }
    if (this.#file !== undefined) fsyncSync(this.#file);
    this.close();
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function manifestOf(content: Buffer): BackupManifest {
  try {
    const manifest = JSON.parse(content.toString("utf8")) as BackupManifest;
    const whole =
      /^[0-9a-f]{64}$/.test(manifest.databaseKey) &&
      Array.isArray(manifest.databases) &&
      Array.isArray(manifest.entries) &&
      manifest.databases.every(({ file }) => /^(firstring(-emergency-\d{1,9})?|console)\.db$/.test(file));
    if (whole) return manifest;
  } catch {
    // Said below.
  }
  throw backupTrouble("BACKUP_DAMAGED", "the backup's list cannot be understood");
}
