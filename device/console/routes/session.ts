import { notSignedIn } from "../api/errors.ts";
import { type SessionAnswer, sessionAnswer, signInBody, type WhoAmI, welcomeBody } from "../api/session.ts";
import { RIGHT_NAMES } from "../auth/roles.ts";
import type { SignedIn } from "../auth/SignIn.ts";
import { whoOf } from "../auth/Users.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { cookieEnd, cookieText, SESSION_COOKIE } from "../http/cookies.ts";
import { type Asked, RawAnswer, type Route, route } from "../http/Route.ts";

/** Who is at the browser: sign-in, sign-out, a first password. */
export const sessionRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/session", summary: "Who is signed in, and which clinic this is", may: "anybody" },
    answer: sessionAnswer,
    handle: ({ who }) => sessionOf(box, who),
  }),
  route({
    ...{ method: "POST", path: "/session", summary: "Sign in: sets the session's cookie", may: "anybody" },
    ...{ body: signInBody, answer: sessionAnswer },
    handle: async ({ body, ...asked }) =>
      begun(box, await box.signIn.withPassword(body.user, body.password, browserOf(asked))),
  }),
  route({
    ...{ method: "POST", path: "/session/welcome", may: "anybody" },
    summary: "Set a password by a one-time code, and sign in",
    ...{ body: welcomeBody, answer: sessionAnswer },
    handle: async ({ body, ...asked }) =>
      begun(box, await box.signIn.withInvitation(body.code, body.password, browserOf(asked))),
  }),
  route({
    ...{ method: "DELETE", path: "/session", summary: "Sign out", may: "signedIn", personsOnly: true },
    audit: () => ({ kind: "signed-out" }),
    handle: ({ who }) => {
      if (who.session === undefined) throw notSignedIn();
      box.sessions.end(who.session);
      return new RawAnswer("application/json", "{}", { headers: { "Set-Cookie": cookieEnd(SESSION_COOKIE) } });
    },
  }),
];

const browserOf = ({ from, headers }: Pick<Asked<unknown, unknown, unknown>, "from" | "headers">) => ({
  address: from,
  name: headers["user-agent"] ?? "",
});

function begun(box: ConsoleBox, { session, user }: SignedIn): RawAnswer {
  const headers = { "Set-Cookie": cookieText(SESSION_COOKIE, session) };
  return new RawAnswer("application/json", JSON.stringify(sessionOf(box, whoOf(user, undefined))), { headers });
}

function sessionOf({ clinic, users }: ConsoleBox, who: Who): SessionAnswer {
  const { languages, name, timezone } = clinic.known?.clinic ?? { languages: ["en"], name: "", timezone: "UTC" };
  const user = me(who, users.find(who.id)?.language ?? undefined);
  return {
    ...(user === undefined ? {} : { user }),
    clinic: { name, timezone, languages: [...languages] },
    firstUse: users.isEmpty,
  };
}

function me({ id, kind, name, person, rights, role }: Who, language: string | undefined): WhoAmI | undefined {
  if (kind !== "user" || role === undefined) return undefined;
  return {
    ...{ id, name, role, rights: RIGHT_NAMES.filter((right) => rights.has(right)) },
    ...(person === undefined ? {} : { person }),
    ...(language === undefined ? {} : { language }),
  };
}
