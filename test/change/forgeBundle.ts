import { createHash, type KeyObject, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { HEAD_BYTES, MAGIC, signedBytes } from "../../provisioning/bundle/format.ts";
import { rawPublicKey } from "../../provisioning/bundle/keyFiles.ts";
import { keyIdOf } from "../../provisioning/bundle/keyId.ts";

/** A bundle that our own program would never make, genuinely signed. */
export function forgeBundle(file: string, manifest: unknown, rest: Uint8Array, key: KeyObject): string {
  const text = Buffer.from(JSON.stringify(manifest));
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC);
  head.writeUInt32BE(text.length, 8);
  head.writeUInt8(1, 12);
  const id = Buffer.from(keyIdOf(rawPublicKey(key)), "hex");
  writeFileSync(file, Buffer.concat([head, id, sign(null, signedBytes(text), key), text, rest]));
  return file;
}

export const forgedPart = (name: string, stored: Uint8Array, size: number, encoding = "gzip") => ({
  ...{ name, stored: stored.length, size, encoding },
  sha256: createHash("sha256").update(stored).digest("hex"),
});
