import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BootFiles } from "./Machine.ts";

const call = promisify(execFile);
const repository = fileURLToPath(new URL("../../", import.meta.url));
/** Not in git. May be deleted at any time; a first run then takes three minutes more. */
const CACHE = join(repository, ".tools/vm");

export const SUITES = ["trixie", "bookworm"] as const;
export type Suite = (typeof SUITES)[number];
export const isSuite = (name: string): name is Suite => SUITES.some((suite) => suite === name);

/** What the machine of a clinic has besides the package, and what the tests ask the guest with. */
const PACKAGES = [
  ...["systemd", "systemd-sysv", "udev", "dbus", "linux-image-amd64", "initramfs-tools", "kmod", "e2fsprogs"],
  // What firstring's package depends on.
  ...["mtools", "openssl", "ca-certificates"],
  // For the tests: sockets, processes, a DHCP client, https.
  ...["iproute2", "procps", "busybox", "curl", "util-linux", "util-linux-extra"],
];
/** Nobody reads manuals there, and no such hardware is emulated. */
const LEFT_OUT = [
  "/usr/share/doc/*",
  "/usr/share/man/*",
  "/usr/share/locale/*",
  "/usr/lib/modules/*/kernel/drivers/gpu/*",
  "/usr/lib/modules/*/kernel/drivers/net/wireless/*",
  "/usr/lib/modules/*/kernel/drivers/media/*",
];
/** The stock initrd holds every driver and takes three times as long to unpack under emulation. */
const INITRD_MODULES = ["virtio_pci", "virtio_blk", "ext4", "crc32c"];
const ROOT_SIZE = "2G";

const BASE = JSON.stringify([PACKAGES, LEFT_OUT, INITRD_MODULES]);
const digest = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 12);
};

export interface Base {
  readonly tar: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** Debian's root as a tar, with its kernel and a small initrd beside it; made once. */
export async function debianBase(suite: Suite, say: (text: string) => void): Promise<Base> {
  const folder = join(CACHE, `${suite}-${digest(suite, BASE)}`);
  const base = { tar: join(folder, "root.tar"), kernel: join(folder, "vmlinuz"), initrd: join(folder, "initrd.img") };
  if (existsSync(base.initrd)) return base;
  say(`Making a Debian ${suite} root with its kernel for the virtual machine (once; about three minutes) …`);
  const work = `${folder}.part`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const tar = join(work, "root.tar");
  const modules = INITRD_MODULES.join("\\n");
  await run("mmdebstrap", [
    ...["--mode=root", "--variant=apt", "--quiet"],
    ...['--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"'],
    ...LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`),
    `--include=${PACKAGES.join(",")}`,
    `--essential-hook=mkdir -p "$1/etc/initramfs-tools/conf.d" && echo MODULES=list > "$1/etc/initramfs-tools/conf.d/small"`,
    `--customize-hook=printf '${modules}\\n' > "$1/etc/initramfs-tools/modules" && chroot "$1" update-initramfs -u -k all`,
    ...[suite, tar],
  ]);
  await run("tar", ["-xf", tar, "-C", work, "--wildcards", "./boot/vmlinuz-*", "./boot/initrd.img-*"]);
  const files = readdirSync(join(work, "boot"));
  const named = (start: string): string => join(work, "boot", files.find((name) => name.startsWith(start)) ?? start);
  renameSync(named("vmlinuz-"), join(work, "vmlinuz"));
  renameSync(named("initrd.img-"), join(work, "initrd.img"));
  rmSync(folder, { recursive: true, force: true });
  renameSync(work, folder);
  return base;
}

/** A root image with the package installed by dpkg, as on a box, or without it; one for each package file. */
export async function rootImage(
  suite: Suite,
  deb: string | undefined,
  say: (text: string) => void,
): Promise<BootFiles> {
  const base = await debianBase(suite, say);
  const kind = deb === undefined ? "plain" : "installed";
  const root = join(CACHE, `${kind}-${suite}-${digest(BASE, RECIPE, deb === undefined ? "" : readFileSync(deb))}.img`);
  const boot = { root, kernel: base.kernel, initrd: base.initrd };
  if (existsSync(root)) return boot;
  say(deb === undefined ? "Making a plain root image …" : `Installing ${basename(deb)} into the machine's root …`);
  forgetOldImages(`${kind}-${suite}-`);
  const tree = join(CACHE, `tree-${process.pid}`);
  try {
    mkdirSync(tree, { recursive: true });
    await run("tar", ["-xf", base.tar, "-C", tree]);
    if (deb !== undefined) {
      cpSync(deb, join(tree, "root/firstring.deb"));
      await inTree(tree, "dpkg --force-unsafe-io -i /root/firstring.deb");
      rmSync(join(tree, "root/firstring.deb"));
    }
    furnish(tree);
    await run("mke2fs", ["-q", "-t", "ext4", "-L", "root", "-d", tree, `${root}.part`, ROOT_SIZE]);
    renameSync(`${root}.part`, root);
  } finally {
    rmSync(tree, { recursive: true, force: true });
    rmSync(`${root}.part`, { force: true });
  }
  return boot;
}

/** Changed when `furnish` is. */
const RECIPE = "4";

/**
 * An emulated processor on a busy computer is dozens of times slower than a box: how long a start took is a figure, not a
 * failure, and a systemd that had no turn for 15 s is not hung. `watchdog.vmtest.ts` sets the watchdogs as a box has them.
 */
const PATIENCE: Readonly<Record<string, string>> = {
  "system.conf.d/90-emulated.conf": "[Manager]\nRuntimeWatchdogSec=10min\n",
  "system/service.d/emulated.conf": "[Service]\nTimeoutStartSec=15min\n",
  // Under other names: the same one would take the place of that above.
  "system/firstring.service.d/emulated-watchdog.conf": "[Service]\nWatchdogSec=3min\n",
  "system/firstring-panel.service.d/emulated-watchdog.conf": "[Service]\nWatchdogSec=3min\n",
};

/** Housekeeping of Debian's, and logins that nobody uses: seconds each on an emulated processor. */
const NOT_STARTED = [
  ...["apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer", "fstrim.timer", "dpkg-db-backup.timer"],
  ...["e2scrub_reap.service", "serial-getty@ttyS0.service", "getty@tty1.service", "getty-static.service"],
];

/** What a test machine has that a clinic's has not: nothing waits for a network, and nothing is asked at the first boot. */
function furnish(tree: string): void {
  writeFileSync(join(tree, "etc/hostname"), "firstring-vm\n");
  writeFileSync(join(tree, "etc/machine-id"), "0123456789abcdef0123456789abcdef\n");
  writeFileSync(join(tree, "etc/fstab"), "/dev/vda / ext4 noatime,errors=remount-ro 0 1\n");
  // systemd-update-done.service(8): else each first boot makes anew what was made when the packages were installed.
  for (const folder of ["etc", "var"]) writeFileSync(join(tree, folder, ".updated"), "");
  for (const [file, text] of Object.entries(PATIENCE)) {
    const path = join(tree, "etc/systemd", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const unit of NOT_STARTED) symlinkSync("/dev/null", join(tree, "etc/systemd/system", unit));
  chmodSync(join(tree, "root"), 0o700);
}

const inTree = (tree: string, script: string): Promise<void> =>
  run("chroot", [tree, "/bin/sh", "-eu", "-c", script], {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    LC_ALL: "C",
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  });

/** A folder as a disk of its own: the programs that tests run inside the guest. */
export async function imageOf(
  folder: string,
  file: string,
  size: string,
  options: readonly string[] = [],
): Promise<void> {
  await run("mke2fs", ["-q", "-t", "ext4", ...options, "-d", folder, file, size]);
}

export async function emptyImage(file: string, size: string, options: readonly string[] = []): Promise<void> {
  await call("mke2fs", ["-q", "-t", "ext4", ...options, file, size]);
}

const KEPT = 4;

/** The newest few stay: another checkout that shares this folder may be using one. */
function forgetOldImages(start: string): void {
  const images = readdirSync(CACHE)
    .filter((name) => name.startsWith(start) && name.endsWith(".img"))
    .map((name) => ({ path: join(CACHE, name), at: statSync(join(CACHE, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of images.slice(KEPT)) rmSync(path, { force: true });
}

/** Runs a program to its end; its output is shown only when it fails. */
function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("nice", ["-n", "10", file, ...args], { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    const hear = (bytes: Buffer) => {
      output = (output + bytes.toString()).slice(-4_000);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${file} ended with ${code}:\n${output}`)),
    );
  });
}
