import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ClinicFileResult } from "../../firmware/config/readClinicFile.ts";

/** A start on a busy Pi takes two seconds; a file made to exhaust us is refused in less. */
const READ_WITHIN_MS = 20_000;

const READER = fileURLToPath(new URL("./clinicReader.ts", import.meta.url));

interface ReadClinicInChildOptions {
  readonly withinMs?: number;
  /** Its program, when it is not clinicReader.ts. */
  readonly reader?: string;
  /** Told why the child could not do it. */
  readonly onTrouble?: (why: string) => void;
}

/**
 * Reads a clinic file's text in a process of its own, which ends with it: the parsers of YAML, schema and telephone
 * numbers would otherwise stay in the daemon for good (30 MB). Where that does not work, it is read here after all: a box
 * that uses more memory still answers. Never rejects for any text.
 */
export async function readClinicInChild(
  text: string,
  { withinMs = READ_WITHIN_MS, reader = READER, onTrouble }: ReadClinicInChildOptions = {},
): Promise<ClinicFileResult> {
  try {
    return await askChild(text, reader, withinMs);
  } catch (error) {
    onTrouble?.(error instanceof Error ? error.message : String(error));
    const { readClinicFile } = await import("../../firmware/config/readClinicFile.ts");
    const { resolveSecret } = await import("../runtime/resolveSecret.ts");
    return readClinicFile(text, { resolveSecret });
  }
}

async function askChild(text: string, reader: string, withinMs: number): Promise<ClinicFileResult> {
  const child = fork(reader, [], {
    // `advanced` copies the clinic as it is; JSON would change numbers that JSON does not know.
    serialization: "advanced",
    // Flags of the daemon's memory are not the reader's.
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const patience = setTimeout(() => child.kill("SIGKILL"), withinMs);
  try {
    return await answerOf(child, text);
  } finally {
    clearTimeout(patience);
    child.kill("SIGKILL");
  }
}

function answerOf(child: ChildProcess, text: string): Promise<ClinicFileResult> {
  let complaints = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    complaints = `${complaints}${bytes}`.slice(-500);
  });
  return new Promise((resolve, reject) => {
    child.once("message", (result) => resolve(result as ClinicFileResult));
    child.once("error", reject);
    child.once("close", (code, signal) =>
      reject(new Error(`the process that reads the clinic file ended with ${code ?? signal}. ${complaints}`.trim())),
    );
    child.send(text, (error) => error && reject(error));
  });
}
