import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { KEY_FILE, NEXT_KEY_FILE, parseKey } from "../storage/key.ts";
import { destroyFile, destroyReplaced, moveSecretFile, REPLACED, readSecretFile, writeSecretFile } from "./files.ts";
import type { KeyPlace } from "./KeyPlace.ts";

/** Beside the data: for a rehearsal. Protects nothing against whoever has the card. */
export class FileKeyPlace implements KeyPlace {
  readonly source = "file";
  readonly where: string;
  readonly #path: string;
  readonly #next: string;

  constructor(directory: string) {
    this.#path = join(directory, KEY_FILE);
    this.#next = join(directory, NEXT_KEY_FILE);
    this.where = `the file ${this.#path}, beside the data`;
  }

  current(): Uint8Array | undefined {
    return parsed(readSecretFile(this.#path));
  }

  next(): Uint8Array | undefined {
    return parsed(readSecretFile(this.#next));
  }

  stageNext(): Uint8Array {
    const key = this.next() ?? Uint8Array.from(randomBytes(32));
    writeSecretFile(this.#next, Buffer.from(`${Buffer.from(key).toString("hex")}\n`));
    return key;
  }

  takeNextBack(): void {
    destroyFile(this.#next);
  }

  promote(): void {
    if (this.next() !== undefined) moveSecretFile(this.#next, this.#path);
  }

  destroyReplaced(): void {
    destroyReplaced(this.#path);
  }

  destroy(): void {
    destroyFile(this.#path);
    destroyFile(`${this.#path}${REPLACED}`);
    destroyFile(this.#next);
  }
}

const parsed = (content: Uint8Array | undefined): Uint8Array | undefined =>
  content === undefined ? undefined : parseKey(content);
