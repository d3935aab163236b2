import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** SHA-256, as browsers show it: what the technician compares with the label or the serial console. */
  readonly fingerprint: string;
}

export interface CertificateNames {
  readonly addresses: readonly string[];
  readonly names: readonly string[];
}

/** Whatever the clock of a new box says when the key is made: a laptop with the right time must find it valid. */
const LAST_DAY = Date.UTC(2049, 11, 31);
const DAY_MS = 86_400_000;

/** This box's own key and certificate, made by openssl the first time; signed by itself, known by its fingerprint. */
export async function ownCertificate(folder: string, names: CertificateNames, now: number): Promise<Certificate> {
  const [keyFile, certFile] = [join(folder, "pages.key"), join(folder, "pages.crt")];
  if (!existsSync(keyFile) || !existsSync(certFile)) await make(folder, keyFile, certFile, names, now);
  const [key, cert] = [readFileSync(keyFile, "utf8"), readFileSync(certFile, "utf8")];
  return { key, cert, fingerprint: new X509Certificate(cert).fingerprint256 };
}

/** Of a certificate that was made; undefined: none was. */
export function fingerprintIn(folder: string): string | undefined {
  try {
    return new X509Certificate(readFileSync(join(folder, "pages.crt"))).fingerprint256;
  } catch {
    return undefined;
  }
}

async function make(
  folder: string,
  keyFile: string,
  certFile: string,
  { addresses, names }: CertificateNames,
  now: number,
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const days = Math.max(365, Math.floor((LAST_DAY - now) / DAY_MS));
  const also = [...addresses.map((one) => `IP:${one}`), ...names.map((one) => `DNS:${one}`)].join(",");
  const [part, certPart] = [`${keyFile}.part`, `${certFile}.part`];
  const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256"];
  const subject = ["-subj", `/CN=FirstRing ${names[0] ?? addresses[0] ?? ""}`, "-addext", `subjectAltName=${also}`];
  const usage = ["-addext", "extendedKeyUsage=serverAuth", "-days", String(days), "-keyout", part, "-out", certPart];
  try {
    await promisify(execFile)("openssl", [...args, ...subject, ...usage], { timeout: 60_000 });
  } catch (cause) {
    rmSync(part, { force: true });
    throw new ApplianceError(
      "PAGES_NO_CERTIFICATE",
      `no certificate could be made for the pages (${(cause as NodeJS.ErrnoException).code ?? "openssl failed"})`,
      {
        disposition: "operator",
        cure: "Install the Debian package openssl, and see that the card is not full.",
        cause,
      },
    );
  }
  chmodSync(part, 0o600);
  // The certificate last: a key without it is made anew together with it.
  renameSync(part, keyFile);
  renameSync(certPart, certFile);
}
