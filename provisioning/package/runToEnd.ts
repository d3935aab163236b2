import { spawn } from "node:child_process";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What to throw when the program fails; the text is the first lines that it printed. */
  readonly failed: (output: string) => Error;
}

/** Runs a program to its end, quietly, and gives what it printed on stdout. */
export async function runToEnd(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: options.env ?? process.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let stdout = "";
  let all = "";
  child.stdout.on("data", (bytes) => {
    stdout += bytes;
    all += bytes;
  });
  child.stderr.on("data", (bytes) => {
    all += bytes;
  });
  child.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "ENOENT" ? missing(command) : error));
  child.once("close", (code) => (code === 0 ? resolve(stdout) : reject(options.failed(firstLines(all)))));
  return promise;
}

const missing = (command: string) =>
  new ApplianceError("PROGRAM_MISSING", `this machine has no program '${command}'`, {
    disposition: "operator",
    cure: `On Debian: apt install ${command === "dpkg-deb" ? "dpkg" : command}`,
  });

const firstLines = (text: string): string => text.trim().split("\n").slice(0, 12).join("\n");
