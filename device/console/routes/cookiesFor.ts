import { KNOWN_FOR_MS } from "../auth/Devices.ts";
import type { Browser, SignedIn } from "../auth/SignIn.ts";
import { cookieEnd, cookieIn, cookieText, DEVICE_COOKIE, SESSION_COOKIE } from "../http/cookies.ts";
import type { Asked } from "../http/Route.ts";

type From = Pick<Asked<unknown, unknown, unknown>, "from" | "headers">;

export const browserOf = ({ from, headers }: From): Browser => ({
  address: from,
  name: headers["user-agent"] ?? "",
  device: cookieIn(headers.cookie, DEVICE_COOKIE),
});

/** The session goes with the browser's window; that it is a known one stays. */
export const cookiesFor = ({ device, session }: SignedIn): readonly string[] => [
  cookieText(SESSION_COOKIE, session),
  cookieText(DEVICE_COOKIE, device, KNOWN_FOR_MS / 1000),
];

export const sessionOver: readonly string[] = [cookieEnd(SESSION_COOKIE)];
