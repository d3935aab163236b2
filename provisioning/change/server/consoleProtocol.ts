/* @pure */
import * as z from "zod";
import { consoleChangesSchema } from "../Change.ts";

// The console's own socket to root's hand. It is the socket that says who asks, and it is the console that has asked for
// password and right; so it can do less here than whoever shows the box's passphrase on the other one.

const changes = consoleChangesSchema;

export const consoleRequestSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("plan"), changes }),
  z.strictObject({
    do: z.literal("apply"),
    changes,
    /** The user of the console, for the record. */
    name: z.string().min(1).max(80),
    /** The clinic file that they saw: its SHA-256 in hex, or "none". */
    base: z.string().max(64).optional(),
  }),
  z.strictObject({ do: z.literal("give-up"), id: z.string().max(60) }),
  z.strictObject({ do: z.literal("status") }),
  z.strictObject({ do: z.literal("log") }),
]);
export type ConsoleRequest = z.infer<typeof consoleRequestSchema>;
