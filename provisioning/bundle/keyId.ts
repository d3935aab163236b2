/* @pure */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

/** What a key is called: the first 8 bytes of the SHA-256 of its raw 32 bytes, in hex. */
export const keyIdOf = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("hex").slice(0, 16);
