import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { CHUNK_BYTES, TAG_BYTES } from "./format.ts";

/** The keys of one backup, from its file key and the salt of its header. */
export const streamKeys = (fileKey: Uint8Array, salt: string) => {
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync("sha256", fileKey, Buffer.from(salt, "base64"), `firstring backup ${purpose}`, 32));
  return { header: derive("header"), payload: derive("payload") };
};

export const headerMac = (key: Uint8Array, head: Uint8Array): Buffer => createHmac("sha256", key).update(head).digest();

export const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Number of the chunk (11 bytes) and 1 for the last: none can be left out, moved, or cut off. */
const nonceOf = (chunk: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(chunk, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
};

/** Takes bytes as they come and hands out sealed chunks. */
export class Sealer {
  readonly #key: Uint8Array;
  readonly #out: (bytes: Uint8Array) => void;
  #waiting: Buffer = Buffer.alloc(0);
  #chunk = 0;

  constructor(key: Uint8Array, out: (bytes: Uint8Array) => void) {
    this.#key = key;
    this.#out = out;
  }

  push(bytes: Uint8Array): void {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    // One chunk is held back: only the end shows which one is the last.
    while (this.#waiting.length > CHUNK_BYTES) {
      this.#seal(this.#waiting.subarray(0, CHUNK_BYTES), false);
      this.#waiting = this.#waiting.subarray(CHUNK_BYTES);
    }
  }

  end(): void {
    this.#seal(this.#waiting, true);
  }

  #seal(plain: Uint8Array, last: boolean): void {
    const cipher = createCipheriv("chacha20-poly1305", this.#key, nonceOf(this.#chunk, last), {
      authTagLength: TAG_BYTES,
    });
    this.#out(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    this.#chunk += 1;
  }
}

/** Opens chunk after chunk; undefined: it is not what was sealed at this place. */
export class Unsealer {
  readonly #key: Uint8Array;
  #chunk = 0;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  open(sealed: Uint8Array, last: boolean): Buffer | undefined {
    if (sealed.length < TAG_BYTES) return undefined;
    const cipher = createDecipheriv("chacha20-poly1305", this.#key, nonceOf(this.#chunk, last), {
      authTagLength: TAG_BYTES,
    });
    this.#chunk += 1;
    cipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      return Buffer.concat([cipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), cipher.final()]);
    } catch {
      return undefined;
    }
  }
}
