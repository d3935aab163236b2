// `npm run test:vm`: the package in a real machine (QEMU without KVM, Debian's kernel, systemd), its modems on USB, its power cut.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isSuite, SUITES } from "./guestImage.ts";
import { whyNot } from "./needs.ts";
import { packageForGuest } from "./package.ts";
import { say } from "./tell.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const ENDING = ".vmtest.ts";
const names = (): readonly string[] =>
  readdirSync(here)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .sort();

const help = (): string => `npm run test:vm [-- OPTIONS] [NAME …]

Boots a Debian machine with the package of this tree, its modems on USB serial adapters from emulators outside, and does to it
what a clinic's box goes through: unplugging, hanging, crashing, power cuts. Needs root, QEMU and mmdebstrap; no KVM, and no network
after the first run. The Debian roots are kept in .tools/vm. Exit code 0: all passed; 1: something failed, or could not run.

  NAME               only these: ${names().join(", ")}
  --suite NAME       Debian's release in the machine: ${SUITES.join(" or ")} (${SUITES[0]})
  --package FILE     a package that is built already (amd64), not that of this tree
  --here             power cuts: what writes runs on this computer and not in a machine; the log and its replay are the same
  --points N         power cuts: so many crash points (2000)
  --help
`;

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      package: { type: "string" },
      suite: { type: "string", default: SUITES[0] },
      here: { type: "boolean" },
      points: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(help());
    return 0;
  }
  if (values.points !== undefined && !/^[1-9]\d{0,5}$/.test(values.points)) {
    say("--points takes a whole number.");
    return 2;
  }
  if (!isSuite(values.suite)) {
    say(`${values.suite}: --suite is one of ${SUITES.join(", ")}`);
    return 2;
  }
  const unknown = positionals.filter((name) => !names().includes(name));
  if (unknown.length > 0) {
    say(`${unknown.join(", ")}: not one of ${names().join(", ")}`);
    return 2;
  }
  const reason = whyNot();
  if (reason !== undefined) {
    say(reason);
    return 1;
  }
  const how = {
    FIRSTRING_VM_SUITE: values.suite,
    ...(values.here ? { FIRSTRING_VM_POWER_CUT: "here" } : {}),
    ...(values.points === undefined ? {} : { FIRSTRING_VM_POINTS: values.points }),
  };
  return runTests(positionals.length > 0 ? positionals : names(), values.package, how);
}

async function runTests(chosen: readonly string[], given: string | undefined, how: NodeJS.ProcessEnv): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "firstring-vm-run-"));
  const figures = join(folder, "figures.jsonl");
  const began = performance.now();
  const failed: string[] = [];
  try {
    // Built once; each file of tests would build it again otherwise.
    const deb = given ?? (await packageForGuest(say));
    const env = {
      ...process.env,
      FIRSTRING_VM_FIGURES: figures,
      FIRSTRING_VM_PACKAGE: deb,
      ...how,
    };
    // One after the other: each has a machine, and two would only slow each other down.
    for (const name of chosen) if ((await testFile(name, env)) !== 0) failed.push(name);
    tellFigures(figures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(
    `\n${chosen.length} files in ${((performance.now() - began) / 60_000).toFixed(1)} min: ${failed.length === 0 ? "all passed" : `failed: ${failed.join(", ")}`}`,
  );
  return failed.length === 0 ? 0 : 1;
}

function testFile(name: string, env: NodeJS.ProcessEnv): Promise<number> {
  say(`\n■ ${name}`);
  const file = join(here, `${name}${ENDING}`);
  const child = spawn(process.execPath, ["--test", "--test-reporter=spec", "--test-timeout=10800000", file], {
    stdio: "inherit",
    env,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function tellFigures(file: string): void {
  if (!existsSync(file)) return;
  process.stdout.write("\nFigures of this run (QEMU's TCG, no KVM: a processor of about a tenth of this one):\n");
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const { what, value } = JSON.parse(line) as { what: string; value: string };
    process.stdout.write(`  ${what}: ${value}\n`);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const asked = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  say(asked ? `${error.message} --help says how.` : String((error as Error).stack ?? error));
  process.exitCode = asked ? 2 : 1;
}
