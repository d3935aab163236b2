/* @pure */
import { X509Certificate } from "node:crypto";
import type { ChangeOf } from "../Change.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

export function planCertificate({ name, pem }: ChangeOf<"certificate">, { now }: Pick<BoxFacts, "now">): PartOfPlan {
  if (pem === null) return { words: `the certificate ${name} is taken away` };
  const words = `the certificate ${name}`;
  const refuse = (what: string): PartOfPlan => ({
    words,
    refusals: [{ code: "CERTIFICATE_UNFIT", what, cure: "Give a PEM file with the certificate of the broker's CA." }],
  });
  if (/PRIVATE KEY/.test(pem)) return refuse(`the certificate ${name} has a private key in it, which is a secret`);
  const found = pem.match(CERTIFICATE) ?? [];
  if (found.length === 0) return refuse(`${name} is no certificate in PEM`);
  try {
    const last = found.map((text) => new X509Certificate(text)).map(({ validTo }) => Date.parse(validTo));
    const until = Math.min(...last);
    return {
      words,
      warnings:
        until < now ? [`the certificate ${name} was valid until ${new Date(until).toISOString().slice(0, 10)}`] : [],
    };
  } catch {
    return refuse(`${name} is no certificate that can be read`);
  }
}
