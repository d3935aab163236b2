import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../api/errors.ts";
import { cookieIn, SESSION_COOKIE } from "../http/cookies.ts";
import { EMERGENCY_RIGHTS } from "./roles.ts";
import type { SecondFactor } from "./SecondFactor.ts";
import type { SessionBook } from "./SessionBook.ts";
import type { Settings } from "./Settings.ts";
import type { Tokens } from "./Tokens.ts";
import { type User, type Users, whoOf } from "./Users.ts";
import { NOBODY, type Who } from "./Who.ts";

export interface AuthenticateMeans {
  readonly sessions: SessionBook;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly factor: SecondFactor;
  readonly settings: Settings;
}

/** Who asks: by a token, else by the session's cookie. @throws ApiError for a token that is none. */
export function authenticate(request: { readonly headers: IncomingHttpHeaders }, means: AuthenticateMeans): Who {
  const { authorization } = request.headers;
  if (authorization !== undefined) return byToken(authorization, means);
  const { sessions, users } = means;
  const session = sessions.find(cookieIn(request.headers.cookie, SESSION_COOKIE), isUse(request.headers));
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

function byToken(authorization: string, { tokens }: AuthenticateMeans): Who {
  const [, secret = ""] = /^Bearer +(\S{1,200})$/i.exec(authorization) ?? [];
  const who = tokens.find(secret);
  if (who !== undefined) return who;
  throw new ApiError(401, "TOKEN_OVER", "This token is none of this box, was withdrawn, or has expired.", {
    cure: "A manager can make a new one, on the page Tokens.",
  });
}
