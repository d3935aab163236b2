/** The store's thread, but the first one of a directory ends without a word when it is given a message; a file remembers that. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { StoreAnswer } from "../../device/storage/protocol.ts";

const marker = join((workerData as { directory: string }).directory, "died");

// The real thread takes messages from the port in two ways; beside it, nobody could be sure to be first.
if (existsSync(marker)) await import("../../device/storage/StoreWorker.ts");
else {
  parentPort?.once("message", () => {
    writeFileSync(marker, "");
    process.exit(1);
  });
  parentPort?.postMessage({ kind: "opened", kept: "disk" } satisfies StoreAnswer);
}
