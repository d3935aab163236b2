import { createHash, type KeyObject, sign } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import {
  HEAD_BYTES,
  LARGEST_BUNDLE,
  LARGEST_MANIFEST,
  MAGIC,
  type Manifest,
  manifestSchema,
  type Part,
  signedBytes,
} from "./format.ts";
import { rawPublicKey } from "./keyFiles.ts";
import { keyIdOf } from "./keyId.ts";

export interface PartToWrite {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of a release. */
  readonly version?: string;
}

export type ManifestHead = Omit<Manifest, "format" | "product" | "parts">;

/** Whole or not at all: written beside, then renamed. */
export function writeBundle(
  file: string,
  head: ManifestHead,
  parts: readonly PartToWrite[],
  keys: readonly KeyObject[],
): Manifest {
  const packed = parts.map(pack);
  const manifest = manifestSchema.safeParse({
    format: 1,
    product: "firstring",
    ...head,
    parts: packed.map(({ part }) => part),
  });
  if (!manifest.success) {
    const [first] = manifest.error.issues;
    const at = first?.path[0] === "parts" ? parts[Number(first.path[1])]?.name : first?.path.join(".");
    throw trouble("BUNDLE_UNFIT", `this cannot go into a bundle: ${at ?? ""}: ${first?.message ?? ""}`);
  }
  const text = Buffer.from(JSON.stringify(manifest.data));
  if (text.length > LARGEST_MANIFEST) throw trouble("BUNDLE_UNFIT", "there are too many parts for one bundle");
  const start = Buffer.alloc(HEAD_BYTES);
  start.write(MAGIC, "latin1");
  start.writeUInt32BE(text.length, 8);
  start.writeUInt8(keys.length, 12);
  const signatures = keys.flatMap((key) => [
    Buffer.from(keyIdOf(rawPublicKey(key)), "hex"),
    sign(null, signedBytes(text), key),
  ]);
  const all = [start, ...signatures, text, ...packed.map(({ bytes }) => bytes)];
  if (all.reduce((sum, { length }) => sum + length, 0) > LARGEST_BUNDLE)
    throw trouble("BUNDLE_UNFIT", "it would be larger than any box takes");
  writeWhole(file, all);
  return manifest.data;
}

/** Compressed where that makes it smaller; a release never, it is so already. */
function pack({ name, bytes, version }: PartToWrite): { readonly part: Part; readonly bytes: Uint8Array } {
  const gzipped = name.startsWith("release/") ? bytes : gzipSync(bytes, { level: 9 });
  const smaller = gzipped.length < bytes.length;
  const stored = smaller ? gzipped : bytes;
  const part: Part = {
    ...{ name, stored: stored.length, size: bytes.length, encoding: smaller ? "gzip" : "none" },
    sha256: createHash("sha256").update(stored).digest("hex"),
    ...(version === undefined ? {} : { version }),
  };
  return { part, bytes: stored };
}

/** A slip in `--out` must not cost the key that signs, or the clinic file: only another bundle is replaced. */
function demandReplaceable(file: string): void {
  let there: number;
  try {
    there = openSync(file, "r");
  } catch {
    // Not there; or what keeps it from being written is told by that.
    return;
  }
  try {
    const start = Buffer.alloc(MAGIC.length);
    if (!fstatSync(there).isFile() || readSync(there, start, 0, start.length, 0) === 0) return;
    if (start.toString("latin1") === MAGIC) return;
  } finally {
    closeSync(there);
  }
  throw new ApplianceError("BUNDLE_NOT_WRITTEN", `${file} is there already, and is no bundle`, {
    disposition: "operator",
    cure: "Nothing was written. Give another name with --out.",
  });
}

function writeWhole(file: string, parts: readonly Uint8Array[]): void {
  demandReplaceable(file);
  const fresh = `${file}.part`;
  try {
    const out = openSync(fresh, "w", 0o600);
    try {
      for (const bytes of parts) for (let done = 0; done < bytes.length; ) done += writeSync(out, bytes, done);
      fsyncSync(out);
    } finally {
      closeSync(out);
    }
    renameSync(fresh, file);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new ApplianceError(
      "BUNDLE_NOT_WRITTEN",
      `${file} cannot be written (${(cause as NodeJS.ErrnoException).code})`,
      {
        disposition: "operator",
        cure: "Give another place with --out.",
        cause,
      },
    );
  }
}

const trouble = (code: string, what: string): ApplianceError =>
  new ApplianceError(code, what, { disposition: "operator", cure: "Leave it out, or mend it." });
