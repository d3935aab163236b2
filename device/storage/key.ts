import { createHmac, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";

/** 32 bytes, used as they are: no passphrase, so opening costs no key derivation (256,000 rounds cost 0.1 s on a PC). */
export interface DatabaseKey {
  readonly key: Uint8Array;
  /** Where it came from, for the log: never the key itself. */
  readonly source: "credential" | "environment" | "file" | "new-file";
  /** One sentence for a person, when the key lies beside the data and so protects nothing against loss of the card. */
  readonly warning?: string;
  /** Keys that an emergency database may have been written with, when `key` was not to be had. */
  readonly otherKeys: readonly Uint8Array[];
  /** The key of a rotation that is under way or was cut off: the main database may be under either. Also among `otherKeys`. */
  readonly nextKeys?: readonly Uint8Array[];
}

const KEY_BYTES = 32;
export const KEY_FILE = "database.key";
/** While a rotation is under way. */
export const NEXT_KEY_FILE = "database.key.next";
const BESIDE_THE_DATA = `The database key lies in ${KEY_FILE} beside the data: good for a rehearsal only. On an appliance it comes from the systemd credential "database-key".`;

/** 64 hex digits (with or without a line end), or 32 raw bytes as `systemd-creds` delivers them. */
export const parseKey = (content: Uint8Array): Uint8Array | undefined => {
  const text = Buffer.from(content).toString("latin1").trim();
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Uint8Array.from(Buffer.from(text, "hex"));
  return content.length === KEY_BYTES ? Uint8Array.from(content) : undefined;
};

/**
 * The key of the databases in `directory`: systemd credential `database-key`, else FIRSTRING_DATABASE_KEY, else the
 * file `database.key` there, made at the first start. Throws ApplianceError when a key is given but is not one: going
 * on with another would hide every message from the clinic.
 */
export const readDatabaseKey = (directory: string, env: NodeJS.ProcessEnv = process.env): DatabaseKey =>
  findDatabaseKey(directory, env) ?? {
    key: makeKeyFile(join(directory, KEY_FILE)),
    source: "new-file",
    warning: BESIDE_THE_DATA,
    otherKeys: [],
  };

/** As `readDatabaseKey`, but makes none: for the command line, which only looks. */
export const findDatabaseKey = (directory: string, env: NodeJS.ProcessEnv = process.env): DatabaseKey | undefined => {
  const file = readKeyFile(join(directory, KEY_FILE), KEY_FILE);
  const second = credentialKey(env, "database-key-next");
  const next = [second?.key, readKeyFile(join(directory, NEXT_KEY_FILE), NEXT_KEY_FILE)];
  const nextKeys = next.filter((key) => key !== undefined);
  // The second credential holds the same key, but for the time of a change: a box that has lost the first goes on with it.
  const given = credentialKey(env, "database-key") ?? environmentKey(env) ?? second;
  if (given) return withNext({ ...given, otherKeys: file ? [file] : [] }, nextKeys);
  if (file) return withNext({ key: file, source: "file", warning: BESIDE_THE_DATA, otherKeys: [] }, nextKeys);
  // Cut off between the two names of the key file: the next one is the key.
  const [only] = nextKeys;
  return only && { key: only, source: "file", warning: BESIDE_THE_DATA, otherKeys: [] };
};

const withNext = (key: DatabaseKey, nextKeys: readonly Uint8Array[]): DatabaseKey =>
  nextKeys.length === 0 ? key : { ...key, nextKeys, otherKeys: [...key.otherKeys, ...nextKeys] };

const credentialKey = (env: NodeJS.ProcessEnv, name: string) => {
  const path = env["CREDENTIALS_DIRECTORY"] ? join(env["CREDENTIALS_DIRECTORY"], name) : undefined;
  if (!path || !existsSync(path)) return undefined;
  const from = `the systemd credential ${name}`;
  return { key: demandKey(contentOf(path, from), from), source: "credential" as const };
};

const environmentKey = (env: NodeJS.ProcessEnv) => {
  const hex = env["FIRSTRING_DATABASE_KEY"];
  if (!hex) return undefined;
  return { key: demandKey(Buffer.from(hex), "FIRSTRING_DATABASE_KEY"), source: "environment" as const };
};

const readKeyFile = (path: string, name: string): Uint8Array | undefined =>
  existsSync(path) ? demandKey(contentOf(path, name), name) : undefined;

const contentOf = (path: string, from: string): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ApplianceError(
      "STORE_KEY_UNREADABLE",
      storeDetail.keyUnread({ from, code: (cause as NodeJS.ErrnoException).code ?? "" }),
      {
        disposition: "operator",
        cure: storeDetail.letKeyBeRead(),
        cause,
      },
    );
  }
};

const demandKey = (content: Uint8Array, from: string): Uint8Array => {
  const key = parseKey(content);
  if (key) return key;
  throw new ApplianceError("STORE_KEY_INVALID", storeDetail.keyForm({ from }), {
    disposition: "operator",
    cure: storeDetail.giveKeyInHex(),
  });
};

/** A directory that cannot be written gets a key for this run only: the store then keeps to memory anyway. */
const makeKeyFile = (path: string): Uint8Array => {
  const key = Uint8Array.from(randomBytes(KEY_BYTES));
  try {
    const file = openSync(path, "wx", 0o600);
    try {
      writeSync(file, `${Buffer.from(key).toString("hex")}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    return readKeyFile(path, KEY_FILE) ?? key;
  }
  return key;
};

/** Tells two keys apart without saying anything about either; kept in `firstring.codes`. */
export const fingerprint = (key: Uint8Array): string =>
  createHmac("sha256", key).update("firstring database key").digest("hex").slice(0, 16);
