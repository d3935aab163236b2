import { createHash, createPublicKey, verify } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Refusal } from "../change/Plan.ts";
import {
  HEAD_BYTES,
  LARGEST_BUNDLE,
  LARGEST_MANIFEST,
  MAGIC,
  type Manifest,
  MOST_SIGNATURES,
  manifestSchema,
  type Part,
  SIGNATURE_BYTES,
  signedBytes,
} from "./format.ts";
import type { KnownKey } from "./trustedKeys.ts";

export type OpenedBundle =
  | { readonly ok: true; readonly bundle: Bundle }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly manifest?: Manifest;
      readonly signers?: readonly string[];
    };

const CHUNK = 256 * 1024;
const COPY_AGAIN =
  "Make it again with firstring bundle create, copy it to the stick, and let the computer eject the stick.";

class Refused extends Error {
  readonly refusal: Refusal;
  manifest: Manifest | undefined;
  signers: readonly string[] | undefined;
  constructor(code: string, what: string, cure = COPY_AGAIN) {
    super(what);
    this.refusal = { code, what, cure };
  }
}

/** A bundle whose signature is one of the trusted keys' and whose every part is what was signed. */
export class Bundle implements Disposable {
  readonly manifest: Manifest;
  readonly signedBy: KnownKey;
  readonly #file: number;
  readonly #places: ReadonlyMap<string, { readonly part: Part; readonly at: number }>;

  constructor(file: number, manifest: Manifest, signedBy: KnownKey, first: number) {
    this.#file = file;
    this.manifest = manifest;
    this.signedBy = signedBy;
    let at = first;
    this.#places = new Map(
      manifest.parts.map((part) => {
        const place = [part.name, { part, at }] as const;
        at += part.stored;
        return place;
      }),
    );
  }

  /** Unpacked, and as long as the manifest says. @throws Refusal as `refusalOf` tells it. */
  read(name: string): Buffer {
    const { part, at } = this.#places.get(name)!;
    const stored = readAt(this.#file, at, part.stored);
    if (part.encoding === "none") return stored;
    try {
      const bytes = gunzipSync(stored, { maxOutputLength: Math.max(1, part.size) });
      if (bytes.length === part.size) return bytes;
    } catch {
      // Said below.
    }
    throw new Refused("BUNDLE_PART_SIZE", `the part ${name} unpacks to something else than it says`);
  }

  /** A part that is too large for the memory, into a new file. */
  copy(name: string, target: string): void {
    const { part, at } = this.#places.get(name)!;
    const file = openSync(target, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      for (let done = 0; done < part.stored; done += CHUNK) {
        const bytes = readAt(this.#file, at + done, Math.min(CHUNK, part.stored - done));
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      }
    } finally {
      closeSync(file);
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

export const refusalOf = (error: unknown): Refusal | undefined =>
  error instanceof Refused ? error.refusal : undefined;

/** Looks at every byte of it. Never throws for anything that a file may hold. Whoever gets a bundle disposes of it. */
export function openBundle(path: string, keys: readonly KnownKey[]): OpenedBundle {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    const what = isMissing ? `there is no file ${path}` : `the bundle cannot be read (${code})`;
    const cure = isMissing ? "Give the path of a bundle." : COPY_AGAIN;
    return { ok: false, refusal: { code: "BUNDLE_UNREADABLE", what, cure } };
  }
  try {
    return { ok: true, bundle: verified(file, keys) };
  } catch (error) {
    closeSync(file);
    if (!(error instanceof Refused)) {
      const what = `the bundle cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
      return { ok: false, refusal: { code: "BUNDLE_UNREADABLE", what, cure: COPY_AGAIN } };
    }
    const { refusal, manifest, signers } = error;
    return { ok: false, refusal, ...(manifest && { manifest }), ...(signers && { signers }) };
  }
}

function verified(file: number, keys: readonly KnownKey[]): Bundle {
  const stat = fstatSync(file);
  if (!stat.isFile()) throw new Refused("BUNDLE_NOT_A_FILE", "what is called like the bundle is no file");
  if (stat.size > LARGEST_BUNDLE)
    throw new Refused("BUNDLE_TOO_LARGE", `the bundle is larger than ${LARGEST_BUNDLE / 1024 / 1024} MB`);
  if (stat.size < HEAD_BYTES) throw new Refused("BUNDLE_TOO_SHORT", "the bundle ends before it begins");
  const head = readAt(file, 0, HEAD_BYTES);
  if (head.toString("latin1", 0, 8) !== MAGIC) throw new Refused("BUNDLE_NOT_ONE", "the file is no FirstRing bundle");
  const length = head.readUInt32BE(8);
  const signatures = head.readUInt8(12);
  if (length < 2 || length > LARGEST_MANIFEST || signatures > MOST_SIGNATURES)
    throw new Refused("BUNDLE_HEAD", "the beginning of the bundle is damaged");
  if (signatures === 0)
    throw new Refused("BUNDLE_UNSIGNED", "nobody has signed this bundle", "Sign it: firstring bundle create --key.");
  const signed = HEAD_BYTES + signatures * SIGNATURE_BYTES;
  if (stat.size < signed + length)
    throw new Refused("BUNDLE_CUT", "the bundle is cut off: it was not copied to its end");
  const text = readAt(file, signed, length);
  const signer = whoSigned(readAt(file, HEAD_BYTES, signatures * SIGNATURE_BYTES), text, keys);
  const manifest = manifestOf(text);
  const first = signed + length;
  const wanted = manifest.parts.reduce((sum, { stored }) => sum + stored, first);
  if (stat.size < wanted)
    throw refusedKnowing(manifest, "BUNDLE_CUT", "the bundle is cut off: it was not copied to its end");
  if (stat.size > wanted)
    throw refusedKnowing(manifest, "BUNDLE_TOO_LONG", "there is more in the file than the bundle says");
  checkParts(file, first, manifest);
  return new Bundle(file, manifest, signer, first);
}

/** The manifest is not even looked at before a trusted key has signed it. */
function whoSigned(block: Buffer, manifest: Buffer, keys: readonly KnownKey[]): KnownKey {
  const message = signedBytes(manifest);
  const ids: string[] = [];
  for (let at = 0; at < block.length; at += SIGNATURE_BYTES) {
    const id = block.toString("hex", at, at + 8);
    ids.push(id);
    const key = keys.find((known) => known.id === id);
    if (key === undefined) continue;
    const x = Buffer.from(key.publicKey, "base64").toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    if (verify(null, message, publicKey, block.subarray(at + 8, at + SIGNATURE_BYTES))) return key;
    throw new Refused(
      "BUNDLE_SIGNATURE",
      `the signature of ${key.name} does not fit: the bundle was changed after it was signed`,
    );
  }
  const refused = new Refused(
    "BUNDLE_STRANGER",
    `this box does not know who signed the bundle (key ${ids.join(", ")})`,
    "Sign it with a key that the box trusts, or let it trust this one with the button held (firstring bundle trust FILE.pub).",
  );
  refused.signers = ids;
  throw refused;
}

function manifestOf(text: Buffer): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch {
    throw new Refused("BUNDLE_MANIFEST", "the list of what is in the bundle cannot be read");
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const cure = "It may be of a later version: update the box first.";
  throw new Refused(
    "BUNDLE_MANIFEST",
    `the bundle says something that this version does not understand (${first?.path.join(".") ?? ""}: ${first?.message ?? ""})`,
    cure,
  );
}

function checkParts(file: number, first: number, manifest: Manifest): void {
  let at = first;
  for (const { name, stored, sha256 } of manifest.parts) {
    const hash = createHash("sha256");
    for (let done = 0; done < stored; done += CHUNK)
      hash.update(readAt(file, at + done, Math.min(CHUNK, stored - done)));
    if (hash.digest("hex") !== sha256)
      throw refusedKnowing(manifest, "BUNDLE_PART_CHANGED", `the part ${name} is not the one that was signed`);
    at += stored;
  }
}

function refusedKnowing(manifest: Manifest, code: string, what: string): Refused {
  const refused = new Refused(code, what);
  refused.manifest = manifest;
  return refused;
}

function readAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const got = readSync(file, bytes, done, length - done, at + done);
    if (got === 0) throw new Refused("BUNDLE_CUT", "the bundle ends in the middle");
    done += got;
  }
  return bytes;
}
