import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Programs that play a WAV file, in the order in which a desktop, then a bare machine, has them. */
const PLAYERS: readonly (readonly [program: string, ...options: string[]])[] = [
  ["pw-play"],
  ["paplay"],
  ["aplay", "-q"],
  ["play", "-q"],
  ["ffplay", "-nodisp", "-autoexit", "-loglevel", "error"],
];

/** A recording is at most some minutes; a player that hangs on a missing sound card must not hold the terminal for ever. */
const LONGEST_PLAY_MS = 15 * 60_000;

/** Plays with the first program that is there and succeeds. False when none does. */
export const playFile = async (wav: Uint8Array): Promise<boolean> => {
  const players = PLAYERS.flatMap(([program, ...options]) => {
    const path = findProgram(program);
    return path ? [{ path, options }] : [];
  });
  if (players.length === 0) return false;
  const directory = mkdtempSync(join(memoryDirectory(), "firstring-play-"));
  try {
    const file = join(directory, "recording.wav");
    writeFileSync(file, wav, { mode: 0o600 });
    for (const { path, options } of players) if (await run(path, [...options, file])) return true;
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** What a patient said does not touch a disk unencrypted, as far as the machine has a place in memory. */
const memoryDirectory = (): string =>
  [process.env["XDG_RUNTIME_DIR"], "/dev/shm"].find((path) => path !== undefined && isWritable(path)) ?? tmpdir();

const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const findProgram = (name: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((directory) => directory.startsWith("/"))
    .map((directory) => join(directory, name))
    .find(isProgram);

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

const run = (path: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(path, args, { stdio: "ignore", shell: false, timeout: LONGEST_PLAY_MS });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
