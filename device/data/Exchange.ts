import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { destroyFile, writeSecretFile } from "../keys/files.ts";
import { syncFolder } from "../storage/files.ts";

/**
 * The files of a data directory that change places with others, all or none, wherever the power goes:
 *
 *     .restore/new/NAME  ─▶  NAME  ─▶  .restore/old/NAME        (and back, when it is undone)
 *
 * `.restore/journal.json` says which way it goes; each step is a rename, and what has been done can be seen by what is where.
 */
const FOLDER = ".restore";
const JOURNAL = "journal.json";

interface Journal {
  readonly phase: "exchanging" | "exchanged" | "undoing" | "undone";
  readonly names: readonly { readonly name: string; readonly hasNew: boolean }[];
  /** When it was exchanged, in ms since 1970. */
  readonly at: number;
}

export const exchangeFolder = (directory: string): string => join(directory, FOLDER);
export const newFolder = (directory: string): string => join(directory, FOLDER, "new");
const oldFolder = (directory: string): string => join(directory, FOLDER, "old");
const journalFile = (directory: string): string => join(directory, FOLDER, JOURNAL);

/** Undefined: nothing was restored here, or what was there before has been given up. */
export function exchangeState(directory: string): Journal | undefined {
  if (!existsSync(journalFile(directory))) return undefined;
  return JSON.parse(readFileSync(journalFile(directory), "utf8")) as Journal;
}

/** A place for what is to come. What an earlier try has left there is thrown away. */
export function beginExchange(directory: string): string {
  if (exchangeState(directory) !== undefined) throw new Error("a restore is not finished here");
  destroyTree(exchangeFolder(directory));
  for (const folder of [exchangeFolder(directory), newFolder(directory), oldFolder(directory)])
    mkdirSync(folder, { mode: 0o700 });
  return newFolder(directory);
}

/** `gone`: names of the directory that have nothing new. All that is in the new folder takes its place. */
export function exchange(directory: string, gone: readonly string[], at: number): void {
  const fresh = readdirSync(newFolder(directory));
  const without = new Set([...gone, ...fresh.flatMap(besidesOf)].filter((name) => !fresh.includes(name)));
  const names = [
    ...fresh.map((name) => ({ name, hasNew: true })),
    ...[...without].map((name) => ({ name, hasNew: false })),
  ];
  syncFolder(newFolder(directory));
  write(directory, { phase: "exchanging", names, at });
  settleExchange(directory);
}

/** A log left by a process that was killed belongs to its own database: beside another one SQLite would write it into that. */
const besidesOf = (name: string): readonly string[] =>
  name.endsWith(".db") ? ["-wal", "-shm", "-journal"].map((end) => name + end) : [];

export function undoExchange(directory: string): void {
  const journal = exchangeState(directory);
  if (journal?.phase !== "exchanged") throw new Error("there is nothing to undo");
  // What has come about since the exchange belongs to what was exchanged, and goes with it.
  const names = journal.names.map(({ name }) => ({ name, hasNew: isThere(join(directory, name)) }));
  write(directory, { ...journal, names, phase: "undoing" });
  settleExchange(directory);
}

/** Goes on where it was cut off. At every start, before anything is opened. */
export function settleExchange(directory: string): Journal | undefined {
  const journal = exchangeState(directory);
  if (journal === undefined) {
    // Cut off while it was unpacked: nothing of it has been used.
    if (existsSync(exchangeFolder(directory))) destroyTree(exchangeFolder(directory));
    return undefined;
  }
  if (journal.phase === "exchanging") {
    for (const { name, hasNew } of journal.names) forward(directory, name, hasNew);
    return done(directory, { ...journal, phase: "exchanged" });
  }
  if (journal.phase === "undoing") {
    for (const { name, hasNew } of journal.names) back(directory, name, hasNew);
    return done(directory, { ...journal, phase: "undone" });
  }
  return journal;
}

/** What was there before is given up: overwritten and removed. */
export function forgetOld(directory: string): void {
  if (existsSync(exchangeFolder(directory))) destroyTree(exchangeFolder(directory));
}

function forward(directory: string, name: string, hasNew: boolean): void {
  const [now, fresh, old] = [join(directory, name), join(newFolder(directory), name), join(oldFolder(directory), name)];
  if (hasNew && !isThere(fresh)) return;
  if (isThere(now) && !isThere(old)) renameSync(now, old);
  if (hasNew) renameSync(fresh, now);
}

function back(directory: string, name: string, hasNew: boolean): void {
  const [now, fresh, old] = [join(directory, name), join(newFolder(directory), name), join(oldFolder(directory), name)];
  if (hasNew && !isThere(fresh) && isThere(now)) renameSync(now, fresh);
  if (isThere(old)) renameSync(old, now);
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function done(directory: string, journal: Journal): Journal {
  for (const folder of [directory, newFolder(directory), oldFolder(directory)]) syncFolder(folder);
  write(directory, journal);
  return journal;
}

const write = (directory: string, journal: Journal): void =>
  writeSecretFile(journalFile(directory), Buffer.from(JSON.stringify(journal)));

/** Each file overwritten, then removed; links are removed and not followed. */
export function destroyTree(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(path)) destroyTree(join(path, name));
    rmSync(path, { recursive: true, force: true });
    syncFolder(dirname(path));
  } else if (found.isFile()) destroyFile(path);
  else rmSync(path, { force: true });
}
