import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** `c` and 13 characters: 65 random bits, so that no two calls of any box ever share one. */
export const newCallId = (): string => `c${Array.from(randomBytes(13), (byte) => ALPHABET[byte & 31]).join("")}`;
