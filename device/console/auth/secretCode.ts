import { createHash, randomBytes } from "node:crypto";

/** 192 bits, for cookies and tokens. */
export const secretId = (): string => randomBytes(24).toString("base64url");

/** What of a random secret is kept: it has enough bits of its own that a slow hash would protect nothing more. */
export const secretHash = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Crockford's base 32: no I, L, O, U; read out and typed without mistakes. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A one-time code that a person types: `K7Q2-M4XD-9TRB-W0HE`, 80 bits. */
export function typedCode(): string {
  const signs = [...randomBytes(16)].map((byte) => LETTERS[byte % 32] ?? "");
  return [0, 4, 8, 12].map((at) => signs.slice(at, at + 4).join("")).join("-");
}

/** As it was meant: in any case, with or without dashes, O for 0, I and L for 1. */
export const readTypedCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
    .replace(/[^0-9A-Z]/g, "");
