import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DATABASE_FILE } from "../../../device/storage/files.ts";
import { APPLICATION_ID } from "../../../device/storage/migrate.ts";
import { openSqlite } from "../../../device/storage/SqliteFile.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert } from "../../../device/storage/testStore.ts";

const MIGRATIONS = new URL("../../../device/storage/migrations/", import.meta.url);
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/**
 * A store as the first FirstRing left it (schema 1), with so many urgent messages and a second of sound for each: what an
 * update finds. Returns their references.
 */
export function oldDatabase(directory: string, key: Uint8Array, messages: number): readonly string[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const [first = ""] = readdirSync(MIGRATIONS).filter((name) => name.startsWith("0001-"));
  const db = openSqlite(join(directory, DATABASE_FILE), key);
  try {
    db.exec(readFileSync(new URL(first, MIGRATIONS), "utf8"));
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma("user_version = 1");
    db.prepare("INSERT INTO meta (name, value) VALUES ('identity', ?)").run(randomBytes(16).toString("hex"));
    const refs = Array.from(
      { length: messages },
      (_, n) => `Q${LETTERS[n % 31]}${LETTERS[Math.floor(n / 31) % 31]}${LETTERS[Math.floor(n / 961)]}`,
    );
    db.transaction(() => {
      for (const ref of refs) {
        const id = `old.${ref}`;
        const [call, message, alert, dispatch, chunk] = [
          aCall(id),
          aMessage(ref, id),
          anAlert(ref, id),
          aDispatch(ref),
          aChunk(id, 0),
        ];
        const text = JSON.stringify;
        db.prepare("INSERT INTO calls VALUES (?, ?, NULL, 1, ?)").run(id, call.rangAt, text(call));
        db.prepare("INSERT INTO messages VALUES (?, ?, ?, 'urgent', ?)").run(
          ref,
          id,
          message.receivedAt,
          text(message),
        );
        db.prepare("INSERT INTO alerts VALUES (?, ?, 'open', ?, NULL, ?)").run(ref, id, alert.raisedAt, text(alert));
        db.prepare("INSERT INTO dispatches VALUES (?, ?, 'queued', ?, ?)").run(
          dispatch.id,
          ref,
          dispatch.createdAt,
          text(dispatch),
        );
        db.prepare("INSERT INTO audio VALUES (NULL, ?, 'reason', 1, 0, 'u8', ?)").run(id, chunk.bytes);
        db.prepare("INSERT INTO recordings VALUES (?, 'reason', 1, 'u8', 1, ?, NULL)").run(id, chunk.bytes.length);
      }
    })();
    return refs;
  } finally {
    db.close();
  }
}
