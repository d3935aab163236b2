/* @pure */
import * as z from "zod";

export const certificateAnswer = z.object({
  whose: z.enum(["box", "clinic"]),
  names: z.array(z.string()).describe("by which it can be asked for without a warning"),
  validUntilAt: z.number(),
  fingerprint: z.string().describe("SHA-256, as browsers show it"),
  authorityFingerprint: z.string().describe("of the box's own authority, which computers of the clinic may trust"),
});
export type CertificateAnswer = z.infer<typeof certificateAnswer>;

const pem = z.string().min(1).max(32_000);
export const certificateBody = z.object({
  cert: pem.describe("in PEM: the certificate, then those of the authorities in between"),
  key: pem.describe("its private key in PEM, without a passphrase"),
});

export const networkAnswer = z.object({
  open: z.boolean().describe("whether the clinic's network reaches the console"),
  addresses: z
    .array(z.string())
    .describe("where the console is: https://…, and http://… in a rehearsal without a certificate"),
});

/** Why a certificate that somebody gave cannot be used; in `details` of CERTIFICATE_UNFIT. */
export type UnfitReason = "notPem" | "otherKey" | "keyUnreadable" | "authority" | "noName" | "over" | "notYet";
