// Fetches the locked dependencies, the pinned runtime among them. Plain JavaScript for any Node since 18.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules/.firstring-set-up");
const lockFolder = join(root, ".tools/set-up.lock");

/** Something that a person at the terminal can mend; its message says how. */
export class SetUpError extends Error {}

export function pinnedNode() {
  return join(root, "node_modules/.bin/node");
}

function wantedStamp() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
}

/**
 * A second working tree that shares the packages of the first by a link (git worktree). They are kept by that one: `npm ci` here
 * would empty them under everybody who works there, and put a folder in place of the link.
 */
const isBorrowed = () => lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink() === true;

const isSetUp = () =>
  existsSync(stampFile) && existsSync(pinnedNode()) && readFileSync(stampFile, "utf8") === wantedStamp();

/** Makes node_modules what the lock file says, with progress through `say`; returns at once when it already is. */
export async function ensureInstalled(say) {
  if (isSetUp()) return;
  if (isBorrowed()) {
    if (existsSync(pinnedNode())) return;
    throw new SetUpError(
      "node_modules is a link to another folder, and the packages are not there: set that one up first.",
    );
  }
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
    throw new SetUpError(
      `this is ${process.platform} on ${process.arch}; FirstRing runs on 64-bit Linux (x64 or arm64).`,
    );
  }
  await holdingLock(say, async () => {
    if (isSetUp()) return;
    const started = Date.now();
    const packages = Object.keys(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages).length - 1;
    say(`Setting up FirstRing: fetching the locked packages (up to ${packages}, the Node 24 runtime among them) …`);
    await npmCi(say, started);
    linkPinnedNode();
    if (!existsSync(pinnedNode()))
      throw new SetUpError(
        "the pinned runtime did not arrive (optional package node-linux-…). Run the command again; if it stays so, check that npm may install optional packages.",
      );
    say("Preparing the program, so that its first start is as quick and as small as all others …");
    await warmCompileCache();
    writeFileSync(stampFile, wantedStamp());
    say(`Set up in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  });
}

/** npm 9 (Debian 12) brings the runtime's package and does not link its program, for reasons of its own; `npm rebuild` then does. */
function linkPinnedNode() {
  const name = `node-linux-${process.arch}`;
  const program = join(root, "node_modules", name, "bin/node");
  if (existsSync(pinnedNode()) || !existsSync(program)) return;
  chmodSync(program, 0o755);
  mkdirSync(dirname(pinnedNode()), { recursive: true });
  rmSync(pinnedNode(), { force: true });
  symlinkSync(`../${name}/bin/node`, pinnedNode());
}

/** Node's compile cache for everything that we start; whoever starts a program of ours sets NODE_COMPILE_CACHE to it. */
export const compileCache = join(root, ".tools/compile-cache");

const WARM_WITHIN_MS = 60_000;

/** Loads once what the first start will load. Whatever goes wrong here only makes that start slower. */
async function warmCompileCache() {
  for (const args of [["device/runtime/warmCaches.ts"], ["device/main.ts", "--version"]]) {
    await new Promise((resolve) => {
      const child = spawn(pinnedNode(), args, {
        cwd: root,
        stdio: "ignore",
        timeout: WARM_WITHIN_MS,
        env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
      });
      child.once("error", resolve);
      child.once("exit", resolve);
    });
  }
}

/** One set-up at a time: a second terminal waits for the first. A lock left by a killed set-up is taken over. */
async function holdingLock(say, work) {
  mkdirSync(dirname(lockFolder), { recursive: true });
  for (let told = false; ; ) {
    try {
      mkdirSync(lockFolder);
      break;
    } catch (error) {
      if (error.code !== "EEXIST")
        throw new SetUpError(`${root} cannot be written (${error.code}): clone it where you may write.`);
      const owner = readOwner();
      if (owner === undefined || !isAlive(owner)) {
        rmSync(lockFolder, { recursive: true, force: true });
        continue;
      }
      if (!told) say("Another terminal is setting FirstRing up; waiting for it …");
      told = true;
      await pause(300);
    }
  }
  try {
    writeFileSync(join(lockFolder, "pid"), String(process.pid));
    await work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function readOwner() {
  try {
    return Number(readFileSync(join(lockFolder, "pid"), "utf8"));
  } catch {
    // Its owner may be between the two steps; a folder older than that has no owner.
    try {
      return Date.now() - statSync(lockFolder).mtimeMs < 2_000 ? process.pid : undefined;
    } catch {
      return undefined;
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function npmCi(say, started) {
  // npm's own path, when npm runs us: the npm in PATH may be another one, or none.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // --prefer-offline: a second clone on the same machine takes what is in npm's cache.
  const args = [
    ...first,
    "ci",
    "--include=dev",
    "--include=optional",
    "--ignore-scripts",
    "--prefer-offline",
    "--loglevel=error",
    "--no-audit",
    "--no-fund",
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_ENV: "development", npm_config_loglevel: "error" },
    });
    let output = "";
    child.stdout.on("data", (bytes) => {
      output += bytes;
    });
    child.stderr.on("data", (bytes) => {
      output += bytes;
    });
    const progress = setInterval(
      () => say(`  … ${((Date.now() - started) / 1000).toFixed(0)} s, ${countPackages()} packages in place`),
      3_000,
    );
    child.once("error", (error) => {
      clearInterval(progress);
      reject(new SetUpError(`npm could not be started (${error.code}): install npm.`));
    });
    child.once("exit", (code) => {
      clearInterval(progress);
      if (code === 0) resolve();
      else
        reject(
          new SetUpError(
            `npm could not fetch the packages. It said:\n${inShort(output)}\nCheck the network (or npm's registry setting), then run the same command again.`,
          ),
        );
    });
  });
}

function countPackages() {
  try {
    return readdirSync(join(root, "node_modules")).filter((name) => !name.startsWith(".")).length;
  } catch {
    return 0;
  }
}

/** npm follows its reason with its whole usage; a person at the terminal needs the first lines. */
const inShort = (output) => output.trim().split("\n").slice(0, 12).join("\n");
