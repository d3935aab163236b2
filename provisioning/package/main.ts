// `npm run package`: builds the Debian packages of FirstRing.

import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { ARCHITECTURES, type Architecture, isArchitecture, ownArchitecture } from "./architectures.ts";
import { buildPackage, isCompression } from "./buildPackage.ts";
import { bringToCard } from "./cardPackages.ts";
import { putOnCard } from "./putOnCard.ts";

const HELP = `npm run package [-- OPTIONS]

Builds dist/firstring_VERSION_ARCH.deb: the program with its pinned Node and all that it needs, its units, udev rules, users,
prompts, manual pages and completion. Two builds of one commit are equal byte by byte, wherever they are made.

  --arch ARCH        arm64 (Raspberry Pi), amd64 (test machines) or all   (default: all)
  --out DIR          where to put them   (default: dist)
  --version VERSION  the version that it carries   (default: that of package.json)
  --trust NAME.pub   a key whose bundles every box with this package takes (firstring bundle keygen); may be given often
  --card DIR         also put the arm64 package onto a Raspberry Pi OS card, whose boot partition is mounted at DIR, to be
                     installed at its first start (docs/raspberry-pi.md)
  --compress KIND    xz, gzip or none; none builds in seconds   (default: xz)

On the box: apt install ./firstring_VERSION_arm64.deb
`;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

class WrongArguments extends Error {}

function readArguments(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      arch: { type: "string", default: "all" },
      out: { type: "string", default: join(root, "dist") },
      version: { type: "string" },
      card: { type: "string" },
      trust: { type: "string", multiple: true, default: [] },
      compress: { type: "string", default: "xz" },
      help: { type: "boolean", short: "h" },
    },
  });
  const architectures = architecturesOf(values.arch);
  if (values.card !== undefined && !architectures.includes("arm64"))
    throw new WrongArguments("--card: a Raspberry Pi needs --arch arm64");
  const compression = values.compress;
  if (!isCompression(compression)) throw new WrongArguments(`--compress ${compression}: it is xz, gzip or none`);
  const version = values.version ?? ownVersion();
  // deb-version(7): no hyphen, because there is no revision of Debian's.
  if (!/^\d[\w.+~]*$/.test(version))
    throw new WrongArguments(`--version ${version}: digits first, then digits, letters, . + ~`);
  return {
    help: values.help ?? false,
    architectures,
    compression,
    version,
    out: resolve(values.out),
    card: values.card,
    trust: values.trust,
  };
}

function architecturesOf(name: string): readonly Architecture[] {
  if (name === "all") return Object.keys(ARCHITECTURES).filter(isArchitecture);
  if (name === "native") return [ownArchitecture];
  if (!isArchitecture(name))
    throw new WrongArguments(`--arch ${name}: it is ${Object.keys(ARCHITECTURES).join(", ")} or all`);
  return [name];
}

const ownVersion = (): string => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

async function main(argv: readonly string[]): Promise<number> {
  const { help, architectures, card, ...options } = readArguments(argv);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  mkdirSync(options.out, { recursive: true });
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  for (const architecture of architectures) {
    const { file, bytes, installedBytes, seconds } = await buildPackage({ root, architecture, say, ...options });
    const mb = (value: number) => `${(value / 1e6).toFixed(1)} MB`;
    process.stdout.write(
      `${relative(process.cwd(), file)}  ${mb(bytes)}, installed ${mb(installedBytes)}, ${seconds.toFixed(0)} s\n`,
    );
    if (card !== undefined && architecture === "arm64") {
      await bringToCard(putOnCard(root, card, file), say);
      say(`It is on the card in ${card}: unmount it, and put it into the Pi.`);
    }
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const asked =
    error instanceof WrongArguments || String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  process.exitCode = asked ? 2 : 1;
  if (asked) process.stderr.write(`${(error as Error).message}\nnpm run package -- --help says how.\n`);
  else if (isApplianceError(error)) process.stderr.write(`${error.message}\n${error.cure}\n`);
  else throw error;
}
