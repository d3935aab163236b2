import { execFileSync } from "node:child_process";
import { hkdfSync, randomBytes } from "node:crypto";
import { destroyFile, destroyReplaced, moveSecretFile, REPLACED, readSecretFile, writeSecretFile } from "./files.ts";
import type { KeyPlace } from "./KeyPlace.ts";

export const SALT_FILE = "/etc/firstring/database-key.salt";
const SALT_BYTES = 32;

/** `vcmailbox`: eight 32-bit rows of the device private key begin at this word of the answer (property tag 0x00030081). */
const FIRST_WORD = 7;
const ROWS = 8;

/**
 * The 256-bit key that somebody has burnt into a Pi 4 or 5 (rpi-otp-private-key of Raspberry Pi's rpi-eeprom). Undefined: there
 * is none, it is no such Pi, or its firmware does not give it out. We never burn one: that cannot be undone.
 */
export function readOtpKey(
  ask: () => string = () =>
    execFileSync("vcmailbox", ["0x00030081", "40", "40", "0", "8", ...Array<string>(ROWS).fill("0")], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    }),
): Uint8Array | undefined {
  let answer: string;
  try {
    answer = ask();
  } catch {
    return undefined;
  }
  const words = answer
    .trim()
    .split(/\s+/)
    .slice(FIRST_WORD, FIRST_WORD + ROWS);
  if (words.length !== ROWS || !words.every((word) => /^0x[0-9a-fA-F]{8}$/.test(word))) return undefined;
  const key = Buffer.from(words.map((word) => word.slice(2)).join(""), "hex");
  return key.every((byte) => byte === 0) ? undefined : Uint8Array.from(key);
}

/** Made of the Pi's own key and a salt: a stolen card alone opens nothing, nor does this card in another Pi. */
export class OtpKeyPlace implements KeyPlace {
  readonly source = "otp";
  readonly where = "the Pi's one-time-programmable key, with a salt on the card";
  readonly #otp: Uint8Array;
  readonly #salt: string;

  constructor(otp: Uint8Array, saltFile = SALT_FILE) {
    this.#otp = otp;
    this.#salt = saltFile;
  }

  current(): Uint8Array | undefined {
    return this.#derive(readSecretFile(this.#salt));
  }

  next(): Uint8Array | undefined {
    return this.#derive(readSecretFile(`${this.#salt}.next`));
  }

  stageNext(): Uint8Array {
    const made = this.next();
    if (made !== undefined) return made;
    writeSecretFile(`${this.#salt}.next`, randomBytes(SALT_BYTES));
    return this.next() ?? this.stageNext();
  }

  takeNextBack(): void {
    destroyFile(`${this.#salt}.next`);
  }

  promote(): void {
    if (this.next() !== undefined) moveSecretFile(`${this.#salt}.next`, this.#salt);
  }

  destroyReplaced(): void {
    destroyReplaced(this.#salt);
  }

  destroy(): void {
    destroyFile(this.#salt);
    destroyFile(`${this.#salt}${REPLACED}`);
    destroyFile(`${this.#salt}.next`);
  }

  #derive(salt: Uint8Array | undefined): Uint8Array | undefined {
    if (salt?.length !== SALT_BYTES) return undefined;
    return new Uint8Array(hkdfSync("sha256", this.#otp, salt, "firstring database key", 32));
  }
}
