import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";

/**
 * The clinic's recovery key (X25519, RFC 7748): the box has the public half only, so that it can make backups by itself that
 * it cannot read. The private half is a PEM file in a safe.
 */
const RAW_BYTES = 32;

export const makeRecoveryKey = (): { readonly privatePem: string; readonly publicKey: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  return { privatePem: String(privateKey.export({ type: "pkcs8", format: "pem" })), publicKey: rawPublic(publicKey) };
};

/** Raw, in base64 (44 characters). */
export const rawPublic = (key: KeyObject): string =>
  Buffer.from(String(key.export({ format: "jwk" }).x), "base64url").toString("base64");

/** Undefined: that is no public key. */
export const readRecipient = (text: string): KeyObject | undefined => {
  const trimmed = text.trim();
  const raw = Buffer.from(trimmed, "base64");
  if (!/^[A-Za-z0-9+/]{43}=$/.test(trimmed) || raw.length !== RAW_BYTES) return undefined;
  try {
    return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: raw.toString("base64url") }, format: "jwk" });
  } catch {
    return undefined;
  }
};

export const demandRecipient = (text: string): KeyObject => {
  const key = readRecipient(text);
  if (key !== undefined) return key;
  throw new ApplianceError("BACKUP_RECIPIENT_INVALID", detail.noRecoveryKey(), {
    disposition: "operator",
    cure: detail.keyIsALine(),
  });
};

/** The private half from its PEM text. */
export const demandIdentity = (pem: string): KeyObject => {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "x25519") return key;
  } catch {
    // Said below.
  }
  throw new ApplianceError("BACKUP_IDENTITY_INVALID", "that is no private recovery key", {
    disposition: "operator",
    cure: "Give the file that `firstring backup keygen --out FILE` wrote.",
  });
};
