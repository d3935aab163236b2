import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import type { SqliteDatabase } from "./SqliteFile.ts";
import { StorageFailure } from "./StorageFailure.ts";
import { oldestReader } from "./schemaRange.ts";

/** "FRst" in the file's header: tells our databases from other people's. */
export const APPLICATION_ID = 0x46527374;

interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** The numbered files of one kind of database, oldest first, read when they are wanted. */
export type MigrationFolder = () => readonly Migration[];

export const migrationFolder = (folder: URL): MigrationFolder => {
  const read = (): readonly Migration[] =>
    readdirSync(folder)
      .filter((name) => /^\d{4}-.*\.sql$/.test(name))
      .sort()
      .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, folder), "utf8") }));
  return read;
};

/** Of the messages' database. */
const MESSAGES = migrationFolder(new URL("./migrations/", import.meta.url));

export const newestSchema = (migrations = MESSAGES): number => migrations().at(-1)?.version ?? 0;

export const schemaOf = (db: SqliteDatabase): number => Number(db.pragma("user_version", { simple: true }));

/** Whether a later program has written here; what it added is kept, and nothing of ours is migrated. */
export const isNewer = (db: SqliteDatabase, migrations = MESSAGES): boolean => schemaOf(db) > newestSchema(migrations);

/** Whether we can work with it as it is: our own schema, or a later one that says so. */
export const isOurSchema = (db: SqliteDatabase, migrations = MESSAGES): boolean => {
  const schema = schemaOf(db);
  const newest = newestSchema(migrations);
  return schema === newest || (schema > newest && readerOf(db) <= newest);
};

/**
 * Brings a database forward, never back; each step is one transaction. Throws StorageFailure for a newer schema that older
 * programs are not to touch.
 */
export const migrate = (db: SqliteDatabase, migrations = MESSAGES): void => {
  const from = schemaOf(db);
  refuseNewer(db, migrations);
  const all = migrations();
  for (const [index, { version, sql }] of all.entries()) {
    if (version <= from) continue;
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(sql);
      if (from === 0 && version === 1) introduce(db);
      rememberReader(db, oldestReader(all.slice(0, index + 1)));
      db.pragma(`user_version = ${version}`);
      db.exec("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }
};

export const refuseNewer = (db: SqliteDatabase, migrations = MESSAGES): void => {
  if (!isNewer(db, migrations) || isOurSchema(db, migrations)) return;
  throw new StorageFailure("newer-schema", storeDetail.newerSchema({ n: schemaOf(db), n2: newestSchema(migrations) }));
};

const READER = "readable-from";

const rememberReader = (db: SqliteDatabase, schema: number): void => {
  const sql = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
  db.prepare(sql).run(READER, String(schema));
};

/** A database without a word of it is for its own schema only. */
const readerOf = (db: SqliteDatabase): number => {
  const row = db.prepare("SELECT value FROM meta WHERE name = ?").get(READER) as { value: string } | undefined;
  return row !== undefined && /^\d{1,4}$/.test(row.value) ? Number(row.value) : Number.POSITIVE_INFINITY;
};

const introduce = (db: SqliteDatabase): void => {
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.prepare("INSERT INTO meta (name, value) VALUES ('identity', ?)").run(randomBytes(16).toString("hex"));
};
