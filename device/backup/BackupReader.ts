import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import {
  type BackupHeader,
  backupTrouble,
  CHUNK_BYTES,
  isEntryName,
  LARGEST_ENTRY,
  LARGEST_HEADER,
  MAC_BYTES,
  MAGIC,
  MOST_ENTRIES,
  PREFIX_BYTES,
  type Slot,
  TAG_BYTES,
  VERSION,
} from "./format.ts";
import { openSlot, type Unlock } from "./slots.ts";
import { headerMac, isSame, streamKeys, Unsealer } from "./stream.ts";

/** What is told of each entry; `data` comes as often as there is some, then `end` once. */
export interface EntrySink {
  begin(name: string, size: number): void;
  data(bytes: Uint8Array): void;
  end(): void;
}

const SEALED_BYTES = CHUNK_BYTES + TAG_BYTES;
const LARGEST_ENTRY_HEAD = 4_096;

/** Reads a backup file from front to back as something that anybody may have written: every fault is an ApplianceError. */
export class BackupReader {
  readonly #file: number;
  readonly #head: Buffer;
  readonly header: BackupHeader;
  #at: number;

  private constructor(file: number, head: Buffer, header: BackupHeader) {
    this.#file = file;
    this.#head = head;
    this.header = header;
    this.#at = head.length + MAC_BYTES;
  }

  static open(path: string): BackupReader {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch (cause) {
      throw backupTrouble("BACKUP_NOT_ONE", `${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
    }
    try {
      if (!fstatSync(file).isFile()) throw backupTrouble("BACKUP_NOT_ONE", `${path} is no file`);
      const head = readHead(file);
      return new BackupReader(file, head, headerOf(head));
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /** Reads all of it, and tells `sink` what is in it as far as it has been proved to be what was written. */
  read(unlocks: readonly Unlock[], sink: EntrySink): void {
    const keys = streamKeys(this.#fileKey(unlocks), this.header.salt);
    if (!isSame(headerMac(keys.header, this.#head), readExactly(this.#file, this.#head.length, MAC_BYTES)))
      throw backupTrouble("BACKUP_DAMAGED", "the beginning of the backup was changed");
    const entries = new EntryParser(sink);
    const unsealer = new Unsealer(keys.payload);
    const size = fstatSync(this.#file).size;
    for (;;) {
      const left = size - this.#at;
      const last = left <= SEALED_BYTES;
      const sealed = readExactly(this.#file, this.#at, Math.min(left, SEALED_BYTES));
      this.#at += sealed.length;
      const plain = unsealer.open(sealed, last);
      if (plain === undefined)
        throw backupTrouble(
          "BACKUP_DAMAGED",
          `the backup was cut off or changed ${Math.floor(this.#at / 1e6)} MB from its beginning`,
        );
      entries.push(plain);
      if (!last) continue;
      entries.end();
      return;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #fileKey(unlocks: readonly Unlock[]): Uint8Array {
    for (const slot of this.header.slots) {
      for (const unlock of unlocks) {
        const key = openSlot(slot, unlock);
        if (key !== undefined) return key;
      }
    }
    const ways = this.header.slots.map((slot) =>
      slot.kind === "passphrase" ? "a passphrase" : `the recovery key ${slot.publicKey}`,
    );
    const what = unlocks.length === 0 ? "which was not given" : "and what was given is another one";
    throw backupTrouble("BACKUP_LOCKED", `the backup is locked with ${ways.join(" and with ")}, ${what}`);
  }
}

function readHead(file: number): Buffer {
  const prefix = readExactly(file, 0, PREFIX_BYTES);
  if (prefix.length < PREFIX_BYTES || !isSame(prefix.subarray(0, MAGIC.length), MAGIC))
    throw backupTrouble("BACKUP_NOT_ONE", "the file is no FirstRing backup");
  const version = prefix.readUInt8(MAGIC.length);
  if (version !== VERSION)
    throw backupTrouble("BACKUP_TOO_NEW", `the backup has format ${version}; this program reads ${VERSION}`);
  const length = prefix.readUInt32BE(MAGIC.length + 1);
  if (length > LARGEST_HEADER) throw backupTrouble("BACKUP_DAMAGED", "the backup's header is too long");
  const head = readExactly(file, 0, PREFIX_BYTES + length);
  if (head.length < PREFIX_BYTES + length) throw backupTrouble("BACKUP_DAMAGED", "the backup ends in its header");
  return head;
}

function headerOf(head: Buffer): BackupHeader {
  try {
    const header = JSON.parse(head.toString("utf8", PREFIX_BYTES)) as BackupHeader;
    if (typeof header.salt === "string" && Array.isArray(header.slots) && header.slots.length <= 8)
      return { ...header, slots: header.slots.filter(isSlot) };
  } catch {
    // Said below.
  }
  throw backupTrouble("BACKUP_DAMAGED", "the backup's header cannot be understood");
}

const isSlot = (slot: unknown): slot is Slot => {
  if (typeof slot !== "object" || slot === null) return false;
  const { kind, wrapped, salt, publicKey, ephemeral } = slot as Record<string, unknown>;
  if (typeof wrapped !== "string") return false;
  return kind === "passphrase"
    ? typeof salt === "string"
    : kind === "recipient" && typeof publicKey === "string" && typeof ephemeral === "string";
};

/** May be shorter at the end of the file. */
function readExactly(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, length));
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, at + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}

/** Cuts the stream into entries. It is authenticated: what does not fit was written so by a program with a mistake. */
class EntryParser {
  readonly #sink: EntrySink;
  #waiting: Buffer = Buffer.alloc(0);
  #left = -1;
  #count = 0;

  constructor(sink: EntrySink) {
    this.#sink = sink;
  }

  push(bytes: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    while (this.#left >= 0 ? this.#body() : this.#headOf());
  }

  end(): void {
    if (this.#left >= 0 || this.#waiting.length > 0)
      throw backupTrouble("BACKUP_DAMAGED", "the backup ends in the middle of a file");
  }

  #headOf(): boolean {
    if (this.#waiting.length < 4) return false;
    const length = this.#waiting.readUInt32BE(0);
    if (length > LARGEST_ENTRY_HEAD) throw backupTrouble("BACKUP_DAMAGED", "a name in the backup is too long");
    if (this.#waiting.length < 4 + length) return false;
    const { name, size } = entryHead(this.#waiting.toString("utf8", 4, 4 + length));
    this.#count += 1;
    if (this.#count > MOST_ENTRIES) throw backupTrouble("BACKUP_DAMAGED", "the backup holds too many files");
    this.#waiting = this.#waiting.subarray(4 + length);
    this.#left = size;
    this.#sink.begin(name, size);
    return true;
  }

  #body(): boolean {
    const take = Math.min(this.#left, this.#waiting.length);
    if (take > 0) this.#sink.data(this.#waiting.subarray(0, take));
    this.#waiting = this.#waiting.subarray(take);
    this.#left -= take;
    if (this.#left > 0) return false;
    this.#left = -1;
    this.#sink.end();
    return true;
  }
}

function entryHead(text: string): { readonly name: string; readonly size: number } {
  try {
    const { name, size } = JSON.parse(text) as Record<string, unknown>;
    if (isEntryName(name) && typeof size === "number" && Number.isInteger(size) && size >= 0 && size <= LARGEST_ENTRY)
      return { name, size };
  } catch {
    // Said below.
  }
  throw backupTrouble("BACKUP_DAMAGED", "a name in the backup cannot be understood");
}
