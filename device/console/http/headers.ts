/* @pure */
import { SECURITY_HEADERS } from "../../web/guard.ts";

/**
 * On every answer of the console. As the set-up pages', and besides: recordings play, spoken tests are made (`media-src`,
 * `microphone`), and a page that was opened once over TLS is never asked for in the clear.
 */
export const CONSOLE_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Origin-Agent-Cluster": "?1",
  "Permissions-Policy":
    "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), serial=(), usb=(), bluetooth=()",
  "Referrer-Policy": "no-referrer",
  "X-DNS-Prefetch-Control": "off",
  "X-Permitted-Cross-Domain-Policies": "none",
};
