import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { type BackupHeader, CHUNK_BYTES, MAGIC, PREFIX_BYTES, VERSION } from "./format.ts";
import { type Lock, makeSlot } from "./slots.ts";
import { headerMac, Sealer, streamKeys } from "./stream.ts";

/** Writes one backup file from front to back: an open descriptor is all it needs, be it of a file or of a pipe. */
export class BackupWriter {
  readonly #file: number;
  readonly #sealer: Sealer;
  #written = 0;

  constructor(file: number, about: Pick<BackupHeader, "createdAt" | "program">, locks: readonly Lock[]) {
    if (locks.length === 0) throw new Error("a backup without a lock is none");
    this.#file = file;
    const fileKey = randomBytes(32);
    const header: BackupHeader = {
      ...about,
      salt: randomBytes(16).toString("base64"),
      slots: locks.map((lock) => makeSlot(lock, fileKey)),
    };
    const keys = streamKeys(fileKey, header.salt);
    const text = Buffer.from(JSON.stringify(header));
    const prefix = Buffer.alloc(PREFIX_BYTES);
    MAGIC.copy(prefix);
    prefix.writeUInt8(VERSION, MAGIC.length);
    prefix.writeUInt32BE(text.length, MAGIC.length + 1);
    const head = Buffer.concat([prefix, text]);
    this.#write(head);
    this.#write(headerMac(keys.header, head));
    this.#sealer = new Sealer(keys.payload, (bytes) => this.#write(bytes));
  }

  get bytesWritten(): number {
    return this.#written;
  }

  entry(name: string, content: Uint8Array): void {
    this.#begin(name, content.length);
    this.#sealer.push(content);
  }

  /** `size` as it was noted in the manifest: a file that has grown since is cut there, one that has shrunk is an error. */
  file(name: string, path: string, size: number): void {
    this.#begin(name, size);
    const file = openSync(path, "r");
    const buffer = Buffer.alloc(CHUNK_BYTES);
    try {
      for (let left = size; left > 0; ) {
        const read = readSync(file, buffer, 0, Math.min(buffer.length, left), null);
        if (read === 0) throw new Error(`${name} became shorter while it was read`);
        this.#sealer.push(buffer.subarray(0, read));
        left -= read;
      }
    } finally {
      closeSync(file);
    }
  }

  /** The last chunk, and all of it on the disk. */
  end(): void {
    this.#sealer.end();
    try {
      fsyncSync(this.#file);
    } catch {
      // A pipe has nothing to flush.
    }
  }

  #begin(name: string, size: number): void {
    const head = Buffer.from(JSON.stringify({ name, size }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(head.length);
    this.#sealer.push(length);
    this.#sealer.push(head);
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#written += bytes.length;
  }
}

/** For callers that want a new file, readable by its owner only. */
export const createFile = (path: string): number => openSync(path, "wx", 0o600);
