import { dirname } from "node:path";
import { type Disk, type Ownership, ROOTS_OWN } from "./Disk.ts";
import type { SwapRecord } from "./FileSwap.ts";
import { makeRootsFolder } from "./rootsFolder.ts";

export interface Journal {
  readonly version: 1;
  readonly id: string;
  readonly phase: "staging" | "staged" | "kept";
  readonly swaps: readonly SwapRecord[];
  /** Made for the new files; taken away with them. */
  readonly folders: readonly { readonly path: string; readonly owner: Ownership }[];
  readonly note: unknown;
}

const freshOf = (file: string): string => `${file}.new`;

/** Undefined: nothing is going on. Only root writes it, whole or not at all; one that a later version wrote is not touched: throws. */
export function readJournal(disk: Disk, file: string): Journal | undefined {
  const bytes = disk.read(file);
  if (bytes === undefined) return undefined;
  const journal = JSON.parse(new TextDecoder().decode(bytes)) as Journal;
  if (journal.version !== 1) throw new Error(`the journal of changes is of a later version (${file})`);
  return journal;
}

/** Durable when it returns: from then on a start knows of it. */
export function writeJournal(disk: Disk, file: string, journal: Journal): void {
  const folder = dirname(file);
  makeRootsFolder(disk, folder);
  disk.remove(freshOf(file), ROOTS_OWN);
  disk.write(freshOf(file), new TextEncoder().encode(JSON.stringify(journal)), ROOTS_OWN);
  disk.rename(freshOf(file), file, ROOTS_OWN);
  disk.syncDirectory(folder, ROOTS_OWN);
}

export function removeJournal(disk: Disk, file: string): void {
  disk.remove(freshOf(file), ROOTS_OWN);
  disk.remove(file, ROOTS_OWN);
  disk.syncDirectory(dirname(file), ROOTS_OWN);
}

/** The power went while the first journal of a change was written: nothing had been touched yet. */
export function dropHalfJournal(disk: Disk, file: string): void {
  if (!disk.exists(freshOf(file))) return;
  disk.remove(freshOf(file), ROOTS_OWN);
  disk.syncDirectory(dirname(file), ROOTS_OWN);
}
