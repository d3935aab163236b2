import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ARCHITECTURES,
  type Architecture,
  isArchitecture,
  ownArchitecture,
} from "../../provisioning/package/architectures.ts";
import { buildPackage } from "../../provisioning/package/buildPackage.ts";
import { debianRoot } from "../package/debianRoot.ts";
import { readiness } from "../package/readiness.ts";
import { finding, measured, type Row, type Section } from "./report.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const TITLE = "the package";
const VERSION = "0.0.0+bench";
/** What answers telephones in Debian, with all that it needs. */
const PEERS = ["asterisk", "mgetty-voice"];

/** How large, how long to build, how long to install (as root, in a Debian root); both architectures, xz as it is given away. */
export async function packaging(tell: (line: string) => void): Promise<Section> {
  const out = mkdtempSync(join(tmpdir(), "firstring-bench-package-"));
  try {
    const rows: Row[] = [];
    for (const architecture of Object.keys(ARCHITECTURES).filter(isArchitecture)) {
      tell(`building for ${architecture}`);
      const built = await buildPackage({
        ...{ root, architecture, out, say: tell, version: VERSION, compression: "xz" },
      });
      rows.push(
        measured({ name: `${architecture}: package`, values: [built.bytes / 1e6], unit: "MB" }),
        measured({
          name: `${architecture}: installed`,
          values: [built.installedBytes / 1e6],
          unit: "MB",
          peer: peersInWords(),
        }),
        measured({ name: `${architecture}: built in, one thread of xz`, values: [built.seconds * 1000] }),
      );
      rows.push(...(await installed(architecture, built.file, tell)));
    }
    return {
      title: TITLE,
      rows,
      notes: ["installed and tried on Debian 12 and 13, amd64 and arm64: npm run test:package"],
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** In Debian's root of that architecture: another one than this computer's runs under user-mode emulation, some fourteen times slower. */
async function installed(architecture: Architecture, file: string, tell: (line: string) => void): Promise<Row[]> {
  const emulated = architecture === ownArchitecture ? "" : ", emulated";
  const what = `${architecture} in a Debian 12 root${emulated}`;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/mmdebstrap"))
    return [finding(what, "could not run: it needs root and mmdebstrap", "runs", false)];
  if (emulated !== "" && !existsSync("/usr/bin/qemu-aarch64-static"))
    return [finding(what, "could not run: it needs qemu-user-static", "runs", false)];
  await using debian = await debianRoot("bookworm", architecture, tell);
  execFileSync("cp", [file, join(debian.folder, "root/it.deb")]);
  tell(`installing ${architecture}`);
  const started = performance.now();
  await debian.sh("dpkg -i /root/it.deb");
  const installMs = performance.now() - started;
  tell(`starting on ${architecture}`);
  const { coldSeconds, warmSeconds, megabytes } = await readiness(debian, emulated !== "");
  // Only this computer's own time says anything about a box; the memory holds for both.
  const own = emulated === "";
  return [
    measured({ name: `${what}: dpkg -i`, values: [installMs] }),
    measured({
      ...{ name: `${what}: start to ready, first and later`, values: [coldSeconds * 1000, warmSeconds * 1000] },
      ...(own ? { bar: { atMost: 10_000, of: "max" } } : {}),
    }),
    measured({
      name: `${what}: memory of the daemon (RSS${own ? "" : ", at most: some of the emulator's is in it"})`,
      ...{ values: [megabytes], unit: "MB" },
      ...(own ? { bar: { atMost: 120, of: "max" } } : {}),
    }),
  ];
}

/** Installed-Size of the packages of Debian's list that this machine has; nothing where it has none. */
function peersInWords(): string | undefined {
  const sizes = PEERS.flatMap((name) => {
    try {
      const text = execFileSync("apt-cache", ["show", "--no-all-versions", name], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      const kib = Number(/^Installed-Size: (\d+)$/m.exec(text)?.[1]);
      return Number.isFinite(kib) ? [`${name} ${((kib * 1024) / 1e6).toFixed(1)} MB without what it depends on`] : [];
    } catch {
      return [];
    }
  });
  return sizes.length === 0 ? undefined : `${sizes.join(", ")} (Debian's own figures)`;
}
