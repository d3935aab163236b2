import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { programFolder } from "../../runtime/installation.ts";
import { ApiError } from "../api/errors.ts";

/** It reads the journal and opens the databases: many seconds on a small box with a worn card. */
const WITHIN_MS = 120_000;
/** Nobody needs more; each takes a processor of the box for as long as it is made. */
const MOST_AN_HOUR = 6;
const HOUR_MS = 3_600_000;

/** A program and its arguments, that writes the archive to `file`. */
export type ArchiveCommand = (file: string) => readonly string[];

export const doctorCommand =
  (config: string, directory: string): ArchiveCommand =>
  (file) => [
    ...[process.execPath, join(programFolder, "device/main.ts"), "doctor", "--archive", file],
    ...["--config", config, "--data", directory],
  ];

/**
 * What `firstring doctor --archive` writes, made by that program in a process of its own: it takes its time, and the console serves
 * pages meanwhile. One at a time, and rationed: it takes a processor that calls may need.
 */
export class SupportArchive {
  readonly #clock: Clock;
  #busy = false;
  #begun: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `gone`: nobody waits for it any more; it is ended. @throws ApiError */
  async make(command: ArchiveCommand, gone: AbortSignal): Promise<Buffer> {
    this.#demand();
    this.#busy = true;
    try {
      return await made(command, gone);
    } finally {
      this.#busy = false;
    }
  }

  #demand(): void {
    if (this.#busy)
      throw new ApiError(429, "ARCHIVE_UNDER_WAY", "The archive for support is being made just now.", {
        cure: "It takes up to two minutes. One at a time: the box has calls to answer, too.",
        retryAfterS: 30,
      });
    const now = this.#clock.monotonic();
    this.#begun = this.#begun.filter((at) => now - at < HOUR_MS);
    const [first] = this.#begun;
    if (first !== undefined && this.#begun.length >= MOST_AN_HOUR)
      throw new ApiError(429, "ARCHIVE_TOO_OFTEN", `The archive was made ${MOST_AN_HOUR} times within an hour.`, {
        cure: "Use the last one, or try again in an hour (with a shell: firstring doctor --archive).",
        retryAfterS: (first + HOUR_MS - now) / 1000,
      });
    this.#begun = [...this.#begun, now];
  }
}

async function made(command: ArchiveCommand, signal: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), "firstring-support-"));
  try {
    const file = join(folder, "archive.json.gz");
    const [program = "", ...args] = command(file);
    await promisify(execFile)(program, args, { timeout: WITHIN_MS, signal });
    return await readFile(file);
  } catch (cause) {
    throw new ApiError(503, "NO_ARCHIVE", "The archive for support could not be made.", {
      cure: "Try again in some minutes; if it stays so, pull the box's plug for ten seconds (with a shell: firstring doctor --archive).",
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
