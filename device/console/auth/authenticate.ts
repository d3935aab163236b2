import type { FastifyRequest } from "fastify";
import { cookieIn, SESSION_COOKIE } from "../http/cookies.ts";
import type { SessionBook } from "./SessionBook.ts";
import { type Users, whoOf } from "./Users.ts";
import { NOBODY, type Who } from "./Who.ts";

/** Who asks: by the session's cookie. */
export function authenticate(
  request: FastifyRequest,
  { sessions, users }: { readonly sessions: SessionBook; readonly users: Users },
): Who {
  const session = sessions.find(cookieIn(request.headers.cookie, SESSION_COOKIE));
  const user = session === undefined ? undefined : users.find(session.user);
  if (session === undefined || user === undefined || user.disabledAt !== null) return NOBODY;
  return whoOf(user, session.hash);
}
