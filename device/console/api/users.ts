/* @pure */
import * as z from "zod";
import { factorWaySchema, personName, roleSchema, userId } from "./session.ts";

export const userRow = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  person: z.string().optional().describe("of the clinic file"),
  state: z.enum(["active", "invited", "disabled"]).describe("invited: no password yet"),
  factors: z.array(factorWaySchema),
  lastSeenAt: z.number().optional(),
  createdAt: z.number(),
  createdBy: z.string(),
});
export type UserRow = z.infer<typeof userRow>;

export const usersAnswer = z.object({ users: z.array(userRow) });

const person = z.string().max(64).nullable().describe("a person of the clinic file: a doctor's user is bound to one");

export const newUserBody = z.object({ id: userId, name: personName, role: roleSchema, person: person.optional() });
export const changeUserBody = z.object({
  name: personName.optional(),
  role: roleSchema.optional(),
  person: person.optional(),
  disabled: z.boolean().optional().describe("true: signed out everywhere, and may not sign in; false: may again"),
});

export type ChangeUserBody = z.infer<typeof changeUserBody>;

/** Shown once, to be handed over: whoever has it sets the password. */
export const invitation = z.object({
  user: userRow,
  code: z.string(),
  path: z.string().describe("of the page that takes it: /welcome#CODE"),
  expiresAt: z.number(),
});
export type Invitation = z.infer<typeof invitation>;

export const userParams = z.object({ id: z.string().min(1).max(64) });

export const rolesAnswer = z.object({
  roles: z.array(z.object({ role: roleSchema, rights: z.array(z.string()) })),
  rights: z.array(z.object({ right: z.string(), words: z.string() })),
});

/** What a manager sets for everybody. */
export const settingsSchema = z.object({
  requireFactor: z.array(roleSchema).describe("roles that need a second factor: without one they may only set it up"),
});
export type ConsoleSettings = z.infer<typeof settingsSchema>;
