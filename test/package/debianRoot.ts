import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Architecture } from "../../provisioning/package/architectures.ts";

const call = promisify(execFile);
export const SUITES = ["bookworm", "trixie"] as const;
export type Suite = (typeof SUITES)[number];
export const isSuite = (name: string): name is Suite => SUITES.some((suite) => suite === name);

const CACHE = fileURLToPath(new URL("../../.tools/debian-roots", import.meta.url));
/** What the package depends on, and what every Debian machine has that runs systemd. */
const PACKAGES = ["systemd", "systemd-sysv", "udev", "dbus", "mtools", "openssl", "libstdc++6"];
const BINFMT = "/proc/sys/fs/binfmt_misc";

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, for a person. */
  readonly output: string;
}

/** A fresh Debian that lives until the end of its scope. Nothing of it runs when no command does. */
export interface DebianRoot extends AsyncDisposable {
  readonly folder: string;
  /** Runs a shell command in it, as root, with its own /proc and the machine's /dev; throws when it fails. */
  sh(command: string): Promise<string>;
  /** The same, and a failure is an answer. */
  try(command: string): Promise<Answer>;
}

export async function debianRoot(
  suite: Suite,
  architecture: Architecture,
  say: (text: string) => void,
): Promise<DebianRoot> {
  const registered = architecture === "arm64" && process.arch !== "arm64" ? registerEmulator() : false;
  const folder = mkdtempSync(join(tmpdir(), `firstring-root-${suite}-${architecture}-`));
  const leave = () => {
    rmSync(folder, { recursive: true, force: true });
    if (registered) writeFileSync(join(BINFMT, "qemu-aarch64"), "-1");
  };
  try {
    await call("tar", ["-xf", await rootTar(suite, architecture, say), "-C", folder]);
  } catch (error) {
    leave();
    throw error;
  }
  // What was left out of the root to make it small is not to be left out of our package.
  rmSync(join(folder, "etc/dpkg/dpkg.cfg.d/99mmdebstrap"), { force: true });
  const tryOut = (command: string) => enter(folder, command);
  return {
    folder,
    try: tryOut,
    sh: async (command) => {
      const { code, stdout, output } = await tryOut(command);
      if (code !== 0) throw new Error(`${command}\nended with ${code}:\n${output.slice(-4_000)}`);
      return stdout;
    },
    [Symbol.asyncDispose]: async () => leave(),
  };
}

async function rootTar(suite: Suite, architecture: Architecture, say: (text: string) => void): Promise<string> {
  const tar = join(CACHE, `${suite}-${architecture}.tar`);
  if (existsSync(tar)) return tar;
  say(`Making a Debian ${suite} root for ${architecture} (once; minutes) …`);
  mkdirSync(CACHE, { recursive: true });
  const part = join(CACHE, `${suite}-${architecture}.${process.pid}.tar`);
  try {
    await call("nice", [
      ...["-n", "10", "mmdebstrap", "--mode=root", "--variant=apt", "--quiet", `--architectures=${architecture}`],
      ...['--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"'],
      ...["--dpkgopt=path-exclude=/usr/share/locale/*", `--include=${PACKAGES.join(",")}`, suite, part],
    ]);
    renameSync(part, tar);
  } finally {
    rmSync(part, { force: true });
  }
  return tar;
}

/** The kernel runs arm64 programs by qemu, as Debian's package registers it. True when it was us who said so. */
function registerEmulator(): boolean {
  if (existsSync(join(BINFMT, "qemu-aarch64"))) return false;
  // systemd mounts it when it is asked for; a machine without systemd has not.
  if (!existsSync(join(BINFMT, "register")))
    execFileSync("mount", ["-t", "binfmt_misc", "binfmt_misc", BINFMT], { stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(join(BINFMT, "register"), readFileSync("/usr/lib/binfmt.d/qemu-aarch64.conf", "utf8").trim());
  return true;
}

/** In mount and process namespaces of its own: when the command ends, all that it started and mounted is gone. */
function enter(folder: string, command: string): Promise<Answer> {
  const script = 'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/sh -c "$2"';
  const args = [
    "-n",
    "10",
    "unshare",
    "--mount",
    "--pid",
    "--fork",
    "--kill-child",
    "sh",
    "-c",
    script,
    "sh",
    folder,
    command,
  ];
  const env = {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    LC_ALL: "C.UTF-8",
    DEBIAN_FRONTEND: "noninteractive",
    HOME: "/root",
  };
  const child = spawn("nice", args, { stdio: ["ignore", "pipe", "pipe"], env });
  let [stdout, output] = ["", ""];
  child.stdout.on("data", (bytes) => {
    stdout += bytes;
    output += bytes;
  });
  child.stderr.on("data", (bytes) => {
    output += bytes;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}
