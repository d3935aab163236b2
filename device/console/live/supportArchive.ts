import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { programFolder } from "../../runtime/installation.ts";
import { ApiError } from "../api/errors.ts";

/** It reads the journal and opens the databases: many seconds on a small box with a worn card. */
const WITHIN_MS = 120_000;

/**
 * What `firstring doctor --archive` writes, made by that program in a process of its own: it takes its time, and the console serves
 * pages meanwhile. @throws ApiError.
 */
export async function makeArchive(config: string, directory: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "firstring-support-"));
  try {
    const file = join(folder, "archive.json.gz");
    const main = join(programFolder, "device/main.ts");
    const args = [main, "doctor", "--archive", file, "--config", config, "--data", directory];
    await promisify(execFile)(process.execPath, args, { timeout: WITHIN_MS });
    return await readFile(file);
  } catch (cause) {
    throw new ApiError(503, "NO_ARCHIVE", "The archive for support could not be made.", {
      cure: "On the box itself: firstring doctor --archive",
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
