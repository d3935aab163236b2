import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from "node:crypto";
import { type Slot, TAG_BYTES } from "./format.ts";
import { rawPublic, readRecipient } from "./recoveryKey.ts";

/** What a backup is locked with. */
export type Lock =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  | { readonly kind: "recipient"; readonly publicKey: KeyObject };

/** What is tried to open one. */
export type Unlock =
  | { readonly kind: "passphrase"; readonly passphrase: string }
  | { readonly kind: "identity"; readonly privateKey: KeyObject };

/** RFC 7914: 64 MB and half a second on a Pi 4 for each guess. */
const LOG_N = 16;
const R = 8;
const P = 1;
/** A header that asks for more wants our memory, not a backup. */
const MOST = { logN: 20, r: 16, p: 4 } as const;
const FILE_KEY_BYTES = 32;

export const makeSlot = (lock: Lock, fileKey: Uint8Array): Slot => {
  switch (lock.kind) {
    case "passphrase": {
      const salt = randomBytes(16);
      const key = passphraseKey(lock.passphrase, salt, { logN: LOG_N, r: R, p: P });
      return { kind: "passphrase", salt: base64(salt), logN: LOG_N, r: R, p: P, wrapped: seal(key, fileKey) };
    }
    case "recipient": {
      const ephemeral = generateKeyPairSync("x25519");
      const mine = rawPublic(ephemeral.publicKey);
      const theirs = rawPublic(lock.publicKey);
      const key = sharedKey(ephemeral.privateKey, lock.publicKey, mine, theirs);
      return { kind: "recipient", publicKey: theirs, ephemeral: mine, wrapped: seal(key, fileKey) };
    }
  }
};

/** The file's key; undefined when this slot is not for it. */
export const openSlot = (slot: Slot, unlock: Unlock): Uint8Array | undefined => {
  if (slot.kind === "passphrase") {
    if (unlock.kind !== "passphrase" || !isAffordable(slot)) return undefined;
    return unseal(passphraseKey(unlock.passphrase, Buffer.from(slot.salt, "base64"), slot), slot.wrapped);
  }
  if (unlock.kind !== "identity") return undefined;
  const ephemeral = readRecipient(slot.ephemeral);
  const theirs = rawPublic(createPublicKey(unlock.privateKey));
  if (ephemeral === undefined || theirs !== slot.publicKey) return undefined;
  try {
    return unseal(sharedKey(unlock.privateKey, ephemeral, slot.ephemeral, theirs), slot.wrapped);
  } catch {
    // A point of small order: refused by the library (RFC 7748 §6.1).
    return undefined;
  }
};

const isAffordable = ({ logN, r, p }: Extract<Slot, { kind: "passphrase" }>): boolean =>
  [logN, r, p].every((value) => Number.isInteger(value) && value >= 1) &&
  logN <= MOST.logN &&
  r <= MOST.r &&
  p <= MOST.p;

const passphraseKey = (
  passphrase: string,
  salt: Uint8Array,
  { logN, r, p }: { readonly logN: number; readonly r: number; readonly p: number },
): Uint8Array => {
  const N = 2 ** logN;
  return scryptSync(passphrase.normalize("NFC"), salt, 32, { N, r, p, maxmem: 256 * N * r });
};

const sharedKey = (mine: KeyObject, theirs: KeyObject, ephemeral: string, recipient: string): Uint8Array => {
  const salt = Buffer.concat([Buffer.from(ephemeral, "base64"), Buffer.from(recipient, "base64")]);
  const secret = diffieHellman({ privateKey: mine, publicKey: theirs });
  return new Uint8Array(hkdfSync("sha256", secret, salt, "firstring backup recipient", 32));
};

/** Each wrapping key is used once, so that its nonce may be nought. */
const NONCE = new Uint8Array(12);

const seal = (key: Uint8Array, fileKey: Uint8Array): string => {
  const cipher = createCipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG_BYTES });
  return base64(Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]));
};

const unseal = (key: Uint8Array, wrapped: string): Uint8Array | undefined => {
  const bytes = Buffer.from(wrapped, "base64");
  if (bytes.length !== FILE_KEY_BYTES + TAG_BYTES) return undefined;
  const cipher = createDecipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG_BYTES });
  cipher.setAuthTag(bytes.subarray(FILE_KEY_BYTES));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(0, FILE_KEY_BYTES)), cipher.final()]);
  } catch {
    return undefined;
  }
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
