import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DATABASE_FILE } from "../../device/storage/files.ts";
import { findDatabaseKey, KEY_FILE } from "../../device/storage/key.ts";
import { openSqlite } from "../../device/storage/SqliteFile.ts";

/** A data directory that a clinic may find after an accident, and what it is told of it. */
export interface DegradedStore {
  readonly name: string;
  /** What happens to the directory of a box that was in use. Returns the files that must stay as they are. */
  readonly spoil: (data: string) => readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly before?: string;
  readonly code: "STORE_UNREADABLE";
  /** Its prompts are out of reach with it: the caller hears the packaged ones, which take their time. */
  readonly longPrompts?: true;
  readonly says: RegExp;
  /** Where new messages go meanwhile. */
  readonly kept: "emergency" | "memory";
  /** `--data`, when it is not the directory itself. */
  readonly data?: (data: string) => string;
}

const mainOf = (data: string): string => join(data, DATABASE_FILE);

const withKey = (data: string, spoil: (db: ReturnType<typeof openSqlite>) => void): readonly string[] => {
  const key = findDatabaseKey(data)?.key;
  if (key === undefined) throw new Error("the template has no key");
  const db = openSqlite(mainOf(data), key);
  spoil(db);
  db.close();
  return [mainOf(data)];
};

const replaced = (data: string, content: Uint8Array | string): readonly string[] => {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(mainOf(data) + suffix, { force: true });
  writeFileSync(mainOf(data), content);
  return [mainOf(data)];
};

/** The `ulimit -f` of sh counts blocks of 512 bytes: 40 kB to a file, enough for what SQLite needs to open it (32 kB of index), and no more. */
const NO_ROOM = "ulimit -f 80";

export const DEGRADED_STORES: readonly DegradedStore[] = [
  {
    name: "a damaged page in the database",
    spoil: (data) => {
      const bytes = readFileSync(mainOf(data));
      // All but the first page, which says whose it is.
      for (let page = 1; page * 4096 < bytes.length; page += 1) randomBytes(64).copy(bytes, page * 4096 + 100);
      return replaced(data, bytes);
    },
    code: "STORE_UNREADABLE",
    says: /damaged|cannot be decrypted.*restore the last backup/,
    kept: "emergency",
  },
  {
    name: "another program's SQLite database in its place",
    spoil: (data) => {
      rmSync(mainOf(data));
      const db = openSqlite(":memory:", randomBytes(32));
      db.exec("CREATE TABLE recipes (name TEXT)");
      const plain = db.serialize();
      db.close();
      return replaced(data, plain);
    },
    code: "STORE_UNREADABLE",
    says: /unencrypted SQLite database, not FirstRing's.*Move the file elsewhere/,
    kept: "emergency",
  },
  {
    name: "a text file in its place",
    spoil: (data) => replaced(data, "Dear diary, this is no database. ".repeat(1_000)),
    code: "STORE_UNREADABLE",
    says: /is not a FirstRing database.*Move the file elsewhere/,
    kept: "emergency",
  },
  {
    name: "another key",
    spoil: (data) => [mainOf(data)],
    env: { FIRSTRING_DATABASE_KEY: randomBytes(32).toString("hex") },
    code: "STORE_UNREADABLE",
    says: /another key.*Put back the key/,
    kept: "emergency",
  },
  {
    name: "a newer schema that shuts out older programs",
    spoil: (data) =>
      withKey(data, (db) => {
        db.exec("DELETE FROM meta WHERE name = 'readable-from'");
        db.pragma("user_version = 9999");
      }),
    code: "STORE_UNREADABLE",
    says: /newer FirstRing.*Install the FirstRing version/,
    kept: "emergency",
  },
  {
    name: "a key file that holds no key",
    spoil: (data) => {
      writeFileSync(join(data, KEY_FILE), "hunter2\n");
      return [mainOf(data), join(data, KEY_FILE)];
    },
    code: "STORE_UNREADABLE",
    says: /database key in database\.key is not 64 hex digits.*openssl rand/,
    kept: "emergency",
  },
  {
    name: "a key in the environment that is none",
    spoil: (data) => [join(data, KEY_FILE)],
    env: { FIRSTRING_DATABASE_KEY: "hunter2" },
    code: "STORE_UNREADABLE",
    says: /FIRSTRING_DATABASE_KEY is not 64 hex digits.*openssl rand/,
    kept: "emergency",
  },
  {
    name: "a directory in place of the key file",
    spoil: (data) => {
      rmSync(join(data, KEY_FILE));
      mkdirSync(join(data, KEY_FILE));
      return [mainOf(data)];
    },
    code: "STORE_UNREADABLE",
    says: /database key in database\.key cannot be read \(EISDIR\)/,
    kept: "emergency",
  },
  {
    name: "a data directory that cannot be",
    spoil: (data) => [mainOf(data)],
    data: (data) => join(mainOf(data), "below-a-file"),
    code: "STORE_UNREADABLE",
    says: /data directory is not a directory.*memory only/,
    kept: "memory",
    longPrompts: true,
  },
  {
    name: "files that may not grow",
    spoil: (data) => {
      for (const suffix of ["", "-wal", "-shm"]) rmSync(mainOf(data) + suffix, { force: true });
      return [];
    },
    before: NO_ROOM,
    // A limit is told by the kernel as EFBIG, which SQLite knows as an error of the disk; a full disk (ENOSPC) is STORE_FULL.
    code: "STORE_UNREADABLE",
    says: /disk.*kept in memory only/,
    kept: "memory",
  },
];
