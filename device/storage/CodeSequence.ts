import { createHmac } from "node:crypto";

/** Without 0/O and 1/I: read out over a phone and typed on one at night. */
export const CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

const RADIX = CODE_ALPHABET.length;
const FOUR = RADIX ** 4;
const FIVE = RADIX ** 5;
/** Six alternating rounds: unpredictable to somebody who has seen some thousand codes, which is all that is asked of it. */
const ROUNDS = 6;
const HALF = RADIX ** 2;

/**
 * Every reply code in an order that only the secret tells. A position is a number that only grows, so no code comes
 * twice; some positions have no code (all letters, all digits) and are passed over. Positions below 1,048,576 give the
 * 712,704 codes of four characters, those after that the codes of five.
 *
 * A code has a digit, so none reads as a word of the reply grammar (WHO, HELP, PASS, DONE, STOP, ACK). One of five
 * characters begins and ends with a digit, so it is never a code of four with a verb typed close to it (`7Q4KA`).
 */
export class CodeSequence {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** The code at a position; undefined where there is none. */
  at(position: number): string | undefined {
    const four = position < FOUR;
    const size = four ? FOUR : FIVE;
    const code = spell(this.#permute((position - (four ? 0 : FOUR)) % size, size, false), four ? 4 : 5);
    return isCode(code) ? code : undefined;
  }

  /** Where a code stands in the sequence; undefined when it is not one. */
  positionOf(code: string): number | undefined {
    if (!isCode(code)) return undefined;
    const size = code.length === 4 ? FOUR : FIVE;
    return this.#permute(read(code), size, true) + (size === FOUR ? 0 : FOUR);
  }

  /** A Feistel network on Z_a × Z_b with addition (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002). */
  #permute(value: number, size: number, backwards: boolean): number {
    const right = size / HALF;
    let a = Math.floor(value / right);
    let b = value % right;
    for (let i = 0; i < ROUNDS; i += 1) {
      const round = backwards ? ROUNDS - 1 - i : i;
      const sign = backwards ? -1 : 1;
      if (round % 2 === 0) a = modulo(a + sign * this.#mix(size, round, b), HALF);
      else b = modulo(b + sign * this.#mix(size, round, a), right);
    }
    return a * right + b;
  }

  #mix(size: number, round: number, value: number): number {
    return createHmac("sha256", this.#secret).update(`${size}.${round}.${value}`).digest().readUInt32BE(0);
  }
}

const modulo = (n: number, by: number): number => ((n % by) + by) % by;

const spell = (value: number, length: number): string => {
  let rest = value;
  let code = "";
  for (let i = 0; i < length; i += 1) {
    code = CODE_ALPHABET.charAt(rest % RADIX) + code;
    rest = Math.floor(rest / RADIX);
  }
  return code;
};

const read = (code: string): number => [...code].reduce((sum, char) => sum * RADIX + CODE_ALPHABET.indexOf(char), 0);

/** Four or five characters of the alphabet with a digit and a letter among them. */
export const isCode = (code: string): boolean => {
  if (![...code].every((char) => CODE_ALPHABET.includes(char))) return false;
  if (!/[2-9]/.test(code) || !/[A-Z]/.test(code)) return false;
  return code.length === 4 || (code.length === 5 && /^[2-9].*[2-9]$/.test(code));
};

const EPOCH = Date.UTC(2026, 0, 1);
const LAST_BELIEVED = Date.UTC(2056, 0, 1);
const POSITION_EVERY_MS = 15 * 60_000;

/**
 * The position that time alone has reached: 96 a day. A card restored from an old image has forgotten the codes given
 * since; as long as fewer than 96 positions a day were used on average, this is past all of them. A clock that is
 * plainly wrong (before 2026, after 2055) says nothing.
 */
export const positionByTime = (now: number): number =>
  now < EPOCH || now > LAST_BELIEVED ? 0 : Math.floor((now - EPOCH) / POSITION_EVERY_MS);
