import { closeSync, ftruncateSync, openSync, readFileSync, readSync, rmSync, writeSync } from "node:fs";
import { type LoggedWrite, SECTOR } from "./BlockLog.ts";

/** What becomes of the writes that no flush had made durable when the power went. */
export type Fate =
  /** None reached the medium. */
  | "dropped"
  /** Each reached it, or not, or only some of its sectors, by lot. */
  | "torn"
  /** All did, in order: a cut just after the last of them. */
  | "kept";

/** A number from 0 up to, but not including, 1. */
export type Lot = () => number;

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
export function lotFrom(seed: number): Lot {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CHUNK = 64 * 1024;

/**
 * The disk as it was when the power went after the `cut`-th entry of its log. All before the last flush is on it, and any
 * FUA write. Cuts are asked for in ascending order: what is durable at one is so at the next.
 */
export class CrashDisk {
  readonly #durable: Buffer;
  readonly #log: readonly LoggedWrite[];
  readonly #logFile: number;
  /** Chunks of the disk that are not all zero: only these are written. */
  readonly #used = new Set<number>();
  #applied = 0;

  constructor(pristine: string, log: readonly LoggedWrite[], logFile: string) {
    this.#durable = readFileSync(pristine);
    this.#log = log;
    this.#logFile = openSync(logFile, "r");
    for (let at = 0; at < this.#durable.length; at += CHUNK)
      if (this.#durable.subarray(at, at + CHUNK).some((byte) => byte !== 0)) this.#used.add(at / CHUNK);
  }

  /** Writes the disk of that cut to a file. Returns how many writes were in doubt. */
  write(path: string, cut: number, fate: Fate, lot: Lot): number {
    const flushed = this.#lastFlush(cut);
    for (; this.#applied < flushed; this.#applied += 1) this.#apply(this.#durable, this.#entry(this.#applied));
    const doubtful: LoggedWrite[] = [];
    // A new file each time: where another mount namespace still holds the disk before, mount(8) would take up its loop device
    // again, with what the kernel remembers of it.
    rmSync(path, { force: true });
    const file = openSync(path, "wx");
    try {
      ftruncateSync(file, this.#durable.length);
      for (const chunk of this.#used) {
        const bytes = this.#durable.subarray(chunk * CHUNK, (chunk + 1) * CHUNK);
        writeSync(file, bytes, 0, bytes.length, chunk * CHUNK);
      }
      for (let n = flushed; n < cut; n += 1) {
        const entry = this.#entry(n);
        if (entry.flush || entry.length === 0) continue;
        doubtful.push(entry);
        this.#meets(file, entry, entry.fua ? "kept" : fate, lot);
      }
    } finally {
      closeSync(file);
    }
    return doubtful.length;
  }

  close(): void {
    closeSync(this.#logFile);
  }

  #entry(n: number): LoggedWrite {
    const entry = this.#log[n];
    if (!entry) throw new Error(`the log has no entry ${n}`);
    return entry;
  }

  /** How many entries are before the last flush that was whole at the cut. */
  #lastFlush(cut: number): number {
    for (let n = cut - 1; n >= this.#applied; n -= 1) if (this.#entry(n).flush) return n;
    return this.#applied;
  }

  #apply(disk: Buffer, entry: LoggedWrite): void {
    if (entry.length === 0) return;
    const bytes = this.#data(entry);
    disk.set(bytes, entry.at);
    for (let chunk = Math.floor(entry.at / CHUNK); chunk * CHUNK < entry.at + entry.length; chunk += 1)
      this.#used.add(chunk);
  }

  #data(entry: LoggedWrite): Buffer {
    const bytes = Buffer.alloc(entry.length);
    if (!entry.discard) readSync(this.#logFile, bytes, 0, entry.length, entry.from);
    return bytes;
  }

  #meets(file: number, entry: LoggedWrite, fate: Fate, lot: Lot): void {
    const luck = lot();
    if (fate === "dropped" || (fate === "torn" && luck < 0.4)) return;
    const bytes = this.#data(entry);
    if (fate === "kept" || luck < 0.7) {
      writeSync(file, bytes, 0, bytes.length, entry.at);
      return;
    }
    for (let at = 0; at < bytes.length; at += SECTOR)
      if (lot() < 0.5) writeSync(file, bytes, at, Math.min(SECTOR, bytes.length - at), entry.at + at);
  }
}
