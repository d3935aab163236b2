/* @pure */

/** Crockford's base 32: no I, L, O, U; ten of them are 50 bits. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const CODE_BYTES = 10;

/** `7Q4K2-M9P3X`, from ten bytes of chance. */
export function codeFrom(chance: Uint8Array): string {
  const letters = [...chance.slice(0, CODE_BYTES)].map((byte) => ALPHABET[byte % 32]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** As it was meant: any case, blanks and hyphens anywhere, O for 0, I and L for 1. */
export const plainCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
