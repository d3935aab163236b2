/* @pure */
// All that may be changed on an installed box by way of root's hand: a closed list. Whatever comes in (web wizard, serial
// wizard, stick, command line) is one of these, or it is refused.
import * as z from "zod";
import { CREDENTIAL_NAME } from "../../device/keys/credentialName.ts";

export const LARGEST_CLINIC_FILE = 1024 * 1024;
/** Ten minutes of 8000 samples/s in 16 bits, in base64. */
const LARGEST_CLIP = Math.ceil((10 * 1024 * 1024 * 4) / 3);

/** One part of a file name, never a path: no dot first, no slash. */
const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "small letters, digits, dots, hyphens");

const clinicFile = z.strictObject({
  kind: z.literal("clinic-file"),
  /** The whole of `clinic.yaml`. */
  text: z.string().max(LARGEST_CLINIC_FILE),
});

const clip = z.strictObject({
  language: z.string().regex(/^[a-z]{2}$/),
  /** Its id, as `firstring prompts list` shows it. */
  clip: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  /** A WAV file (8000 Hz, mono, 16 bit) in base64; null goes back to the packaged one. */
  wav: z.base64().max(LARGEST_CLIP).nullable(),
});

const prompts = z.strictObject({ kind: z.literal("prompts"), clips: z.array(clip).min(1).max(500) });

const secret = z.strictObject({
  kind: z.literal("secret"),
  /** What `${credential:NAME}` of the clinic file calls it. */
  name: z.string().regex(CREDENTIAL_NAME),
  /** Null takes it away. */
  value: z.string().min(1).max(4096).nullable(),
});

const certificate = z.strictObject({
  kind: z.literal("certificate"),
  /** Becomes `/etc/firstring/certificates/NAME.pem`, which the clinic file names (`mqtt.caFile`). */
  name: fileName,
  pem: z
    .string()
    .max(256 * 1024)
    .nullable(),
});

const address = z.union([z.ipv4(), z.ipv6()]);
const addressing = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("dhcp") }),
  z.strictObject({
    method: z.literal("static"),
    /** With its prefix: `192.168.1.20/24`. */
    address: z.cidrv4(),
    gateway: z.ipv4().optional(),
    dns: z.array(address).max(3).default([]),
  }),
]);
export type Addressing = z.infer<typeof addressing>;

const network = z.strictObject({
  kind: z.literal("network"),
  /** The socket on the box. Null: not used. Absent: as it is. */
  wired: addressing.nullable().optional(),
  wifi: z
    .strictObject({
      ssid: z.string().min(1).max(32),
      /** WPA2/WPA3 personal (IEEE 802.11: 8 to 63 characters). */
      passphrase: z.string().min(8).max(63),
      /** ISO 3166: the radio must know where it is. */
      country: z.string().regex(/^[A-Z]{2}$/),
      ipv4: addressing,
    })
    .nullable()
    .optional(),
});

const hostname = z.strictObject({
  kind: z.literal("hostname"),
  /** One label of RFC 1123. */
  hostname: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "small letters, digits and hyphens"),
});

const time = z.strictObject({
  kind: z.literal("time"),
  /** What the system clock is set to, at once. 2020 to 2100: anything else is a clock that was never set. */
  epochMs: z.int().min(1_577_836_800_000).max(4_102_444_800_000),
});

const timeZone = z.strictObject({
  kind: z.literal("time-zone"),
  /** Of the operating system, for who looks into its journal. The clinic's own zone is in the clinic file. */
  zone: z.string().regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/),
});

/** An Ed25519 key that may sign bundles for this box. */
export const trustedKeySchema = z.strictObject({
  /** The raw 32 bytes in base64. */
  publicKey: z.base64().length(44),
  name: z.string().min(1).max(80),
  /** What it may sign. A clinic's own key signs configuration only. */
  roles: z.array(z.enum(["configuration", "release"])).min(1),
});
export type TrustedKey = z.infer<typeof trustedKeySchema>;

const keys = z.strictObject({
  kind: z.literal("keys"),
  add: z.array(trustedKeySchema).max(8).default([]),
  /** Ids (16 hex digits) that sign nothing any more, the packaged ones included. */
  revoke: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .max(64)
    .default([]),
});

/** A public key that unattended backups are sealed to (X25519, raw 32 bytes in base64). Null: none. */
const backupKey = z.strictObject({ kind: z.literal("backup-key"), publicKey: z.base64().length(44).nullable() });

/** What a program may ask for in JSON. A release is not among them: it comes in a signed bundle only. */
export const changeSchema = z.discriminatedUnion("kind", [
  ...[clinicFile, prompts, secret, certificate, network, hostname, time, timeZone, keys, backupKey],
] as const);

export const changesSchema = z.array(changeSchema).min(1).max(32);

/** What the console may ask for: what a manager writes and says, never the box's network, secrets or keys. */
export const consoleChangesSchema = z
  .array(z.discriminatedUnion("kind", [clinicFile, prompts]))
  .min(1)
  .max(2);

export type RequestedChange = z.infer<typeof changeSchema>;

/** Another version of the program. */
export interface ReleaseChange {
  readonly kind: "release";
  readonly version: string;
  /** A file of our own, verified: the Debian package of it. */
  readonly file: string;
}

export type Change = RequestedChange | ReleaseChange;
export type ChangeKind = Change["kind"];
export type ChangeOf<K extends ChangeKind> = Extract<Change, { kind: K }>;
