import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { ARCHITECTURES, type Architecture } from "./architectures.ts";
import { runToEnd } from "./runToEnd.ts";

/**
 * `node_modules` of the runtime for an architecture, from the lock file alone, the pinned Node among them. Fetched once for
 * each lock file and kept under .tools/; no install script runs, so what comes is what the lock file's checksums say.
 */
export async function runtimeModules(
  root: string,
  architecture: Architecture,
  say: (line: string) => void,
): Promise<string> {
  const lock = readFileSync(join(root, "package-lock.json"));
  const manifest = readFileSync(join(root, "package.json"));
  const digest = createHash("sha256").update(lock).update(manifest).digest("hex").slice(0, 16);
  const home = join(root, ".tools/package");
  const kept = join(home, `modules-${architecture}-${digest}`);
  if (existsSync(kept)) return join(kept, "node_modules");
  const work = `${kept}.${process.pid}.tmp`;
  mkdirSync(work, { recursive: true });
  try {
    for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(root, name), join(work, name));
    say(`Fetching the locked packages for ${architecture} …`);
    await npmCi(work, architecture);
    if (!existsSync(join(work, "node_modules", nodePackage(architecture), "bin/node"))) throw noRuntime(architecture);
    forgetOlder(home, architecture);
    renameSync(work, kept);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return join(kept, "node_modules");
}

/** The npm package that holds the pinned Node. */
export const nodePackage = (architecture: Architecture): string => `node-linux-${ARCHITECTURES[architecture].node}`;

async function npmCi(folder: string, architecture: Architecture): Promise<void> {
  // npm's own path, when npm runs us: the npm in PATH may be another one.
  const npm = process.env["npm_execpath"];
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const args = [
    "ci",
    "--omit=dev",
    "--include=optional",
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
  ];
  const target = [`--cpu=${ARCHITECTURES[architecture].node}`, "--os=linux", "--libc=glibc", "--loglevel=error"];
  await runToEnd(command, [...first, ...args, ...target], {
    cwd: folder,
    failed: (output) =>
      new ApplianceError(
        "PACKAGE_MODULES",
        `npm could not fetch the packages for ${architecture}. It said:\n${output}`,
        {
          disposition: "retry",
          cure: "Check the network (or npm's registry setting), then run the same command again.",
        },
      ),
  });
}

const noRuntime = (architecture: Architecture) =>
  new ApplianceError("PACKAGE_NODE", `the pinned Node for ${architecture} did not come with the locked packages`, {
    disposition: "operator",
    cure: "npm must be version 9 or newer (it knows --cpu, --os and --libc) and may not leave out optional packages.",
  });

/** What an older lock file wanted is of no use any more; a quarter of a gigabyte each. */
function forgetOlder(home: string, architecture: Architecture): void {
  for (const name of readdirSync(home))
    if (name.startsWith(`modules-${architecture}-`) && !name.endsWith(".tmp"))
      rmSync(join(home, name), { recursive: true, force: true });
}
