import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "../storage/files.ts";

/** Small secret files: written whole or not at all, and overwritten before they are taken away. */

export const readSecretFile = (path: string): Buffer | undefined => (existsSync(path) ? readFileSync(path) : undefined);

export function writeSecretFile(path: string, content: Uint8Array): void {
  const part = `${path}.part`;
  const file = openSync(part, "w", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  syncFolder(dirname(path));
}

/** Behind the name of one that another has taken the place of, until it is overwritten. */
export const REPLACED = ".old";

/**
 * Whenever the power goes, `to` is the whole old file or the whole new one. The old one keeps a second name, because it may be
 * overwritten only when the first one is certainly the new file's.
 */
export function moveSecretFile(from: string, to: string): void {
  syncFile(from);
  destroyReplaced(to);
  if (existsSync(to)) linkSync(to, `${to}${REPLACED}`);
  renameSync(from, to);
  syncFolder(dirname(to));
  destroyReplaced(to);
}

/** What a cut left of a file that was being replaced. */
export function destroyReplaced(path: string): void {
  const old = statSync(`${path}${REPLACED}`, { throwIfNoEntry: false });
  if (old === undefined) return;
  // Cut off before the new file had come: it is the file that is in use, by its second name.
  if (old.ino === statSync(path, { throwIfNoEntry: false })?.ino) unlinkSync(`${path}${REPLACED}`);
  else destroyFile(`${path}${REPLACED}`);
  syncFolder(dirname(path));
}

/** Other programs write files without that. */
function syncFile(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Overwritten once and synced: what a card's controller does with the old block is its own affair (docs/data.md says so). */
export function destroyFile(path: string): void {
  overwrite(path);
  if (existsSync(path)) unlinkSync(path);
  syncFolder(dirname(path));
}

const BLOCK = 1024 * 1024;

/** In place, so that the same blocks of the disk are written. A second name of the file would see it, too. */
export function overwrite(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const file = openSync(path, "r+");
  try {
    const { size } = statSync(path);
    for (let at = 0; at < size; ) at += writeSync(file, randomBytes(Math.min(BLOCK, size - at)), 0, undefined, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
