/**
 * The emulated sound card of a modem: two named pipes in a folder, `capture` (what the host records) and `playback` (what
 * it plays), of 8 kHz s16le. ALSA's `file` plugin makes a sound card of them for arecord and aplay; see `alsaPcm`.
 */
import { closeSync, constants, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import koffi from "koffi";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { ModemWire } from "./ModemWire.ts";

/** Linux, fcntl(2). A pipe holds 64 kB otherwise: four seconds that the far end would be behind. */
const F_SETPIPE_SZ = 1031;
const PIPE_BYTES = 4096;
const OWNER_ONLY = 0o600;

interface LibC {
  mkfifo(path: string, mode: number): number;
  fcntl(fd: number, command: number, type: "int", value: number): number;
}

let loaded: LibC | undefined;

function libc(): LibC {
  if (loaded) return loaded;
  const lib = koffi.load(null);
  loaded = {
    mkfifo: lib.func("int mkfifo(const char *, unsigned int)") as LibC["mkfifo"],
    fcntl: lib.func("int fcntl(int, int, ...)") as LibC["fcntl"],
  };
  return loaded;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

class FifoWire implements ModemWire {
  readonly path: string;
  readonly pending = 0;
  readonly #capture: string;
  readonly #playback: number;
  #recorder: number | undefined;
  #closed = false;

  constructor(folder: string) {
    this.path = folder;
    this.#capture = join(folder, "capture");
    const playback = join(folder, "playback");
    mkdirSync(folder, { recursive: true });
    for (const path of [this.#capture, playback]) makeFifo(path);
    this.#playback = openSync(playback, constants.O_RDONLY | constants.O_NONBLOCK);
    small(this.#playback);
  }

  /** Nobody records: what is played into a card that nobody has open is gone. */
  write(bytes: Uint8Array): void {
    if (this.#closed) return;
    try {
      this.#recorder ??= this.#openRecorder();
      writeSync(this.#recorder, bytes);
    } catch (error) {
      if (codeOf(error) === "EAGAIN") return;
      this.#forgetRecorder();
    }
  }

  #openRecorder(): number {
    const fd = openSync(this.#capture, constants.O_WRONLY | constants.O_NONBLOCK);
    small(fd);
    return fd;
  }

  #forgetRecorder(): void {
    if (this.#recorder !== undefined) closeSync(this.#recorder);
    this.#recorder = undefined;
  }

  pull(room: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, room));
    if (this.#closed || bytes.length === 0) return bytes.subarray(0, 0);
    try {
      return bytes.subarray(0, readSync(this.#playback, bytes));
    } catch {
      return bytes.subarray(0, 0);
    }
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#forgetRecorder();
      closeSync(this.#playback);
      for (const name of ["capture", "playback"]) rmSync(join(this.path, name), { force: true });
    }
    return Promise.resolve();
  }
}

function makeFifo(path: string): void {
  rmSync(path, { force: true });
  if (libc().mkfifo(path, OWNER_ONLY) === 0) return;
  throw new ApplianceError("EMULATOR_FIFO", `${path}: no named pipe can be made there (errno ${koffi.errno()})`, {
    disposition: "giveUp",
    cure: "Name a folder on a Linux file system that is yours.",
  });
}

const small = (fd: number): void => void libc().fcntl(fd, F_SETPIPE_SZ, "int", PIPE_BYTES);

export const openFifoWire = (folder: string): ModemWire => new FifoWire(folder);

/** A piece of ALSA configuration that makes a PCM of the two pipes: `emulated`, or `!plughw` in place of all sound cards. */
export const alsaPcm = (name: string, folder: string): string => `pcm.${name} {
  @args [ CARD ]
  @args.CARD { type string default "" }
  type asym
  playback.pcm { type file slave.pcm "null" file "${join(folder, "playback")}" format "raw" }
  capture.pcm { type file slave.pcm "null" file "/dev/null" infile "${join(folder, "capture")}" format "raw" }
}
`;
