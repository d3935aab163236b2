import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../api/errors.ts";
import { cookieIn, SESSION_COOKIE } from "../http/cookies.ts";
import type { AccessAudit } from "./AccessAudit.ts";
import { EMERGENCY_RIGHTS } from "./roles.ts";
import type { SecondFactor } from "./SecondFactor.ts";
import type { OpenSession, SessionBook } from "./SessionBook.ts";
import type { Settings } from "./Settings.ts";
import type { Tokens } from "./Tokens.ts";
import { isOrphan, tokenIdOf, whoOfToken } from "./tokenRights.ts";
import { type User, type Users, whoOf } from "./Users.ts";
import { NOBODY, type Who } from "./Who.ts";

export interface AuthenticateMeans {
  readonly sessions: SessionBook;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly factor: SecondFactor;
  readonly settings: Settings;
  readonly audit: AccessAudit;
}

/** Who asks: by a token, else by the session's cookie. @throws ApiError for a token that is none. */
export function authenticate(request: { readonly headers: IncomingHttpHeaders }, means: AuthenticateMeans): Who {
  const { authorization } = request.headers;
  if (authorization !== undefined) return byToken(authorization, means);
  return ofSession(
    means.sessions.find(cookieIn(request.headers.cookie, SESSION_COOKIE), isUse(request.headers)),
    means,
  );
}

/** Who was let in before, as they are now: they may be signed out, disabled, withdrawn, or another role's. */
export function whoNow(who: Who, means: AuthenticateMeans): Who {
  switch (who.kind) {
    case "nobody":
      return NOBODY;
    case "user":
      return who.session === undefined ? NOBODY : ofSession(means.sessions.openWith(who.session), means);
    case "token": {
      const token = means.tokens.withId(tokenIdOf(who));
      const maker = token === undefined ? undefined : means.users.find(token.madeBy);
      return token === undefined || isOrphan(maker) ? NOBODY : whoOfToken(token, maker);
    }
  }
}

function ofSession(session: OpenSession | undefined, means: AuthenticateMeans): Who {
  const { sessions, users } = means;
  const user = session === undefined ? undefined : users.find(session.user);
  if (session === undefined || user === undefined || user.disabledAt !== null) return NOBODY;
  if (lacksFactor(user, means)) return { ...whoOf(user, session.hash), rights: new Set() };
  return whoOf(user, session.hash, sessions.isEmergency(session) ? EMERGENCY_RIGHTS : []);
}

/** What a page says while nobody has touched it for a minute: it fetches by itself what a new message changes. */
const AWAY = "away";

/** The stream of events is opened anew by the browser, with nobody there; a telephone's socket is looked at every 15 s. */
const isUse = ({ accept, upgrade, "x-person": person }: IncomingHttpHeaders): boolean =>
  person !== AWAY && accept !== "text/event-stream" && upgrade === undefined;

/** Their role needs a second factor and they have none yet: all they may do is to set one up. */
export const lacksFactor = (
  user: User,
  { factor, settings }: Pick<AuthenticateMeans, "factor" | "settings">,
): boolean => settings.current.requireFactor.includes(user.role) && factor.ways(user).length === 0;

function byToken(authorization: string, { audit, tokens, users }: AuthenticateMeans): Who {
  const [, secret = ""] = /^Bearer +(\S{1,200})$/i.exec(authorization) ?? [];
  const token = tokens.find(secret);
  if (token !== undefined) {
    const maker = users.find(token.madeBy);
    const who = whoOfToken(token, maker);
    if (!isOrphan(maker)) return who;
    audit.note(who.id, { kind: "token-refused", detail: `${token.name}: made by ${token.madeBy}`, once: true });
    throw new ApiError(
      401,
      "TOKEN_STOPPED",
      "Whoever made this token may not sign in any more: it is good for nothing.",
      {
        cure: "A manager can make a new one, on the page Tokens.",
      },
    );
  }
  throw new ApiError(401, "TOKEN_OVER", "This token is none of this box, was withdrawn, or has expired.", {
    cure: "A manager can make a new one, on the page Tokens.",
  });
}
