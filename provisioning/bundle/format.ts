/* @pure */
// The bundle, byte by byte, for docs/bundle.md. All that is read before the signature is checked is a fixed head and the manifest.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import * as z from "zod";

export const MAGIC = "FRBUNDL1";
/** Magic, length of the manifest (u32, big endian), number of signatures (u8). */
export const HEAD_BYTES = 13;
/** Key id, then the Ed25519 signature (RFC 8032). */
export const SIGNATURE_BYTES = 8 + 64;
export const MOST_SIGNATURES = 4;
export const LARGEST_MANIFEST = 256 * 1024;
/** A release is some 40 MB; what is larger is not even hashed. */
export const LARGEST_BUNDLE = 160 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
const MOST_PARTS = 600;

/** What is signed: these words, so that the signature is good for nothing else, and the SHA-256 of the manifest. */
export const signedBytes = (manifest: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from("FirstRing bundle 1\n"), createHash("sha256").update(manifest).digest()]);

export type Role = "configuration" | "release";

interface PartKind {
  readonly name: RegExp;
  readonly largest: number;
  readonly role: Role;
}

/** All parts that there can be. A name is looked up here and never becomes a path. */
export const PART_KINDS: readonly PartKind[] = [
  { name: /^clinic-file$/, largest: MEGABYTE, role: "configuration" },
  { name: /^prompt\/[a-z]{2}\/[a-z0-9][a-z0-9.-]{0,63}$/, largest: 10 * MEGABYTE, role: "configuration" },
  { name: /^certificate\/[a-z0-9][a-z0-9._-]{0,63}$/, largest: 256 * 1024, role: "configuration" },
  { name: /^network$/, largest: 16 * 1024, role: "configuration" },
  { name: /^keys$/, largest: 64 * 1024, role: "configuration" },
  { name: /^backup-key$/, largest: 1024, role: "configuration" },
  { name: /^release\/(amd64|arm64)$/, largest: 150 * MEGABYTE, role: "release" },
];

export const partKind = (name: string): PartKind | undefined => PART_KINDS.find((kind) => kind.name.test(name));

const part = z
  .strictObject({
    name: z.string().max(80),
    /** Bytes in the bundle. */
    stored: z.int().min(0).max(LARGEST_BUNDLE),
    /** Bytes when unpacked. */
    size: z.int().min(0).max(LARGEST_BUNDLE),
    /** Of the stored bytes, in hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    encoding: z.enum(["none", "gzip"]),
    /** Of a release. */
    version: z
      .string()
      .regex(/^[0-9A-Za-z+~][0-9A-Za-z.+~-]{0,63}$/)
      .optional(),
  })
  .refine(({ name, size }) => size <= (partKind(name)?.largest ?? -1), "an unknown part, or one that is too large")
  .refine(({ encoding, stored, size }) => encoding !== "none" || stored === size, "its two sizes differ")
  .refine(({ name, version }) => name.startsWith("release/") === (version !== undefined), "a version for what is none")
  // What is a hundred megabytes is copied as it is: no decompressor sees it.
  .refine(({ name, encoding }) => !name.startsWith("release/") || encoding === "none", "a release is not compressed");
export type Part = z.infer<typeof part>;

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  product: z.literal("firstring"),
  /** Larger than those before it; a box takes none that is smaller than the last one of its kind. */
  sequence: z.int().min(1).max(4_102_444_800),
  created: z.iso.datetime(),
  /** A box with an older program does not understand it. */
  minimumVersion: z.string().max(64),
  /** Serial numbers of the boxes it is for; without it: any that trusts the key. */
  serials: z.array(z.string().max(64)).min(1).max(1000).optional(),
  /** For the report: what it is, in a sentence of who made it. */
  note: z.string().max(400).optional(),
  parts: z
    .array(part)
    .min(1)
    .max(MOST_PARTS)
    .refine((parts) => new Set(parts.map(({ name }) => name)).size === parts.length, "a part comes twice"),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const rolesOf = ({ parts }: Manifest): readonly Role[] => [
  ...new Set(parts.flatMap(({ name }) => partKind(name)?.role ?? [])),
];
