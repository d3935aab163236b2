/** The store's thread, but it ends without a word the first time it is given a message; a file remembers that it did. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";

const marker = join((workerData as { directory: string }).directory, "died");

// Listens before the real one does, so that nothing is done and nothing answered.
if (!existsSync(marker)) {
  parentPort?.on("message", () => {
    writeFileSync(marker, "");
    process.exit(1);
  });
}
await import("../../device/storage/StoreWorker.ts");
