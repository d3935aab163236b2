import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { LEDGER_FILE } from "../storage/CodeLedger.ts";
import { isEntryName } from "./format.ts";

/** What a data directory holds beside its databases that cannot be had again: each with its name in the backup. */
export interface BackupFile {
  readonly name: string;
  readonly path: string;
}

export const CLINIC_ENTRY = "clinic.yaml";
/** Single files of the data directory, and folders with all that is in them. */
const FILES = [LEDGER_FILE, "timezone"];
export const FOLDERS = ["prompts", "calendars"];

export const filesOf = (directory: string): readonly BackupFile[] => [
  ...FILES.map((name) => ({ name, path: join(directory, name) })).filter(({ path }) => isFile(path)),
  ...FOLDERS.flatMap((folder) => under(directory, folder)),
];

/** Links are not followed: a clinic's prompts are files. */
function under(directory: string, folder: string, depth = 0): readonly BackupFile[] {
  const path = join(directory, folder);
  if (depth > 2 || !existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (!isEntryName(name)) return [];
    if (entry.isDirectory()) return under(directory, name, depth + 1);
    return entry.isFile() ? [{ name, path: join(directory, name) }] : [];
  });
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

export const textOf = (path: string): string | undefined => (isFile(path) ? readFileSync(path, "utf8") : undefined);
