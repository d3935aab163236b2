import { Worker } from "node:worker_threads";
import type { StoreWorkerData } from "./StoreWorker.ts";

const PROGRAM = new URL("./StoreWorker.ts", import.meta.url);
/** Chunks of audio pass through; a large nursery would keep them in memory for nothing. */
const YOUNG_GENERATION_MB = 4;

/** The thread of the databases. */
export const makeStoreThread = (data?: StoreWorkerData, program = PROGRAM): Worker =>
  new Worker(program, {
    name: "store",
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });

/**
 * One that loads its program and SQLite and waits for its data as its first message (`StoreOptions.thread`): while the clinic
 * file is read, a start has nothing else to do. Whoever makes it and does not use it ends it.
 */
export function makeStoreThreadAhead(): Worker {
  const thread = makeStoreThread();
  // What goes wrong before it is used is told by the one that is made in its place.
  thread.on("error", () => {});
  return thread;
}
