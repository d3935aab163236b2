import { execFile } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { BOX } from "../../device/runtime/installation.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { programFacts } from "./programFacts.ts";
import type { Releases } from "./Releases.ts";
import { isVersion } from "./releaseChoice.ts";

const run = promisify(execFile);
/** An SD card writes 180 MB in half a minute; a worn one in several. */
const UNPACK_BOUND_MS = 600_000;
const QUICK_BOUND_MS = 30_000;

export interface PackageFacts {
  readonly version: string;
  readonly architecture: string;
}

/** Reads what a Debian package says of itself. @throws ApplianceError RELEASE_FILE when it is none of ours. */
export async function readPackage(file: string): Promise<PackageFacts> {
  const text = await dpkg(["--field", file, "Package", "Version", "Architecture"], file);
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(text)?.[1] ?? "";
  const [name, version, architecture] = [field("Package"), field("Version"), field("Architecture")];
  if (name !== "firstring" || !isVersion(version)) throw notOurs(file, `it holds '${name} ${version}'`);
  return { version, architecture };
}

/**
 * Puts the program of a Debian package beside the one that runs, whole or not at all. It is not in use by that: see
 * `startTrial` and `keep` of Releases. The caller has verified the file (its signature, on a bundle).
 */
export async function unpackRelease(releases: Releases, file: string): Promise<PackageFacts> {
  const facts = await readPackage(file);
  const { version, architecture } = facts;
  const own = process.arch === "arm64" ? "arm64" : "amd64";
  if (architecture !== own) throw notOurs(file, `it is for ${architecture}, and this box is ${own}`);
  releases.sweep();
  const part = releases.partOf(version);
  const tree = `${part}-tree`;
  try {
    mkdirSync(tree, { recursive: true, mode: 0o755 });
    await dpkg(["--extract", file, tree], file);
    renameSync(join(tree, BOX.program), part);
    const found = programFacts(part);
    if (found?.version !== version) throw notOurs(file, "there is no whole program in it");
    // Its own Node on this very machine: a release that cannot even say its version is not taken.
    const answer = await run(join(part, "bin/node"), [join(part, "program/main.js"), "--version"], {
      timeout: QUICK_BOUND_MS * 4,
      env: { PATH: process.env["PATH"] },
    }).catch((cause: unknown) => {
      throw notOurs(file, "its program does not run on this box", cause);
    });
    if (answer.stdout.trim() !== `firstring ${version}`)
      throw notOurs(file, `its program says '${answer.stdout.trim()}'`);
    await run("sync", ["--file-system", part], { timeout: UNPACK_BOUND_MS });
    releases.adopt(version);
    return facts;
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

async function dpkg(args: readonly string[], file = args.at(-1) ?? ""): Promise<string> {
  try {
    return (await run("dpkg-deb", [...args], { timeout: UNPACK_BOUND_MS, env: { ...process.env, LC_ALL: "C" } }))
      .stdout;
  } catch (cause) {
    const said =
      String((cause as { stderr?: unknown }).stderr ?? "")
        .trim()
        .split("\n")
        .at(-1) ?? "";
    if (/No space left/i.test(said))
      throw new ApplianceError("RELEASE_NO_SPACE", `there is no room for the release on this disk`, {
        disposition: "operator",
        cure: "It needs 200 MB: take an old version away with firstring release drop VERSION.",
        cause,
      });
    throw notOurs(file, said === "" ? String(cause) : said, cause);
  }
}

const notOurs = (file: string, why: string, cause?: unknown): ApplianceError =>
  new ApplianceError("RELEASE_FILE", `${file} is not a FirstRing package for this box: ${why}`, {
    disposition: "operator",
    cure: "Take the firstring_VERSION_ARCH.deb that `npm run package` builds for this machine.",
    cause,
  });
