// Loaded into the service by a drop-in of the test (NODE_OPTIONS=--import …): the product has no such hook. On SIGUSR2 the main
// thread computes for ever: no timer, no promise, no socket of the daemon gets its turn, though the process lives.
import { isMainThread } from "node:worker_threads";

if (isMainThread)
  process.on("SIGUSR2", () => {
    for (;;);
  });
