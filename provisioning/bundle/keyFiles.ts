import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { type TrustedKey, trustedKeySchema } from "../change/Change.ts";

/** The raw 32 bytes of an Ed25519 key (RFC 8032), in base64; of a private key its public half. */
export function rawPublicKey(key: KeyObject): string {
  const { x = "" } = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("base64");
}

/** `NAME.key` (PKCS #8 in PEM, for its owner's eyes alone) and `NAME.pub` (what a box is told). Never over files that are there. */
export function makeKeyFiles(
  name: string,
  about: Omit<TrustedKey, "publicKey">,
  passphrase: string | undefined,
): TrustedKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({
    ...{ type: "pkcs8", format: "pem" },
    ...(passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase }),
  });
  const key: TrustedKey = { ...about, publicKey: rawPublicKey(privateKey) };
  writeNew(`${name}.key`, pem, 0o600);
  writeNew(`${name}.pub`, `${JSON.stringify(key, null, 2)}\n`, 0o644);
  return key;
}

export function readPrivateKey(file: string, passphrase: string | undefined): KeyObject {
  const pem = read(file);
  try {
    const key = createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (
      code === "ERR_MISSING_PASSPHRASE" ||
      code === "ERR_OSSL_BAD_DECRYPT" ||
      code === "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED"
    )
      throw trouble(
        "KEY_PASSPHRASE",
        `the key ${file} asks for a passphrase${code === "ERR_MISSING_PASSPHRASE" ? "" : ", and this is not the one"}`,
        "Give the file that holds it with --passphrase-file.",
      );
  }
  throw trouble(
    "KEY_UNFIT",
    `${file} is no private key for bundles (Ed25519 in PEM)`,
    "firstring bundle keygen makes one.",
  );
}

export function readPublicKeyFile(file: string): TrustedKey {
  try {
    return trustedKeySchema.parse(JSON.parse(read(file)));
  } catch (cause) {
    if (cause instanceof ApplianceError) throw cause;
    throw trouble(
      "KEY_UNFIT",
      `${file} is no public key for bundles`,
      "It is the .pub that firstring bundle keygen wrote.",
    );
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw trouble(
      "KEY_UNREADABLE",
      `the key ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      "Give the path of a key file.",
    );
  }
}

function writeNew(file: string, content: string | Buffer, mode: number): void {
  try {
    writeFileSync(file, content, { flag: "wx", mode });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw trouble(
      "KEY_NOT_WRITTEN",
      `${file} cannot be written (${code === "EEXIST" ? "it is there already" : code})`,
      "Give another name with --out.",
    );
  }
}

const trouble = (code: string, what: string, cure: string): ApplianceError =>
  new ApplianceError(code, what, { disposition: "operator", cure });
