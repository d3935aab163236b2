/* @pure */
// Who may speak to a page: only a page of our own, in the browser of whoever typed our own name.

/** On every answer. No inline code, nothing from elsewhere, no framing, no name of ours to other sites. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=(), serial=()",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
};

export interface Asked {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Fetch metadata (W3C), sent by every present browser. */
  readonly fetchSite: string | undefined;
  /** `https` when not said; in the clear on loopback only. */
  readonly scheme?: "https" | "http";
}

/**
 * Why a request is turned away; undefined: it may come in. A foreign name that leads to our address (DNS rebinding) is
 * known by Host, a foreign page that posts to us by Origin. `hosts`: our names, with the port where it is not 443.
 */
export function turnAway(
  { fetchSite, host, method, origin, scheme = "https" }: Asked,
  hosts: readonly string[],
): string | undefined {
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return `This box is at ${scheme}://${hosts[0]}: open that address, and no other name for it.`;
  if (method === "GET" || method === "HEAD") return undefined;
  if (fetchSite !== undefined && fetchSite !== "same-origin") return "This came from another page than the box's own.";
  if (origin === undefined ? fetchSite === undefined : origin.toLowerCase() !== `${scheme}://${host.toLowerCase()}`)
    return "This came from another page than the box's own.";
  return undefined;
}
