import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Who } from "./ApplyClient.ts";

/** One line of the record: what was changed on this box, by whom, and what came of it. Never a secret, never a patient. */
export interface RecordedChange {
  readonly id: string;
  /** ISO 8601, by the box's clock. */
  readonly at: string;
  readonly who: Who;
  readonly what: readonly string[];
  readonly outcome: "kept" | "rolled-back" | "refused" | "undone-after-power-cut" | "owner";
  readonly words: string;
}

const LARGEST_BYTES = 512 * 1024;

/** The journal of the operating system is volatile; this is not. */
export class ChangeRecord {
  readonly #file: string;
  readonly #also: (change: RecordedChange) => void;

  /** `also`: who else is told of each. */
  constructor(file: string, also: (change: RecordedChange) => void = () => {}) {
    this.#file = file;
    this.#also = also;
  }

  /** Durable when it returns. Never throws: a disk that takes no record has been told of otherwise. */
  add(change: RecordedChange): void {
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      if ((statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES)
        renameSync(this.#file, `${this.#file}.1`);
      const file = openSync(this.#file, "a+", 0o600);
      try {
        // Behind a line that a power cut tore a new one would be lost, too.
        writeFileSync(file, `${endsTorn(file) ? "\n" : ""}${JSON.stringify(change)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch {
      // See above.
    }
    try {
      this.#also(change);
    } catch {
      // See above: the audit takes it or not, the change itself goes its way.
    }
  }

  /** Oldest first; a line that a power cut tore is left out. */
  read(): readonly RecordedChange[] {
    return [`${this.#file}.1`, this.#file].flatMap((file) => linesOf(file));
  }
}

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

function linesOf(file: string): readonly RecordedChange[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as RecordedChange];
    } catch {
      return [];
    }
  });
}
