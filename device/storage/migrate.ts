import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { SqliteDatabase } from "./SqliteFile.ts";
import { StorageFailure } from "./StorageFailure.ts";

/** "FRst" in the file's header: tells our databases from other people's. */
export const APPLICATION_ID = 0x46527374;

const FOLDER = new URL("./migrations/", import.meta.url);

interface Migration {
  readonly version: number;
  readonly sql: string;
}

const migrations = (): readonly Migration[] =>
  readdirSync(FOLDER)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, FOLDER), "utf8") }));

export const newestSchema = (): number => migrations().at(-1)?.version ?? 0;

export const schemaOf = (db: SqliteDatabase): number => Number(db.pragma("user_version", { simple: true }));

/** Brings a database forward, never back; each step is one transaction. Throws StorageFailure for a newer schema. */
export const migrate = (db: SqliteDatabase): void => {
  const from = schemaOf(db);
  refuseNewer(from);
  for (const { version, sql } of migrations()) {
    if (version <= from) continue;
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(sql);
      if (from === 0 && version === 1) introduce(db);
      db.pragma(`user_version = ${version}`);
      db.exec("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }
};

export const refuseNewer = (version: number): void => {
  const newest = newestSchema();
  if (version <= newest) return;
  throw new StorageFailure(
    "newer-schema",
    `The database was written by a newer FirstRing (schema ${version}; this program knows ${newest})`,
  );
};

const introduce = (db: SqliteDatabase): void => {
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.prepare("INSERT INTO meta (name, value) VALUES ('identity', ?)").run(randomBytes(16).toString("hex"));
};
