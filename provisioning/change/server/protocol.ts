/* @pure */
import * as z from "zod";
import { changesSchema } from "../Change.ts";

// One conversation on root's socket: one request in one line of JSON; lines of `progress`; one last line with the answer.

const who = z.strictObject({
  by: z.enum(["web", "serial", "stick", "command-line", "appliance"]),
  name: z.string().max(80).optional(),
});
const session = z.string().max(100).optional();
const passphrase = z.string().max(400);

export const bundlePlaceSchema = z.discriminatedUnion("from", [
  // The kernel's name of the partition, as udev gives it: sda1.
  z.strictObject({ from: z.literal("stick"), device: z.string().regex(/^[a-z0-9]{2,16}$/) }),
  z.strictObject({ from: z.literal("other-stick"), fileSystem: z.enum(["exfat", "ntfs", "hfsplus", "apfs"]) }),
  z.strictObject({ from: z.literal("setup") }),
]);

export const requestSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("plan"), changes: changesSchema, session }),
  z.strictObject({ do: z.literal("apply"), changes: changesSchema, who, session }),
  z.strictObject({ do: z.literal("bundle"), place: bundlePlaceSchema, who }),
  z.strictObject({ do: z.literal("confirm"), id: z.string().max(60), session }),
  z.strictObject({ do: z.literal("status") }),
  z.strictObject({ do: z.literal("owner") }),
  z.strictObject({ do: z.literal("claim"), code: z.string().max(80), passphrase, who }),
  z.strictObject({ do: z.literal("enter"), passphrase, who }),
  z.strictObject({ do: z.literal("passphrase"), old: passphrase.optional(), passphrase, who }),
  z.strictObject({ do: z.literal("leave"), session: z.string().max(100) }),
  z.strictObject({ do: z.literal("invite"), manager: z.string().max(80), lostFactor: z.boolean(), who, session }),
]);
export type Request = z.infer<typeof requestSchema>;

/** The largest set of recordings that a wizard sends at once, in base64. */
export const LONGEST_REQUEST = 32 * 1024 * 1024;
