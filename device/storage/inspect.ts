import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import { errorText } from "../../firmware/health/errorText.ts";
import { Layer } from "./Layer.ts";
import { APPLICATION_ID, refuseNewer, schemaOf } from "./migrate.ts";
import { openSqlite, type SqliteDatabase } from "./SqliteFile.ts";
import { StorageFailure, storageFailureOf } from "./StorageFailure.ts";

const PAGE_BYTES = 4096;
const PLAIN_HEADER = "SQLite format 3\0";
const LOOK_PREFIX = ".firstring-look-";
/** A database that can only be looked at as a copy: larger ones are not. */
const LARGEST_COPY = 256 * 1024 * 1024;

export type Inspection =
  | { readonly kind: "good" }
  /** `reader`: what can still be read of it, from a copy; close it to remove the copy. */
  | { readonly kind: "bad"; readonly failure: StorageFailure; readonly reader?: Layer };

/**
 * Looks at a database without touching it. Opening a WAL database, even read-only, leaves `-wal` and `-shm` beside it,
 * so we look through a hard link in a directory of our own. Every table is checked but the audio, which is large and
 * whose damage costs one recording, not the box.
 */
export const inspect = (path: string, key: Uint8Array, kept: Layer["kept"], keyChanged: boolean): Inspection => {
  let look: Look | undefined;
  try {
    look = lookAt(path);
    const db = openSqlite(look.path, key, { readonly: true });
    const layer = new Layer(db, kept, look.path, look.remove);
    return inspectOpen(layer, path, keyChanged);
  } catch (error) {
    look?.remove();
    return { kind: "bad", failure: storageFailureOf(error) ?? new StorageFailure("failed", errorText(error), error) };
  }
};

/** What can be read of a good database that takes no writes; undefined when not even that. */
export const openLook = (path: string, key: Uint8Array, kept: Layer["kept"]): Layer | undefined => {
  let look: Look | undefined;
  try {
    look = lookAt(path);
    return new Layer(openSqlite(look.path, key, { readonly: true }), kept, look.path, look.remove);
  } catch {
    look?.remove();
    return undefined;
  }
};

const inspectOpen = (layer: Layer, path: string, keyChanged: boolean): Inspection => {
  const unlocked = attempt(() => layer.db.prepare("SELECT count(*) FROM sqlite_master").get());
  if (unlocked) {
    layer.close();
    return { kind: "bad", failure: whyLocked(path, keyChanged, unlocked) };
  }
  const strange = attempt(() => refuseStrange(layer.db));
  if (strange) {
    layer.close();
    return { kind: "bad", failure: strange };
  }
  const damaged = attempt(() => checkTables(layer.db));
  if (damaged) return { kind: "bad", failure: damaged, reader: layer };
  layer.close();
  return { kind: "good" };
};

const attempt = (look: () => unknown): StorageFailure | undefined => {
  try {
    look();
    return undefined;
  } catch (error) {
    return storageFailureOf(error) ?? new StorageFailure("failed", errorText(error), error);
  }
};

/** A wrong key, noise and a damaged first page look the same to SQLite; the file itself and the ledger tell more. */
export const whyLocked = (path: string, keyChanged: boolean, found: StorageFailure): StorageFailure => {
  if (found.reason !== "corrupt") return found;
  const page = firstPage(path);
  if (page.toString("latin1", 0, 16) === PLAIN_HEADER) {
    return new StorageFailure("foreign", storeDetail.notEncrypted({ file: basename(path) }));
  }
  if (statSync(path).size % PAGE_BYTES !== 0 || new Set(page).size < 128) {
    return new StorageFailure("foreign", storeDetail.notOurs({ file: basename(path) }));
  }
  if (keyChanged) return new StorageFailure("wrong-key", storeDetail.otherKey({ file: basename(path) }));
  return new StorageFailure("wrong-key", storeDetail.notDecrypted({ file: basename(path) }));
};

const firstPage = (path: string): Buffer => {
  const page = Buffer.alloc(PAGE_BYTES);
  const file = openSync(path, "r");
  try {
    return page.subarray(0, readSync(file, page, 0, PAGE_BYTES, 0));
  } finally {
    closeSync(file);
  }
};

export const refuseStrange = (db: SqliteDatabase): void => {
  const application = Number(db.pragma("application_id", { simple: true }));
  const empty = application === 0 && schemaOf(db) === 0 && tables(db).length === 0;
  if (application !== APPLICATION_ID && !empty) {
    throw new StorageFailure("foreign", storeDetail.ofOtherProgram());
  }
  refuseNewer(db);
};

const tables = (db: SqliteDatabase): string[] =>
  (
    db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as {
      name: string;
    }[]
  ).map((row) => row.name);

/** Every table but the audio; throws StorageFailure for the first that is damaged. */
export const checkTables = (db: SqliteDatabase): void => {
  for (const table of tables(db)) {
    if (table === "audio") continue;
    const found = db.pragma(`quick_check('${table}')`, { simple: true });
    if (found !== "ok") throw new StorageFailure("corrupt", storeDetail.tableDamaged({ table }));
  }
};

interface Look {
  readonly path: string;
  readonly remove: () => void;
}

const lookAt = (path: string): Look => {
  const directory = makeLookDirectory(dirname(path));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const copy = join(directory, basename(path));
    linkOrCopy(path, copy);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    return { path: copy, remove };
  } catch (error) {
    remove();
    throw error;
  }
};

/** Beside the database, so that a hard link is possible; elsewhere when that disk is read-only or full. */
const makeLookDirectory = (beside: string): string => {
  try {
    return mkdtempSync(join(beside, LOOK_PREFIX));
  } catch {
    return mkdtempSync(join(tmpdir(), LOOK_PREFIX));
  }
};

const linkOrCopy = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch {
    if (statSync(from).size > LARGEST_COPY) throw new StorageFailure("read-only", storeDetail.dataFolderReadOnly());
    copyFileSync(from, to);
  }
};

/** What a killed run left behind. */
export const removeOldLooks = (directory: string): void => {
  try {
    for (const name of readdirSync(directory)) {
      if (name.startsWith(LOOK_PREFIX)) rmSync(join(directory, name), { recursive: true, force: true });
    }
  } catch {
    // Not readable or not writable: the opening that follows says so.
  }
};
