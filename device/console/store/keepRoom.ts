import type { Layer } from "../../storage/Layer.ts";
import { storageFailureOf } from "../../storage/StorageFailure.ts";

/** 512 kB: some thousands of rows of the access audit, and the sign-ins of weeks. */
const ROOM_PAGES = 128;
const LOW_PAGES = ROOM_PAGES / 2;
const PAGE_BYTES = 4_096;

/**
 * Room in the console's database for the day on which the disk is full: whoever signs in and whoever sees a message is written
 * down before they see it, and without room for that nobody could read the messages at the very moment when the answering
 * program keeps new ones in memory. The log is brought back into the file so early that it never needs more than it has.
 */
export function keepRoom(layer: Layer): void {
  const { db } = layer;
  db.pragma(`wal_autocheckpoint = ${LOW_PAGES}`);
  if (Number(db.pragma("freelist_count", { simple: true })) >= LOW_PAGES) return;
  try {
    // Of somebody who was cut off between the two.
    db.exec("DROP TABLE IF EXISTS room");
    // Written first and freed afterwards: only then do the pages have a place on the disk.
    db.transaction(() => {
      db.exec("CREATE TABLE room (bytes BLOB)");
      db.prepare("INSERT INTO room (bytes) VALUES (randomblob(?))").run(ROOM_PAGES * PAGE_BYTES);
    })();
    db.pragma("wal_checkpoint(PASSIVE)");
    db.exec("DROP TABLE room");
  } catch (error) {
    // Without it the console is as it was; that the disk is full is a fault of its own.
    if (storageFailureOf(error) === undefined) throw error;
  }
}
