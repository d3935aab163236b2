import { createHash, hkdfSync, randomInt } from "node:crypto";
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { CodeSequence } from "./CodeSequence.ts";
import { fingerprint } from "./key.ts";

export const LEDGER_FILE = "firstring.codes";

const SLOT_BYTES = 512;

interface Entry {
  readonly generation: number;
  /** The first position that was never handed out. */
  readonly next: number;
  readonly secret: string;
  readonly key: string;
}

/**
 * How far the reply codes have been handed out, in a file of its own beside the database: a database that is restored,
 * broken or locked must not make a code come twice (a late reply would take another patient's alert). It has two
 * slots written in turn, in place: a torn write leaves the other one, and a full disk still takes it.
 */
export class CodeLedger {
  readonly #path: string;
  #key: string;
  readonly sequence: CodeSequence;
  readonly #secret: string;
  #generation: number;
  #next: number;
  #recordedKey: string;

  constructor(directory: string, key: Uint8Array) {
    this.#path = join(directory, LEDGER_FILE);
    this.#key = fingerprint(key);
    const found = readLedger(this.#path);
    this.#recordedKey = found?.key ?? this.#key;
    this.#generation = found?.generation ?? 0;
    this.#next = found?.next ?? 0;
    this.#secret =
      found?.secret ?? Buffer.from(hkdfSync("sha256", key, "", "firstring reply codes", 32)).toString("hex");
    this.sequence = new CodeSequence(Buffer.from(this.#secret, "hex"));
  }

  /** The key given now is not the one that opened the database last: explains why it cannot be opened. */
  get keyChanged(): boolean {
    return this.#recordedKey !== this.#key;
  }

  get next(): number {
    return this.#next;
  }

  /** Never hands out `from` … `to` again; true when that is on the disk. */
  advance(to: number): boolean {
    this.#next = Math.max(this.#next, to);
    return this.#write();
  }

  /** Notes which key opens the database, once it has been opened with it. */
  confirmKey(): void {
    if (this.#recordedKey === this.#key && this.#generation > 0) return;
    this.#recordedKey = this.#key;
    this.#write();
  }

  /** The database was encrypted anew. The codes go on as they were. */
  useKey(key: Uint8Array): void {
    this.#key = fingerprint(key);
    this.confirmKey();
  }

  /** When nothing can be kept, another run may start from the same place: a random leap makes it unlikely that both meet. */
  static leap(): number {
    return randomInt(4096);
  }

  #write(): boolean {
    this.#generation += 1;
    const entry: Entry = {
      generation: this.#generation,
      next: this.#next,
      secret: this.#secret,
      key: this.#recordedKey,
    };
    try {
      const fresh = !existsSync(this.#path);
      const file = openSync(this.#path, fresh ? "w" : "r+", 0o600);
      try {
        if (fresh) writeSync(file, Buffer.alloc(2 * SLOT_BYTES, " "), 0, 2 * SLOT_BYTES, 0);
        writeSync(file, encode(entry), 0, SLOT_BYTES, (this.#generation % 2) * SLOT_BYTES);
        fdatasyncSync(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch {
      return false;
    }
  }
}

const checksum = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const encode = (entry: Entry): Buffer => {
  const text = JSON.stringify(entry);
  return Buffer.from(`${checksum(text)} ${text}`.padEnd(SLOT_BYTES - 1).concat("\n"));
};

const decode = (slot: string): Entry | undefined => {
  const [sum, text] = [slot.slice(0, 16), slot.slice(17).trimEnd()];
  return checksum(text) === sum ? (JSON.parse(text) as Entry) : undefined;
};

const readLedger = (path: string): Entry | undefined => {
  let content: string;
  try {
    content = readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
  const slots = [decode(content.slice(0, SLOT_BYTES)), decode(content.slice(SLOT_BYTES, 2 * SLOT_BYTES))];
  return slots.filter((slot) => slot !== undefined).sort((a, b) => b.generation - a.generation)[0];
};
