import { parentPort, workerData } from "node:worker_threads";
import { DATABASE_FILE } from "./files.ts";
import { databaseFacts, snapshotDatabase } from "./snapshot.ts";

export interface RekeyCopyData {
  readonly path: string;
  readonly copy: string;
  readonly key: Uint8Array;
  readonly newKey: Uint8Array;
}

export type RekeyCopyResult = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** In a thread of its own, because a large database takes minutes. */
function copy({ path, copy: to, key, newKey }: RekeyCopyData): RekeyCopyResult {
  try {
    const before = databaseFacts(path, key, DATABASE_FILE);
    const { facts } = snapshotDatabase(path, [key], to, newKey);
    const same = JSON.stringify(before) === JSON.stringify({ ...facts, file: DATABASE_FILE });
    return same ? { ok: true } : { ok: false, why: "the copy is not what the database was" };
  } catch (error) {
    return { ok: false, why: String(error) };
  }
}

parentPort?.postMessage(copy(workerData as RekeyCopyData));
