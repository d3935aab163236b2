import { ApiError, conflict } from "../api/errors.ts";
import { type CertificateAnswer, certificateAnswer, certificateBody, networkAnswer } from "../api/network.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import type { CertificateBook } from "../tls/CertificateBook.ts";
import { leafOf } from "../tls/ownAuthority.ts";
import { whyUnfit } from "../tls/whyUnfit.ts";

/** By which name and with which certificate the console is reached. */
export const networkRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/network", summary: "Where the console is, and who reaches it", may: "signedIn" },
    answer: networkAnswer,
    handle: () => ({
      open: box.clinic.known?.console.network === "clinic",
      addresses: [...new Set(box.hosts())].map(
        (host) => `${box.certificate === undefined ? "http" : "https"}://${host}/`,
      ),
    }),
  }),
  route({
    ...{ method: "GET", path: "/network/certificate", summary: "The certificate in use", may: "signedIn" },
    answer: certificateAnswer,
    handle: () => certificateOf(box),
  }),
  route({
    ...{ method: "GET", path: "/network/authority.crt", may: "anybody" },
    ...{
      summary: "The box's own authority, for computers of the clinic to trust",
      sends: "application/x-x509-ca-cert",
    },
    handle: () =>
      new RawAnswer("application/x-x509-ca-cert", certificateIn(box).authority, {
        headers: { "Content-Disposition": 'attachment; filename="firstring-authority.crt"' },
      }),
  }),
  route({
    ...{ method: "PUT", path: "/network/certificate", summary: "The clinic's own certificate", may: "network.change" },
    ...{ personsOnly: true, body: certificateBody, answer: certificateAnswer },
    audit: () => ({ kind: "certificate-set" }),
    handle: async ({ body }) => {
      const unfit = whyUnfit(body, box.clock.now());
      if (unfit !== undefined)
        throw new ApiError(400, "CERTIFICATE_UNFIT", unfit.words, {
          details: { reason: unfit.reason },
          cure: "Nothing was changed. Whoever made it for the clinic has the right files.",
        });
      await certificateIn(box).setClinics(body);
      return certificateOf(box);
    },
  }),
  route({
    ...{ method: "DELETE", path: "/network/certificate", summary: "Back to the box's own", may: "network.change" },
    ...{ personsOnly: true, answer: certificateAnswer },
    audit: () => ({ kind: "certificate-removed" }),
    handle: async () => {
      await certificateIn(box).setClinics(undefined);
      return certificateOf(box);
    },
  }),
];

function certificateIn({ certificate }: ConsoleBox): CertificateBook {
  if (certificate !== undefined) return certificate;
  throw conflict("NO_TLS", "This is a rehearsal on this machine's loopback, in the clear.");
}

function certificateOf(box: ConsoleBox): CertificateAnswer {
  const certificate = certificateIn(box);
  const leaf = leafOf(certificate.current.cert);
  return {
    whose: certificate.isClinics ? "clinic" : "box",
    names: (leaf.subjectAltName ?? "").split(", ").map((name) => name.replace(/^(DNS|IP Address):/, "")),
    validUntilAt: Date.parse(leaf.validTo),
    fingerprint: leaf.fingerprint256,
    authorityFingerprint: leafOf(certificate.authority).fingerprint256,
  };
}
