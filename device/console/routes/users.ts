import { ApiError, conflict } from "../api/errors.ts";
import {
  type ChangeUserBody,
  changeUserBody,
  type Invitation,
  invitation,
  newUserBody,
  rolesAnswer,
  settingsSchema,
  type UserRow,
  userParams,
  userRow,
  usersAnswer,
} from "../api/users.ts";
import { RIGHTS, RIGHTS_OF, ROLES, type Role } from "../auth/roles.ts";
import { idOf, type User } from "../auth/Users.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";

const managed = { may: "users.manage", personsOnly: true } as const;

/** Named users: nobody shares one, so that the audit can say who. */
export const userRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/users", summary: "All users", may: "users.manage", answer: usersAnswer },
    handle: () => ({ users: box.users.list().map((user) => rowOf(box, user)) }),
  }),
  route({
    ...{ method: "GET", path: "/users/roles", summary: "What each role may", may: "signedIn", answer: rolesAnswer },
    handle: () => ({
      roles: ROLES.map((role) => ({ role, rights: [...RIGHTS_OF[role]] })),
      rights: Object.entries(RIGHTS).map(([right, words]) => ({ right, words })),
    }),
  }),
  route({
    ...{ method: "POST", path: "/users", summary: "Add a user; answers with a one-time code to hand over", ...managed },
    ...{ body: newUserBody, answer: invitation },
    audit: ({ body }) => ({ kind: "user-added", detail: `${body.id} (${body.role})` }),
    handle: ({ body, who }) => {
      demandPerson(box, body.role, body.person ?? null);
      const user = box.users.add({ ...body, person: body.person ?? undefined }, who.id, box.clock.now());
      return invited(box, user, who.id);
    },
  }),
  route({
    ...{ method: "PATCH", path: "/users/:id", summary: "Change, disable or enable a user", ...managed },
    ...{ params: userParams, body: changeUserBody, answer: userRow },
    audit: ({ body, params }) => ({
      kind: "user-changed",
      detail: `${params.id}: ${changeInWords(body)}${tokensInWords(box, params.id, body)}`,
    }),
    handle: ({ body, params }) => {
      const user = box.users.demand(params.id);
      const role = body.role ?? user.role;
      if ((body.disabled === true || role !== "manager") && user.role === "manager" && box.users.isLastManager(user.id))
        throw conflict("LAST_MANAGER", "Nobody else could manage users then.", "Make another manager first.");
      if (body.role !== undefined || body.person !== undefined)
        demandPerson(box, role, body.person === undefined ? user.person : body.person);
      const { disabled, ...change } = body;
      box.users.change(user.id, change);
      if (disabled !== undefined) box.users.setDisabled(user.id, disabled ? box.clock.now() : undefined);
      // Another role is another session: what was open may show what they may not see any more.
      if (disabled === true || role !== user.role) box.sessions.endAll(user.id);
      return rowOf(box, box.users.demand(user.id));
    },
  }),
  route({
    ...{ method: "POST", path: "/users/:id/invitation", ...managed },
    summary: "A one-time code for another password; the password before works until it is used",
    ...{ params: userParams, answer: invitation },
    audit: ({ params }) => ({ kind: "user-invited", detail: params.id }),
    handle: ({ params, who }) => invited(box, box.users.demand(params.id), who.id),
  }),
  route({
    ...{ method: "DELETE", path: "/users/:id/factor", ...managed },
    summary: "Take a user's second factor away: their telephone is lost",
    ...{ params: userParams, answer: userRow },
    audit: ({ params }) => ({ kind: "factor-reset", detail: params.id }),
    handle: ({ params }) => {
      const user = box.users.demand(params.id);
      box.factor.removeAll(user.id);
      box.sessions.endAll(user.id);
      box.devices.forgetAll(user.id);
      return rowOf(box, box.users.demand(user.id));
    },
  }),
  route({
    ...{ method: "DELETE", path: "/users/:id/sessions", summary: "Sign a user out everywhere", ...managed },
    ...{ params: userParams, answer: userRow },
    audit: ({ params }) => ({ kind: "user-signed-out", detail: params.id }),
    handle: ({ params }) => {
      const user = box.users.demand(params.id);
      box.sessions.endAll(user.id);
      return rowOf(box, user);
    },
  }),
  route({
    ...{ method: "GET", path: "/users/settings", summary: "What holds for all users", may: "users.manage" },
    answer: settingsSchema,
    handle: () => box.settings.current,
  }),
  route({
    ...{ method: "PUT", path: "/users/settings", summary: "Set what holds for all users", ...managed },
    ...{ body: settingsSchema, answer: settingsSchema },
    audit: ({ body }) => ({
      kind: "settings-changed",
      detail: `second factor: ${body.requireFactor.join(", ") || "nobody"}`,
    }),
    handle: ({ body }) => {
      box.settings.set(body);
      return box.settings.current;
    },
  }),
];

function invited(box: ConsoleBox, user: User, by: string): Invitation {
  const { code, expiresAt } = box.users.invite(user.id, by, box.clock.now());
  return { user: rowOf(box, box.users.demand(user.id)), code, path: `/welcome#${code}`, expiresAt };
}

function rowOf({ factor, sessions }: ConsoleBox, user: User): UserRow {
  const { createdAt, createdBy, disabledAt, id, name, password, person, role } = user;
  const lastSeenAt = sessions.of(id)[0]?.seenAt;
  return {
    ...{ id, name, role, createdAt, createdBy, factors: [...factor.ways(user)] },
    ...(person === null ? {} : { person }),
    state: disabledAt !== null ? "disabled" : password === null ? "invited" : "active",
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
  };
}

/** A doctor's user takes calls in somebody's name: it must be somebody whom the box knows. */
function demandPerson({ clinic }: ConsoleBox, role: Role, person: string | null): void {
  if (person === null && role !== "doctor") return;
  const known = clinic.known?.people.map(({ id }) => id) ?? [];
  if (person !== null && known.includes(person)) return;
  const message = person === null ? "A doctor's user is bound to a person." : `There is no person '${person}'.`;
  throw new ApiError(400, "NO_SUCH_PERSON", message, {
    cure: `The clinic file knows ${known.join(", ") || "nobody"}.`,
    fields: [{ path: "person", message }],
    details: { people: known },
  });
}

/** Their programs go with them; a role that reaches less leaves them less. */
function tokensInWords({ tokens }: ConsoleBox, id: string, { disabled, role }: ChangeUserBody): string {
  if (disabled !== true && role === undefined) return "";
  const count = tokens.goodOnesOf(idOf(id));
  if (count === 0) return "";
  return `; ${count === 1 ? "1 token" : `${count} tokens`} ${disabled === true ? "stopped" : "with that role's rights at most"}`;
}

const changeInWords = (change: object): string =>
  Object.entries(change)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
