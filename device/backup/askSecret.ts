import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { UsageError } from "../cli/Cli.ts";

/**
 * A passphrase: from a credential of the service, from standard input when that is no terminal (its first line), else asked for
 * without showing it. Never from an argument, which every user of the machine could read.
 */
export async function askPassphrase(question: string, twice: boolean): Promise<string> {
  const given = fromCredential("backup-passphrase");
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) {
    const line = readFileSync(0, "utf8").split("\n")[0]?.trimEnd() ?? "";
    if (line === "") throw new UsageError("the passphrase was to come on standard input, and there was none");
    return line;
  }
  const first = await askHidden(question);
  if (first.length < LEAST_CHARACTERS) throw new UsageError(`a passphrase has at least ${LEAST_CHARACTERS} characters`);
  if (twice && (await askHidden("Once more: ")) !== first) throw new UsageError("the two passphrases differ");
  return first;
}

const LEAST_CHARACTERS = 10;

export function fromCredential(name: string): string | undefined {
  const folder = process.env["CREDENTIALS_DIRECTORY"];
  if (folder === undefined) return undefined;
  try {
    return readFileSync(join(folder, name), "utf8").trimEnd();
  } catch {
    return undefined;
  }
}

/** A line that a person types and nobody sees. */
export function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const { promise, resolve } = Promise.withResolvers<string>();
  const lines = createInterface({ input: process.stdin, terminal: true, output: undefined });
  lines.once("line", (line) => {
    lines.close();
    process.stderr.write("\n");
    resolve(line);
  });
  return promise;
}

/** A line that a person types and sees. */
export function askLine(question: string): Promise<string> {
  process.stderr.write(question);
  const { promise, resolve } = Promise.withResolvers<string>();
  const lines = createInterface({ input: process.stdin });
  lines.once("line", (line) => {
    resolve(line);
    lines.close();
  });
  lines.once("close", () => resolve(""));
  return promise;
}
