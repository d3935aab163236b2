/* @pure */
import * as z from "zod";
import { RIGHT_NAMES, ROLES } from "../auth/roles.ts";

export const roleSchema = z.enum(ROLES);
export const rightSchema = z.enum(RIGHT_NAMES);
export const factorWaySchema = z.enum(["app", "sms", "recovery"]);

/** Who is at the browser: what the pages show and hide by. */
export const whoAmI = z.object({
  id: z.string(),
  name: z.string().describe("as it is shown"),
  role: roleSchema,
  rights: z.array(rightSchema).describe("none while `mustSetUpFactor`"),
  person: z.string().optional().describe("of the clinic file: a doctor's user is bound to one"),
  language: z.string().optional().describe("BCP 47; absent: the browser's"),
  mustSetUpFactor: z.boolean().describe("the role needs a second factor, and there is none yet"),
  emergency: z
    .object({ untilAt: z.number(), reason: z.string() })
    .optional()
    .describe("emergency access is open: more rights than the role has"),
});
export type WhoAmI = z.infer<typeof whoAmI>;

export const sessionAnswer = z.object({
  user: whoAmI.optional().describe("absent: nobody is signed in"),
  clinic: z.object({
    name: z.string(),
    timezone: z.string(),
    languages: z.array(z.string()),
  }),
  firstUse: z
    .boolean()
    .describe(
      "there is no user yet: POST /session/first makes the first manager, from this machine or the USB cable only",
    ),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

const given = (most: number) => z.string().min(1).max(most);
export const USER_ID_RULE = "letters without accents, digits, . _ and -, 40 at most";
/** What can be typed on any keyboard, and stand in an address. */
export const userId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, USER_ID_RULE)
  .describe("what the person types to sign in; in any case");
export const personName = z.string().trim().min(1).max(80).describe("as it is shown");
const password = given(256);
const factorCode = z.string().trim().max(40).describe("of the app, of a text, or one of those on paper");

export const signInBody = z.object({
  user: given(64),
  password,
  code: factorCode.optional().describe("after SECOND_FACTOR, whose details.ways say what there is: app, sms, recovery"),
  remember: z.boolean().optional().describe("ask for no code in this browser for 30 days"),
});
export type SignInBody = z.infer<typeof signInBody>;

export const textBody = z.object({ user: given(64), password });

export const welcomeBody = z.object({
  code: given(64).describe("the one-time code that came with the invitation"),
  password,
  factor: factorCode
    .optional()
    .describe("after SECOND_FACTOR: whoever has a second factor shows it here, too; details.ways say what there is"),
});
export const welcomeTextBody = z.object({ code: given(64) });
export type WelcomeBody = z.infer<typeof welcomeBody>;

export const firstBody = z.object({ user: userId, name: personName, password });

export const changePasswordBody = z.object({ old: password, password });
export const profileBody = z.object({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .nullable()
    .describe("BCP 47; null: the browser's"),
});

/** Where somebody is signed in. */
export const openSessions = z.object({
  sessions: z.array(
    z.object({
      here: z.boolean().describe("the one that asks"),
      beganAt: z.number(),
      seenAt: z.number(),
      address: z.string(),
      browser: z.string().describe("what it says of itself"),
    }),
  ),
});

export const emergencyBody = z.object({
  reason: z.string().trim().min(10).max(400).describe("why; managers are told, and it is in the audit"),
});
export const emergencyAnswer = z.object({
  untilAt: z.number(),
  told: z
    .number()
    .describe("how many managers got a text now; 0, too, when they got one of this user's within the hour"),
});

export const factorAnswer = z.object({
  app: z.boolean(),
  sms: z.boolean(),
  smsPossible: z.boolean().describe("the user is bound to a person of the clinic file, who has a telephone"),
  recoveryCodesLeft: z.number(),
  required: z.boolean().describe("for this role"),
});
export type FactorAnswer = z.infer<typeof factorAnswer>;

export const passwordBody = z.object({ password });
export const appSecret = z.object({
  secret: z.string().describe("base 32, for whoever types it"),
  uri: z.string().describe("otpauth://, as the QR code has it"),
  qr: z.array(z.string()).describe("rows of 0 and 1, 1 is dark; without the quiet zone of four"),
});
export const codeBody = z.object({ code: factorCode });
export const recoveryCodes = z.object({
  recoveryCodes: z.array(z.string()).describe("shown once; each works once"),
});
export const smsFactorBody = z.object({ on: z.boolean(), password });
