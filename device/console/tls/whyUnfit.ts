import { createPrivateKey, X509Certificate } from "node:crypto";
import type { UnfitReason } from "../api/network.ts";
import type { Pair } from "./ownAuthority.ts";

export interface Unfit {
  readonly reason: UnfitReason;
  /** One sentence, in English. */
  readonly words: string;
}

/** Why a certificate that somebody gave cannot be used; undefined: it can. */
export function whyUnfit({ cert, key }: Pair, now: number): Unfit | undefined {
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(cert);
  } catch {
    return { reason: "notPem", words: "The certificate is not in PEM: it begins with -----BEGIN CERTIFICATE-----." };
  }
  try {
    const privateKey = createPrivateKey(key);
    if (!leaf.checkPrivateKey(privateKey))
      return { reason: "otherKey", words: "The key is not the certificate's: they were not made together." };
  } catch {
    return { reason: "keyUnreadable", words: "The key is not in PEM, or has a passphrase: give it without one." };
  }
  if (leaf.ca)
    return {
      reason: "authority",
      words: "This is the certificate of an authority: give the one that it made for this box.",
    };
  if (leaf.subjectAltName === undefined)
    return { reason: "noName", words: "The certificate names no host (subjectAltName), which browsers demand." };
  if (Date.parse(leaf.validTo) < now)
    return { reason: "over", words: `The certificate was valid until ${leaf.validTo}.` };
  if (Date.parse(leaf.validFrom) > now)
    return { reason: "notYet", words: `The certificate is not valid before ${leaf.validFrom}.` };
  return undefined;
}

/** Names that the clinic's certificate is for: browsers may ask by them. */
export const namesIn = ({ subjectAltName = "" }: X509Certificate): readonly string[] =>
  subjectAltName
    .split(", ")
    .flatMap((one) => (one.startsWith("DNS:") && !one.includes("*") ? [one.slice(4).toLowerCase()] : []));
