import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { destroyFile } from "../keys/files.ts";
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
  /** When it was exchanged, or undone, in ms since 1970. */
  readonly at: number;
  /** Somebody tries to go back: what was exchanged may come again. */
  readonly goingBack?: boolean;
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

export function undoExchange(directory: string, at?: number): void {
  const journal = exchangeState(directory);
  if (journal?.phase !== "exchanged") throw new Error("there is nothing to undo");
  // What has come about since the exchange belongs to what was exchanged, and goes with it.
  const names = journal.names.map(({ name }) => ({ name, hasNew: isThere(join(directory, name)) }));
  write(directory, { ...journal, names, phase: "undoing", at: at ?? journal.at });
  settleExchange(directory);
}

/** The way back was tried, and the box is not well with it: what was exchanged is in its place again. */
export function redoExchange(directory: string): void {
  const journal = exchangeState(directory);
  if (journal?.phase !== "undone") throw new Error("there is nothing to exchange again");
  const names = journal.names.map(({ name }) => ({ name, hasNew: isThere(join(newFolder(directory), name)) }));
  write(directory, { ...journal, names, phase: "exchanging" });
  settleExchange(directory);
}

export function markGoingBack(directory: string, goingBack: boolean): void {
  const journal = exchangeState(directory);
  if (journal !== undefined) write(directory, { ...journal, goingBack });
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

/** Root restores, and the service must read this at its start: the journal belongs to whom the data belong. */
function write(directory: string, journal: Journal): void {
  const part = `${journalFile(directory)}.part`;
  rmSync(part, { force: true });
  const file = openSync(part, "wx", 0o600);
  try {
    const { uid, gid } = statSync(directory);
    if (process.getuid?.() === 0) fchownSync(file, uid, gid);
    writeSync(file, JSON.stringify(journal));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, journalFile(directory));
  syncFolder(exchangeFolder(directory));
}

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
