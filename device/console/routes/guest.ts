import * as z from "zod";
import { notFound } from "../api/errors.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { cookieText, SESSION_COOKIE } from "../http/cookies.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";

/** The link that `npm start` prints: opens the rehearsal's pages without a password to invent, for as long as it runs. */
export const guestRoutes = (
  box: ConsoleBox,
  guest: { readonly code: string; readonly user: string } | undefined,
): readonly Route[] =>
  guest === undefined
    ? []
    : [
        route({
          ...{
            method: "GET",
            path: "/session/guest/:code",
            summary: "Into a rehearsal on this machine",
            may: "anybody",
          },
          params: z.object({ code: z.string().max(100) }),
          sends: "text/html",
          handle: ({ from, headers, params: { code } }) => {
            if (code !== guest.code) throw notFound("such link; the rehearsal prints one each time it starts");
            const session = box.sessions.begin(guest.user, from, headers["user-agent"] ?? "");
            return new RawAnswer("text/html", "", {
              status: 303,
              headers: { Location: "/phone", "Set-Cookie": cookieText(SESSION_COOKIE, session) },
            });
          },
        }),
      ];
