/* @pure */

/**
 * `__Host-`: the browser takes it over TLS only, from this host only, for all of it (RFC 6265bis §4.1.3). Not the set-up
 * pages' name: cookies know no ports, and both may be at one address.
 */
export const SESSION_COOKIE = "__Host-firstring-console";

/** Says that somebody has signed in with this browser before. */
export const DEVICE_COOKIE = "__Host-firstring-device";

export const cookieIn = (header: string | undefined, name: string): string | undefined =>
  (header ?? "")
    .split(";")
    .map((pair) => pair.trim().split("="))
    .find(([given]) => given === name)?.[1]
    ?.match(/^[A-Za-z0-9_-]{10,128}$/)?.[0];

/** Without `maxAgeS` it goes with the browser's window. */
export const cookieText = (name: string, value: string, maxAgeS?: number): string =>
  [
    `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict`,
    ...(maxAgeS === undefined ? [] : [`Max-Age=${maxAgeS}`]),
  ].join("; ");

export const cookieEnd = (name: string): string => cookieText(name, "", 0);
