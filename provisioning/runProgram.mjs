import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program on our own terminal and resolves with its exit code (128 + n for signal n). Signals that reach us are
 * handed on, so that stopping the set-up stops what it started.
 */
export function runProgram(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    // Ctrl-C reaches the whole terminal group by itself; only wait for the child then.
    const wait = () => {};
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", wait);
    process.on("SIGTERM", forward);
    process.on("SIGHUP", forward);
    const done = (settle) => (value, signal) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", forward);
      process.off("SIGHUP", forward);
      settle(value, signal);
    };
    child.once("error", done(reject));
    child.once(
      "exit",
      done((code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0))),
    );
  });
}
