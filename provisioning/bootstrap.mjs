// Set-up and hand-over: what `npm start` and `npm test` run on a machine that has only some Node (18 or newer) and npm.
// Plain JavaScript on purpose: it runs before the pinned runtime is there. Nothing here prints on stdout: that belongs
// to the program (`npm start -- --once --json`).

import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runProgram } from "./runProgram.mjs";
import { compileCache, ensureInstalled, pinnedNode, root, SetUpError } from "./setUp.mjs";

const say = (text) => process.stderr.write(`${text}\n`);

const verbs = {
  start: (args) => firstring(["start", ...args]),
  run: (args) => firstring(args),
  test: (args) => testSuite(args),
  "test:vm": (args) => runProgram(pinnedNode(), [join(root, "test/vm/main.ts"), ...args], { cwd: root }),
  bench: (args) => runProgram(pinnedNode(), [join(root, "test/bench/main.ts"), ...args], { cwd: root }),
  check: () => staticChecks(),
  "test:package": (args) => runProgram(pinnedNode(), [join(root, "test/package/main.ts"), ...args], { cwd: root }),
  package: (args) => runProgram(pinnedNode(), [join(root, "provisioning/package/main.ts"), ...args]),
  install: async () => 0,
};

function firstring(args) {
  const environment = { NODE_COMPILE_CACHE: compileCache, ...process.env };
  return runProgram(pinnedNode(), [join(root, "device/main.ts"), ...args], { env: environment });
}

/** By name: in the whole folder Biome also looks into the programs that were fetched for tests, and complains of their links. */
const OURS = ["firmware", "device", "provisioning", "test", "package.json", "tsconfig.json", "biome.json"];

async function staticChecks() {
  const bin = (name) => join(root, "node_modules/.bin", name);
  say("Checking types …");
  const types = await runProgram(bin("tsc"), ["-p", root], { cwd: root });
  // The console's pages run in a browser: other globals.
  const pages = await runProgram(bin("tsc"), ["-p", join(root, "device/console/client")], { cwd: root });
  say("Checking style …");
  // Biome's own package names builds for systems that some registries lack, and `npm ci` then refuses; so only its program.
  const biome = join(root, `node_modules/@biomejs/cli-linux-${process.arch}/biome`);
  const style = await runProgram(
    biome,
    ["ci", "--error-on-warnings", `--colors=${process.stdout.isTTY ? "force" : "off"}`, ...OURS],
    { cwd: root },
  );
  return types || pages || style;
}

async function testSuite(args) {
  const { ensureDebianPrograms } = await import("./debianPrograms.mjs");
  await ensureDebianPrograms({ log: say });
  const checked = args.length === 0 ? await staticChecks() : 0;
  const files =
    args.length > 0 ? args : ["firmware", "device", "provisioning", "test"].map((folder) => `${folder}/**/*.test.ts`);
  const tested = await runProgram(
    pinnedNode(),
    ["--test", `--test-concurrency=${AT_ONCE}`, "--test-timeout=600000", ...files],
    {
      cwd: root,
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    },
  );
  if (checked !== 0) say("The tests ran, but types or style are not clean: see above.");
  return tested || checked;
}

/** One more than there are processors: many tests wait for a ring, a tone or a browser and compute nothing meanwhile. */
const AT_ONCE = availableParallelism() + 1;

const [verb = "", ...args] = process.argv.slice(2);
try {
  if (!(verb in verbs)) throw new SetUpError(`'${verb}' is not one of: ${Object.keys(verbs).join(", ")}.`);
  if (!existsSync(join(root, "package-lock.json")))
    throw new SetUpError(`package-lock.json is missing in ${root}: clone the repository anew.`);
  await ensureInstalled(say);
  process.exitCode = await verbs[verb](args);
} catch (error) {
  say(error instanceof SetUpError ? `FirstRing could not be set up: ${error.message}` : String(error?.stack ?? error));
  process.exitCode = 1;
}
