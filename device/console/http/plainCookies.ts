/* @pure */
// Cookies of a console in the clear, which there is on loopback only (`npm start`): browsers take no `__Host-` cookie without TLS,
// and not each of them a Secure one from this machine.

const PREFIX = "__Host-";

/** What is sent to the browser. */
export const plainSetCookie = (text: string): string =>
  text.startsWith(PREFIX) ? text.slice(PREFIX.length).replace("; Secure", "") : text;

/** What came from it, as the rest of the console knows it. */
export const hostCookies = (header: string): string =>
  header
    .split(";")
    .map((pair) => pair.trim())
    .map((pair) => (pair.startsWith("firstring-") ? `${PREFIX}${pair}` : pair))
    .join("; ");
