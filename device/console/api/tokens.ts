/* @pure */
import * as z from "zod";
import { rightSchema } from "./session.ts";

const LONGEST_DAYS = 5 * 366;

export const tokenRow = z.object({
  id: z.number(),
  name: z.string(),
  rights: z.array(rightSchema),
  withheld: z.array(rightSchema).describe("rights of it that whoever made it has not now: it may not use them"),
  state: z
    .enum(["active", "expired", "withdrawn", "stopped"])
    .describe("stopped: whoever made it may not sign in any more; it works again when they may"),
  madeAt: z.number(),
  madeBy: z.string(),
  expiresAt: z.number(),
  usedAt: z.number().optional().describe("to the hour"),
});
export type TokenRow = z.infer<typeof tokenRow>;

export const tokensAnswer = z.object({ tokens: z.array(tokenRow) });

/** What no program is trusted with. */
const PERSONS_RIGHTS = ["users.manage", "tokens.manage", "network.change"];

export const newTokenBody = z.object({
  name: z.string().trim().min(1).max(60).describe("which program it is for"),
  rights: z
    .array(rightSchema)
    .min(1)
    .refine(
      (rights) => rights.every((right) => !PERSONS_RIGHTS.includes(right)),
      "users, tokens and network are for persons",
    ),
  days: z.int().min(1).max(LONGEST_DAYS).default(365).describe("how long it is good"),
});

export const newToken = z.object({
  token: tokenRow,
  secret: z.string().describe("shown once: Authorization: Bearer …"),
});

export const tokenParams = z.object({ id: z.coerce.number().int().positive() });
