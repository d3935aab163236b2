/* @pure */
import { z } from "zod";
import { RIGHT_NAMES, ROLES } from "../auth/roles.ts";

export const roleSchema = z.enum(ROLES);
export const rightSchema = z.enum(RIGHT_NAMES);

/** Who is at the browser: what the pages show and hide by. */
export const whoAmI = z.object({
  id: z.string(),
  name: z.string().describe("as it is shown"),
  role: roleSchema,
  rights: z.array(rightSchema),
  person: z.string().optional().describe("of the clinic file: a doctor's user is bound to one"),
  language: z.string().optional().describe("BCP 47; absent: the browser's"),
});
export type WhoAmI = z.infer<typeof whoAmI>;

export const sessionAnswer = z.object({
  user: whoAmI.optional().describe("absent: nobody is signed in"),
  clinic: z.object({
    name: z.string(),
    timezone: z.string(),
    languages: z.array(z.string()),
  }),
  firstUse: z.boolean().describe("there is no user yet: `firstring console user add` makes the first manager"),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

const given = (most: number) => z.string().min(1).max(most);

export const signInBody = z.object({ user: given(64), password: given(256) });
export type SignInBody = z.infer<typeof signInBody>;

export const welcomeBody = z.object({
  code: given(64).describe("the one-time code that came with the invitation"),
  password: given(256),
});
export type WelcomeBody = z.infer<typeof welcomeBody>;
