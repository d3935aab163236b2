import { createHmac, randomBytes } from "node:crypto";

/** RFC 6238 with what every authenticator app takes: SHA-1, six digits, thirty seconds. */
const STEP_S = 30;
const DIGITS = 6;
/** A telephone whose clock is off by half a minute, and a person who types slowly (RFC 6238 §5.2). */
const STEPS_ASIDE = 1;
/** RFC 4226 §4: 160 bits. */
const SECRET_BYTES = 20;

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export const newTotpSecret = (): string => base32(randomBytes(SECRET_BYTES));

/** RFC 4226 §5.3, for one time step. */
export function totpAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, "0");
}

export const stepAt = (epochMs: number): number => Math.floor(epochMs / 1000 / STEP_S);

/** The step whose code was typed, later than `lastUsed`: no code works twice (RFC 6238 §5.2). Undefined: it is wrong. */
export function totpStep(secret: string, typed: string, epochMs: number, lastUsed: number): number | undefined {
  const code = typed.replace(/\s/g, "");
  const now = stepAt(epochMs);
  for (let step = now - STEPS_ASIDE; step <= now + STEPS_ASIDE; step += 1)
    if (step > lastUsed && totpAt(secret, step) === code) return step;
  return undefined;
}

/** The key URI that authenticator apps read from a QR code. */
export const totpUri = (secret: string, account: string, issuer: string): string =>
  `otpauth://totp/${encodeURIComponent(`${issuer}:${account}`)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_S}`;

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
