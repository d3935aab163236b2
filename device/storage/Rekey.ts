import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { DATABASE_FILE, REKEY_FILE, removeDatabase, removeQuietly, syncFolder } from "./files.ts";
import type { RekeyCopyData, RekeyCopyResult } from "./rekeyCopy.ts";
import type { StorageLadder } from "./StorageLadder.ts";

/** Somebody else's write into the database in the meantime makes the copy an old one. */
const MOST_COPIES = 5;
const MOST_LOOKS = 60;
const BETWEEN_LOOKS_MS = 500;

export interface RekeyOptions {
  readonly directory: string;
  readonly ladder: StorageLadder;
  readonly key: Uint8Array;
  readonly newKey: Uint8Array;
}

/**
 * Encrypts the database anew while calls go on:
 *
 *     writes ─▶ emergency database under the new key     firstring.db is only read, and copied by a thread of its own
 *     copy whole and proved ─▶ takes the place of firstring.db ─▶ the emergency database is merged into it
 *
 * Wherever it is cut off, each of the files is under the old or the new key, and the next start tries both.
 */
export async function rekey({ directory, ladder, key, newKey }: RekeyOptions): Promise<void> {
  const path = join(directory, DATABASE_FILE);
  const copy = join(directory, REKEY_FILE);
  ladder.setMainAside(newKey);
  try {
    for (let tries = 1; ; tries += 1) {
      const version = await unread(() => ladder.settleMain());
      removeDatabase(copy);
      await copyUnderNewKey({ path, copy, key, newKey });
      const exchanged = ladder.exchangeMain(version, () => {
        renameSync(copy, path);
        syncFolder(dirname(path));
      });
      if (exchanged) break;
      if (tries >= MOST_COPIES) throw new Error("another program went on writing into the message database");
    }
    ladder.takeMainBack(newKey);
  } catch (error) {
    removeQuietly(copy);
    ladder.takeMainBack();
    throw error;
  }
}

/** `firstring messages` and others look in for moments. */
async function unread<T>(work: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return work();
    } catch (error) {
      if (tries >= MOST_LOOKS) throw error;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
    }
  }
}

function copyUnderNewKey(data: RekeyCopyData): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./rekeyCopy.ts", import.meta.url), { name: "rekey", workerData: data });
    worker.once("message", (result: RekeyCopyResult) => (result.ok ? resolve() : reject(new Error(result.why))));
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the copying thread ended")));
  });
}
