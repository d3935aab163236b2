// `npm run test:package`: the package in Debian roots, amd64 as it is and arm64 under user-mode emulation.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ARCHITECTURES, isArchitecture } from "../../provisioning/package/architectures.ts";
import { isSuite, SUITES } from "./debianRoot.ts";

const HELP = `npm run test:package [-- OPTIONS]

Installs the package of this tree into fresh Debian roots: check, status, a whole rehearsal call, upgrade with data and the way
back, removal, purge, installation anew, and prepare-pi. arm64 runs under qemu-user, some fourteen times slower. Needs root,
mmdebstrap and, for arm64, qemu-user-static and arch-test; makes each root once (minutes; kept in .tools/debian-roots).

  --suite NAME    ${SUITES.join(" or ")} (default: both)
  --arch NAME     ${Object.keys(ARCHITECTURES).join(" or ")} (default: both)
`;

/** Each with Debian's package that brings it. */
const NEEDED: Readonly<Record<string, string>> = {
  mmdebstrap: "mmdebstrap",
  unshare: "util-linux",
  "dpkg-deb": "dpkg",
  "qemu-aarch64-static": "qemu-user-static",
  // mmdebstrap asks it whether the machine runs what it unpacks.
  "arch-test": "arch-test",
};
const FOLDERS = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return "npm run test:package makes Debian roots and enters them: run it as root.";
  const missing = Object.keys(NEEDED).filter((name) => !FOLDERS.some((folder) => existsSync(join(folder, name))));
  if (missing.length === 0) return undefined;
  return `This machine lacks ${missing.join(", ")}: apt install ${missing.map((name) => NEEDED[name]).join(" ")}`;
}

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      suite: { type: "string", multiple: true, default: [...SUITES] },
      arch: { type: "string", multiple: true, default: Object.keys(ARCHITECTURES) },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const wrong = [
    ...values.suite.filter((name) => !isSuite(name)),
    ...values.arch.filter((name) => !isArchitecture(name)),
  ];
  const reason =
    wrong.length > 0 ? `${wrong.join(", ")}: there is no such root. --help says which there are.` : whyNot();
  if (reason !== undefined) {
    process.stderr.write(`${reason}\n`);
    return wrong.length > 0 ? 2 : 1;
  }
  const file = fileURLToPath(new URL("installed.check.ts", import.meta.url));
  const env = {
    ...process.env,
    FIRSTRING_ROOTS: values.suite.flatMap((suite) => values.arch.map((arch) => `${suite}/${arch}`)).join(" "),
  };
  const child = spawn(process.execPath, ["--test", "--test-reporter=spec", "--test-timeout=3600000", file], {
    stdio: "inherit",
    env,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const asked = String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
  process.stderr.write(asked ? `${(error as Error).message} --help says how.\n` : `${(error as Error).stack}\n`);
  process.exitCode = asked ? 2 : 1;
}
