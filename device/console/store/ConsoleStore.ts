import { chmodSync, chownSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { CONSOLE_FILE } from "../../storage/files.ts";
import type { DatabaseKey } from "../../storage/key.ts";
import { Layer } from "../../storage/Layer.ts";
import { type MigrationFolder, migrate, migrationFolder } from "../../storage/migrate.ts";
import { openSqlite } from "../../storage/SqliteFile.ts";
import { storageFailureOf } from "../../storage/StorageFailure.ts";

/** The console's own numbered files. */
export const CONSOLE_MIGRATIONS: MigrationFolder = migrationFolder(new URL("./migrations/", import.meta.url));

/**
 * Opens, or makes, the console's own database beside the messages'. Users, sessions and the access audit are in a file of
 * their own, so that no browser ever makes the daemon's writer wait.
 */
export function openConsoleStore(directory: string, key: DatabaseKey): Layer {
  const path = join(directory, CONSOLE_FILE);
  const isNew = !existsSync(path);
  let failed: unknown;
  for (const candidate of [key.key, ...(key.nextKeys ?? []), ...key.otherKeys]) {
    try {
      return open(path, candidate, isNew);
    } catch (error) {
      failed ??= error;
    }
  }
  const failure = storageFailureOf(failed);
  if (failure === undefined) throw failed;
  throw new ApplianceError("CONSOLE_STORE", `The console's database ${path} cannot be used: ${failure.sentence}`, {
    disposition: "operator",
    cure: "Nothing was changed. Give the key that the appliance runs with, or restore the last backup.",
    cause: failed,
  });
}

function open(path: string, key: Uint8Array, isNew: boolean): Layer {
  const db = openSqlite(path, key, { busyMs: 5_000 });
  try {
    if (isNew) belongsToItsFolder(path);
    migrate(db, CONSOLE_MIGRATIONS);
    return new Layer(db, "disk", path);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Made by root's command, it is the service's all the same; SQLite gives the log beside it the same owner. */
export function belongsToItsFolder(path: string): void {
  chmodSync(path, 0o600);
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(join(path, ".."));
  chownSync(path, uid, gid);
}
