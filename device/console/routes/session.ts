import { ApiError, conflict, notSignedIn } from "../api/errors.ts";
import {
  changePasswordBody,
  emergencyAnswer,
  emergencyBody,
  firstBody,
  openSessions,
  profileBody,
  type SessionAnswer,
  sessionAnswer,
  signInBody,
  textBody,
  type WhoAmI,
  welcomeBody,
  welcomeTextBody,
} from "../api/session.ts";
import { lacksFactor } from "../auth/authenticate.ts";
import { RIGHT_NAMES } from "../auth/roles.ts";
import type { SignedIn } from "../auth/SignIn.ts";
import { type User, whoOf } from "../auth/Users.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { browserOf, cookiesFor, sessionOver } from "./cookiesFor.ts";
import { EmergencyNews } from "./EmergencyNews.ts";
import { sendCode } from "./texts.ts";

/** Who is at the browser: sign-in, sign-out, a first password, another one, emergency access. */
export const sessionRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/session", summary: "Who is signed in, and which clinic this is", may: "anybody" },
    answer: sessionAnswer,
    handle: ({ who }) => sessionOf(box, who),
  }),
  route({
    ...{ method: "POST", path: "/session", summary: "Sign in: sets the session's cookie", may: "anybody" },
    ...{ body: signInBody, answer: sessionAnswer },
    handle: async ({ body, ...asked }) => begun(box, await box.signIn.withPassword(body, browserOf(asked))),
  }),
  route({
    ...{ method: "POST", path: "/session/text", may: "anybody" },
    summary: "Send the code of the second factor by SMS, from the box's own SIM",
    body: textBody,
    handle: async ({ body, ...asked }) => {
      const user = await box.signIn.whoWantsText(body, browserOf(asked));
      await sendCode(box, user);
      return new RawAnswer("application/json", "{}");
    },
  }),
  route({
    ...{ method: "POST", path: "/session/welcome", may: "anybody" },
    summary: "Set a password by a one-time code, and sign in; the second factor is asked for as at any sign-in",
    ...{ body: welcomeBody, answer: sessionAnswer },
    handle: async ({ body, ...asked }) => begun(box, await box.signIn.withInvitation(body, browserOf(asked))),
  }),
  route({
    ...{ method: "POST", path: "/session/welcome/text", may: "anybody" },
    summary: "Send the code of the second factor by SMS to somebody who has a one-time code for another password",
    body: welcomeTextBody,
    handle: async ({ body, ...asked }) => {
      await sendCode(box, box.signIn.invitedWhoWantsText(body.code, browserOf(asked)));
      return new RawAnswer("application/json", "{}");
    },
  }),
  route({
    ...{ method: "POST", path: "/session/first", may: "anybody" },
    summary: "Make the first manager: from this machine or the USB cable, while there is no user",
    ...{ body: firstBody, answer: sessionAnswer },
    handle: async ({ body, ...asked }) => {
      demandFirst(box, asked.from);
      const { id } = box.users.add({ id: body.user, name: body.name, role: "manager" }, "first use", box.clock.now());
      box.audit.note(id, { kind: "user-added", detail: `${id} (manager), first use` });
      const { code } = box.users.invite(id, "first use", box.clock.now());
      try {
        return begun(box, await box.signIn.withInvitation({ code, password: body.password }, browserOf(asked)));
      } catch (error) {
        box.users.remove(id);
        throw error;
      }
    },
  }),
  route({
    ...{ method: "DELETE", path: "/session", summary: "Sign out", may: "signedIn", personsOnly: true },
    audit: () => ({ kind: "signed-out" }),
    handle: ({ who }) => {
      box.sessions.end(sessionHash(who));
      return new RawAnswer("application/json", "{}", { cookies: sessionOver });
    },
  }),
  route({
    ...{ method: "PATCH", path: "/session", summary: "My own settings", may: "signedIn", personsOnly: true },
    ...{ body: profileBody, answer: sessionAnswer },
    handle: ({ body, who }) => {
      box.users.change(who.id, { language: body.language });
      return sessionOf(box, who);
    },
  }),
  route({
    ...{ method: "POST", path: "/session/password", may: "signedIn", personsOnly: true },
    summary: "Another password; everywhere else this user is signed out",
    ...{ body: changePasswordBody, answer: sessionAnswer },
    handle: async ({ body, who, ...asked }) => {
      const user = box.users.demand(who.id);
      await box.signIn.demandPassword(user, body.old, browserOf(asked));
      return begun(box, await box.signIn.withNewPassword(user, body.password, browserOf(asked)));
    },
  }),
  route({
    ...{ method: "GET", path: "/session/all", summary: "Where I am signed in", may: "signedIn", personsOnly: true },
    answer: openSessions,
    handle: ({ who }) => ({
      sessions: box.sessions.of(who.id).map(({ address, beganAt, browser, hash, seenAt }) => ({
        ...{ here: hash === who.session, address, beganAt, browser, seenAt },
      })),
    }),
  }),
  route({
    ...{ method: "DELETE", path: "/session/all", may: "signedIn", personsOnly: true },
    summary: "Sign out everywhere, and ask for the code in every browser again",
    audit: () => ({ kind: "signed-out-everywhere" }),
    handle: ({ who }) => {
      box.sessions.endAll(who.id);
      box.devices.forgetAll(who.id);
      return new RawAnswer("application/json", "{}", { cookies: sessionOver });
    },
  }),
  ...emergencyRoutes(box),
];

/** A way in when a patient needs it (45 CFR 164.312(a)(2)(ii)), and it is seen. */
function emergencyRoutes(box: ConsoleBox): readonly Route[] {
  const news = new EmergencyNews(box);
  return [
    route({
      ...{ method: "POST", path: "/session/emergency", may: "signedIn", personsOnly: true },
      summary: "Emergency access: for an hour, whatever it takes to get a patient to a doctor; managers are told",
      ...{ body: emergencyBody, answer: emergencyAnswer },
      audit: ({ body }) => ({ kind: "emergency-opened", detail: body.reason }),
      handle: async ({ body, who }) => {
        const untilAt = box.sessions.openEmergency(sessionHash(who), body.reason);
        return { untilAt, told: await news.tell(who) };
      },
    }),
    route({
      ...{ method: "DELETE", path: "/session/emergency", summary: "Close emergency access", may: "signedIn" },
      ...{ personsOnly: true, answer: sessionAnswer },
      audit: () => ({ kind: "emergency-closed" }),
      handle: ({ who }) => {
        box.sessions.closeEmergency(sessionHash(who));
        return sessionOf(box, whoOf(box.users.demand(who.id), who.session));
      },
    }),
  ];
}

function sessionHash({ session }: Who): string {
  if (session === undefined) throw notSignedIn();
  return session;
}

/** Whoever holds the cable, or sits at the machine itself; the clinic's network is not opened before there is a manager. */
const IS_NEAR = /^(::ffff:)?(127\.|10\.55\.0\.)|^::1$/;

function demandFirst({ users }: ConsoleBox, from: string): void {
  if (!users.isEmpty)
    throw conflict("NOT_FIRST", "There is a manager already.", "Sign in, or ask a manager for an invitation.");
  if (!IS_NEAR.test(from))
    throw new ApiError(403, "NOT_NEAR", "The first manager is made over the USB cable, or at the machine itself.");
}

function begun(box: ConsoleBox, signedIn: SignedIn): RawAnswer {
  const answer = sessionOf(box, whoOf(signedIn.user, undefined));
  return new RawAnswer("application/json", JSON.stringify(answer), { cookies: cookiesFor(signedIn) });
}

function sessionOf({ clinic, ...box }: ConsoleBox, who: Who): SessionAnswer {
  const { languages, name, timezone } = clinic.known?.clinic ?? { languages: ["en"], name: "", timezone: "UTC" };
  const user = box.users.find(who.id);
  return {
    ...(who.kind !== "user" || user === undefined ? {} : { user: me(box, who, user) }),
    clinic: { name, timezone, languages: [...languages] },
    firstUse: box.users.isEmpty,
  };
}

function me(box: Omit<ConsoleBox, "clinic">, { rights, session }: Who, user: User): WhoAmI {
  const open = session === undefined ? undefined : box.sessions.withHash(session);
  const isEmergency = open !== undefined && box.sessions.isEmergency(open);
  const mustSetUpFactor = lacksFactor(user, box);
  return {
    ...{ id: user.id, name: user.name, role: user.role, mustSetUpFactor },
    rights: mustSetUpFactor ? [] : RIGHT_NAMES.filter((right) => rights.has(right)),
    ...(user.person === null ? {} : { person: user.person }),
    ...(user.language === null ? {} : { language: user.language }),
    ...(isEmergency ? { emergency: { untilAt: open.emergencyUntil ?? 0, reason: open.emergencyReason ?? "" } } : {}),
  };
}
