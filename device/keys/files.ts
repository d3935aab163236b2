import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
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

export function moveSecretFile(from: string, to: string): void {
  overwrite(to);
  renameSync(from, to);
  syncFolder(dirname(to));
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
