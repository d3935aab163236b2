import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";

export interface Pair {
  readonly key: string;
  /** PEM, the whole chain. */
  readonly cert: string;
}

/** Whatever the clock of a new box says when it is made, a computer with the right time must find it valid. */
const AUTHORITY_UNTIL = Date.UTC(2049, 11, 31);
/** Apple's systems take no certificate of a server that is good for longer than 825 days, others none beyond 398. */
const SERVER_DAYS = 397;
const DAY_MS = 86_400_000;

/**
 * What this box may vouch for: itself. A computer that trusts it is not thereby open to whoever steals the box's key and
 * plays a bank (RFC 5280 §4.2.1.10).
 */
const CONSTRAINTS = [
  ...[
    "permitted;DNS:local",
    "permitted;DNS:localhost",
    "permitted;DNS:lan",
    "permitted;DNS:internal",
    "permitted;DNS:home.arpa",
  ],
  ...["permitted;IP:10.0.0.0/255.0.0.0", "permitted;IP:172.16.0.0/255.240.0.0", "permitted;IP:192.168.0.0/255.255.0.0"],
  ...["permitted;IP:127.0.0.0/255.0.0.0", "permitted;IP:169.254.0.0/255.255.0.0"],
  "permitted;IP:fc00:0:0:0:0:0:0:0/fe00:0:0:0:0:0:0:0",
  "permitted;IP:0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
].join(",");

/** The names in the box's own certificate. One beyond CONSTRAINTS, such as the bare host name, and browsers refuse all of it. */
export const certifiedNames = (hostname: string): readonly string[] => [
  `${hostname}.local`,
  "firstring.local",
  "localhost",
];

/** The box's own authority, made once: a computer of the clinic that trusts it never warns again, whatever is renewed. */
export async function ownAuthority(folder: string, now: number): Promise<Pair> {
  const [keyFile, certFile] = [join(folder, "authority.key"), join(folder, "authority.crt")];
  if (!existsSync(keyFile) || !existsSync(certFile)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const days = Math.max(3_650, Math.floor((AUTHORITY_UNTIL - now) / DAY_MS));
    const [key, cert] = [`${keyFile}.part`, `${certFile}.part`];
    await openssl([
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256"],
      ...["-subj", "/O=FirstRing/CN=FirstRing of this clinic", "-days", String(days), "-keyout", key, "-out", cert],
      ...["-addext", "basicConstraints=critical,CA:TRUE,pathlen:0", "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
      ...["-addext", `nameConstraints=critical,${CONSTRAINTS}`],
    ]);
    // The certificate last: a key without it is made anew together with it.
    renameSync(key, keyFile);
    renameSync(cert, certFile);
  }
  return { key: readFileSync(keyFile, "utf8"), cert: readFileSync(certFile, "utf8") };
}

/** A certificate for these names, by that authority. Its key is made with it. */
export async function issue(
  folder: string,
  authority: Pair,
  names: { readonly addresses: readonly string[]; readonly names: readonly string[] },
): Promise<Pair> {
  const scratch = mkdtempSync(join(folder, ".issue-"));
  const at = (name: string): string => join(scratch, name);
  const also = [...names.addresses.map((one) => `IP:${one}`), ...names.names.map((one) => `DNS:${one}`)].join(",");
  try {
    writeFileSync(at("ca.key"), authority.key, { mode: 0o600 });
    writeFileSync(at("ca.crt"), authority.cert);
    writeFileSync(
      at("extensions"),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=${also}\n`,
    );
    await openssl([
      ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256"],
      ...[
        "-subj",
        `/O=FirstRing/CN=${names.names[0] ?? names.addresses[0] ?? "FirstRing"}`,
        "-keyout",
        at("key"),
        "-out",
        at("csr"),
      ],
    ]);
    await openssl([
      ...["x509", "-req", "-in", at("csr"), "-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-CAcreateserial", "-sha256"],
      ...["-days", String(SERVER_DAYS), "-extfile", at("extensions"), "-out", at("crt")],
    ]);
    return { key: readFileSync(at("key"), "utf8"), cert: `${readFileSync(at("crt"), "utf8")}${authority.cert}` };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function openssl(args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)("openssl", [...args], { timeout: 60_000 });
  } catch (cause) {
    throw new ApplianceError(
      "PAGES_NO_CERTIFICATE",
      `no certificate could be made for the console (${(cause as NodeJS.ErrnoException).code ?? "openssl failed"})`,
      {
        disposition: "operator",
        cure: "Install the Debian package openssl, and see that the card is not full.",
        cause,
      },
    );
  }
}

/** Of the first certificate of a chain. @throws what is wrong with it. */
export const leafOf = (pem: string): X509Certificate => new X509Certificate(pem);
