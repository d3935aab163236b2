import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import * as z from "zod";

/** RFC 7914. N = 2^15, r = 8: 32 MB and a tenth of a second on a PC, about one on a Pi. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

export const hashedSchema = z.object({
  salt: z.base64(),
  hash: z.base64(),
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
});
export type Hashed = z.infer<typeof hashedSchema>;

export async function hashed(secret: string): Promise<Hashed> {
  const salt = randomBytes(16);
  const hash = await derive(secret, salt, COST);
  return { salt: salt.toString("base64"), hash: hash.toString("base64"), ...COST };
}

export async function isRight(secret: string, { salt, hash, ...cost }: Hashed): Promise<boolean> {
  const wanted = Buffer.from(hash, "base64");
  const made = await derive(secret, Buffer.from(salt, "base64"), cost);
  return made.length === wanted.length && timingSafeEqual(made, wanted);
}

const derive = (secret: string, salt: Uint8Array, { N, r, p }: { N: number; r: number; p: number }): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(secret.normalize("NFC"), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );

/** Why it cannot be one; undefined: it can. Length is what counts (NIST SP 800-63B §5.1.1). */
export function complaintAboutPassphrase(passphrase: string): string | undefined {
  if ([...passphrase].length < 10) return "it has fewer than ten characters";
  if (passphrase.length > 200) return "it is longer than 200 characters";
  return new Set(passphrase.toLowerCase()).size < 5 ? "it has the same few characters again and again" : undefined;
}
