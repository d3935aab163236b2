import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { RealDisk } from "../change/disk/RealDisk.ts";
import { placesBelow } from "../change/Places.ts";
import { BUNDLE_ON_STICK } from "../stick/stickFiles.ts";
import { type Manifest, rolesOf } from "./format.ts";
import { gatherParts, read } from "./gatherParts.ts";
import { makeKeyFiles, readPrivateKey, readPublicKeyFile } from "./keyFiles.ts";
import { keyIdOf } from "./keyId.ts";
import { openBundle } from "./openBundle.ts";
import { type KnownKey, trustedKeys } from "./trustedKeys.ts";
import { writeBundle } from "./writeBundle.ts";

const HELP = `firstring bundle keygen --out NAME [--name TEXT] [--role configuration] [--role release] [--passphrase-file FILE]
firstring bundle create [WHAT]... --key NAME.key [--out ${BUNDLE_ON_STICK}]
firstring bundle verify FILE [--trust NAME.pub]... [--json]
firstring bundle apply FILE
firstring bundle trust NAME.pub     firstring bundle revoke KEY-ID     firstring bundle keys [--json]

One signed file for a USB stick: what is in it is applied when the stick is plugged into a box that trusts the key. Put it at
the root of the stick, under the name ${BUNDLE_ON_STICK}. docs/bundle.md is its format.

WHAT, each as often as it makes sense:
  --clinic FILE            the clinic file
  --prompts DIR            the clinic's own recordings, as LANGUAGE/CLIP.wav
  --release FILE.deb       another version of the program
  --certificate NAME=FILE  becomes /etc/firstring/certificates/NAME.pem
  --network FILE           { "wired": { "method": "dhcp" } }, …
  --backup-key FILE        the recovery key that backups are sealed to
  --trust NAME.pub         a key that the box shall trust (taken while somebody stands at it)
  --revoke KEY-ID          a key that it shall trust no more
Of a bundle:
  --for SERIAL             for this box only (several: say it again)
  --note TEXT              a sentence for the report
  --minimum-version V      refused by older boxes (default: this version)
  --sequence N             a box takes none that is smaller than the last one (default: the seconds since 1970)
Of keys:
  --key NAME.key           who signs; --passphrase-file FILE when the key asks for one
  --role                   what the key may sign (default: configuration)

apply, trust and revoke change this box, and are for root.
Exit code 0: done, or a good bundle; 1: it failed, or no good one; 2: you asked wrongly.
`;

const many = { type: "string", multiple: true } as const;
const one = { type: "string" } as const;

export async function bundleCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ out: one, name: one, role: many, key: one, "passphrase-file": one },
      ...{ clinic: one, prompts: one, release: many, certificate: many, network: one, "backup-key": one },
      ...{ trust: many, revoke: many, for: many, note: one, "minimum-version": one, sequence: one },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, what, ...rest] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (rest.length > 0) throw new UsageError(`'${rest.join(" ")}' is too much`);
  const named = (): string => {
    if (what === undefined) throw new UsageError("FILE is missing");
    return what;
  };
  const secret = values["passphrase-file"];
  const passphrase =
    secret === undefined
      ? undefined
      : read(secret)
          .toString("utf8")
          .replace(/\r?\n$/, "");
  switch (verb) {
    case "keygen":
      return keygen(values.out ?? what, values.name, values.role, passphrase, io);
    case "create":
      return create(values, passphrase, io);
    case "verify":
    case "show":
      return verify(named(), values.trust ?? [], values.json ?? false, io);
    case "keys":
      return showKeys(values.json ?? false, io);
    case "apply":
    case "trust":
    case "revoke": {
      const { changeThisBox } = await import("./changeThisBox.ts");
      return changeThisBox(verb, named(), io);
    }
    default:
      throw new UsageError(`there is no '${verb}'`);
  }
}

function keygen(
  name: string | undefined,
  title: string | undefined,
  roles: readonly string[] | undefined,
  passphrase: string | undefined,
  io: CliIo,
): number {
  if (name === undefined) throw new UsageError("--out NAME is missing");
  const asked = (roles ?? ["configuration"]).map((role) => {
    if (role === "configuration" || role === "release") return role;
    throw new UsageError(`--role is configuration or release, not '${role}'`);
  });
  const key = makeKeyFiles(name, { name: title ?? name.replace(/.*\//, ""), roles: asked }, passphrase);
  io.stdout.write(
    `${name}.key signs bundles: keep it where only you can read it.\n${name}.pub (${keyIdOf(key.publicKey)}) is what boxes are told: firstring bundle trust ${name}.pub\n`,
  );
  return 0;
}

type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

function create(values: Values, passphrase: string | undefined, io: CliIo): number {
  const text = (name: string) => values[name] as string | undefined;
  const list = (name: string) => values[name] as readonly string[] | undefined;
  const keyFile = text("key");
  if (keyFile === undefined)
    throw new UsageError("--key NAME.key is missing: a box takes no bundle that nobody signed");
  const sequence = Number(text("sequence") ?? Math.floor(Date.now() / 1000));
  if (!Number.isInteger(sequence) || sequence < 1) throw new UsageError("--sequence is a whole number");
  const parts = gatherParts(
    {
      ...{ clinic: text("clinic"), prompts: text("prompts"), network: text("network"), backupKey: text("backup-key") },
      ...{ releases: list("release"), certificates: list("certificate"), trust: list("trust"), revoke: list("revoke") },
    },
    Date.now(),
  );
  if (parts.length === 0) throw new UsageError("there is nothing to put into it: --clinic FILE, say");
  const [serials, note] = [list("for"), text("note")];
  if (serials?.some((serial) => serial.trim() === ""))
    throw new UsageError("--for SERIAL: the serial number is missing");
  const minimum = text("minimum-version") ?? thisVersion();
  if (!/^\d+\.\d+\.\d+/.test(minimum))
    throw new UsageError(`--minimum-version is a version such as 0.1.0, not '${minimum}'`);
  const out = text("out") ?? BUNDLE_ON_STICK;
  const head = {
    ...{ sequence, created: new Date().toISOString(), minimumVersion: minimum },
    ...(serials === undefined ? {} : { serials: [...serials] }),
    ...(note === undefined ? {} : { note }),
  };
  const manifest = writeBundle(out, head, parts, [readPrivateKey(keyFile, passphrase)]);
  io.stdout.write(`${resolve(out)}\n${inWords(manifest)}`);
  return 0;
}

const thisVersion = (): string =>
  (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;

function verify(file: string, given: readonly string[], json: boolean, io: CliIo): number {
  const own = keysOfThisBox();
  const keys: readonly KnownKey[] = [
    ...own,
    ...given.map((path) => {
      const key = readPublicKeyFile(path);
      return { ...key, id: keyIdOf(key.publicKey), from: "clinic" as const };
    }),
  ];
  const opened = openBundle(file, keys);
  if (!opened.ok) {
    const { refusal } = opened;
    io.stdout.write(
      json
        ? `${JSON.stringify({ good: false, ...refusal })}\n`
        : `No good bundle: ${refusal.what}.\nWhat to do: ${refusal.cure}\n${elsewhere(refusal.code, given)}`,
    );
    return 1;
  }
  using bundle = opened.bundle;
  const { manifest, signedBy } = bundle;
  io.stdout.write(
    json
      ? `${JSON.stringify({ good: true, signedBy: signedBy.name, manifest })}\n`
      : `A good bundle, signed by ${signedBy.name} (${signedBy.id}).\n${inWords(manifest)}`,
  );
  return 0;
}

/** A laptop is no box, and trusts nobody by itself. */
const elsewhere = (code: string, given: readonly string[]): string =>
  code === "BUNDLE_STRANGER" && given.length === 0
    ? "On a computer that is no box, name the key: firstring bundle verify FILE --trust NAME.pub\n"
    : "";

function keysOfThisBox(): readonly KnownKey[] {
  try {
    return trustedKeys(new RealDisk(), placesBelow());
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EACCES") throw cause;
    throw new ApplianceError("BUNDLE_KEYS_CLOSED", "which keys this box trusts is root's to read", {
      disposition: "operator",
      cure: "Say it again with sudo.",
      cause,
    });
  }
}

function inWords(manifest: Manifest): string {
  const { sequence, created, serials, note, parts } = manifest;
  const rows = parts.map(
    ({ name, size, version }) => `  ${name}${version === undefined ? "" : ` ${version}`}, ${size} bytes\n`,
  );
  const whom = serials === undefined ? "for any box that trusts the key" : `for ${serials.join(", ")}`;
  const what = rolesOf(manifest).join(" and ");
  return `${note === undefined ? "" : `${note}\n`}${what} ${sequence}, made ${created}, ${whom}:\n${rows.join("")}`;
}

function showKeys(json: boolean, io: CliIo): number {
  const keys = keysOfThisBox();
  const rows = keys.map(
    ({ id, name, roles, from }) =>
      `${id}  ${name} (${roles.join(", ")}; ${from === "package" ? "came with FirstRing" : "the clinic's"})\n`,
  );
  io.stdout.write(json ? `${JSON.stringify(keys)}\n` : rows.join("") || "This box trusts no key yet.\n");
  return 0;
}
