import qrcode from "qrcode-generator";
import { conflict } from "../api/errors.ts";
import {
  appSecret,
  codeBody,
  type FactorAnswer,
  factorAnswer,
  passwordBody,
  recoveryCodes,
  smsFactorBody,
} from "../api/session.ts";
import { totpUri } from "../auth/totp.ts";
import type { User } from "../auth/Users.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";
import { browserOf } from "./cookiesFor.ts";

const mine = { may: "signedIn", personsOnly: true } as const;

/** My own second factor. Whatever makes it weaker asks for the password again. */
export const factorRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/session/factor", summary: "My second factor", ...mine, answer: factorAnswer },
    handle: ({ who }) => factorOf(box, box.users.demand(who.id)),
  }),
  route({
    ...{ method: "POST", path: "/session/factor/app", ...mine },
    summary: "A new secret for an authenticator app; in force when PUT has seen a code of it",
    ...{ body: passwordBody, answer: appSecret },
    handle: async ({ body, who, ...asked }) => {
      await box.signIn.demandPassword(box.users.demand(who.id), body.password, browserOf(asked));
      const secret = box.factor.beginApp(who.id);
      const uri = totpUri(secret, who.id, `FirstRing ${box.clinic.known?.clinic.shortName ?? ""}`.trim());
      return { secret, uri, qr: qrRows(uri) };
    },
  }),
  route({
    ...{ method: "PUT", path: "/session/factor/app", ...mine },
    summary: "The app's code: from now on it is asked for at each sign-in. Answers with codes for paper",
    ...{ body: codeBody, answer: recoveryCodes },
    audit: () => ({ kind: "factor-app-set-up" }),
    handle: ({ body, who }) => {
      box.factor.confirmApp(who.id, body.code);
      box.sessions.endAll(who.id, who.session);
      return { recoveryCodes: [...box.factor.makeRecoveryCodes(who.id)] };
    },
  }),
  route({
    ...{ method: "DELETE", path: "/session/factor/app", summary: "No app any more", ...mine },
    ...{ body: passwordBody, answer: factorAnswer },
    audit: () => ({ kind: "factor-app-removed" }),
    handle: async ({ body, who, ...asked }) => {
      await box.signIn.demandPassword(box.users.demand(who.id), body.password, browserOf(asked));
      box.factor.removeApp(who.id);
      return factorOf(box, box.users.demand(who.id));
    },
  }),
  route({
    ...{ method: "PUT", path: "/session/factor/sms", summary: "Codes by SMS from the box's own SIM", ...mine },
    ...{ body: smsFactorBody, answer: factorAnswer },
    audit: ({ body }) => ({ kind: body.on ? "factor-sms-on" : "factor-sms-off" }),
    handle: async ({ body, who, ...asked }) => {
      const user = box.users.demand(who.id);
      await box.signIn.demandPassword(user, body.password, browserOf(asked));
      if (body.on && !canText(box, user))
        throw conflict("NO_TELEPHONE", "Your user is bound to no person of the clinic file.", "A manager can bind it.");
      box.factor.setSms(who.id, body.on);
      return factorOf(box, box.users.demand(who.id));
    },
  }),
  route({
    ...{ method: "POST", path: "/session/factor/recovery", ...mine },
    summary: "New codes for paper; the ones before are worth nothing",
    ...{ body: passwordBody, answer: recoveryCodes },
    audit: () => ({ kind: "recovery-codes-made" }),
    handle: async ({ body, who, ...asked }) => {
      await box.signIn.demandPassword(box.users.demand(who.id), body.password, browserOf(asked));
      return { recoveryCodes: [...box.factor.makeRecoveryCodes(who.id)] };
    },
  }),
];

function factorOf(box: ConsoleBox, user: User): FactorAnswer {
  const ways = box.factor.ways(user);
  return {
    ...{ app: ways.includes("app"), sms: ways.includes("sms"), smsPossible: canText(box, user) },
    recoveryCodesLeft: box.factor.recoveryCodesLeft(user.id),
    required: box.settings.current.requireFactor.includes(user.role),
  };
}

const canText = ({ clinic }: ConsoleBox, { person }: User): boolean =>
  person !== null && clinic.known?.people.some(({ id }) => id === person) === true;

/** Error correction M, the size that it needs. */
function qrRows(text: string): string[] {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => (code.isDark(row, column) ? "1" : "0")).join(""),
  );
}
