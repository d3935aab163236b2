import { existsSync } from "node:fs";
import { join } from "node:path";

/** What the virtual machine is made and run with, and Debian's package that brings it. */
const NEEDED: Readonly<Record<string, string>> = {
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-img": "qemu-utils",
  "qemu-storage-daemon": "qemu-system-common",
  mmdebstrap: "mmdebstrap",
  mke2fs: "e2fsprogs",
  mount: "mount",
  setpriv: "util-linux",
  "dpkg-deb": "dpkg",
  mcopy: "mtools",
};
const FOLDERS = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", ...(process.env["PATH"] ?? "").split(":")];

/** Why `npm run test:vm` cannot run here, with the one line that cures it; undefined when it can. */
export function whyNot(): string | undefined {
  if (process.getuid?.() !== 0)
    return "npm run test:vm makes a Debian root and mounts disks after power cuts: run it as root (sudo npm run test:vm).";
  const missing = Object.keys(NEEDED).filter((name) => !FOLDERS.some((folder) => existsSync(join(folder, name))));
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((name) => NEEDED[name]))].join(" ");
  return `This machine lacks ${missing.join(", ")}. Install with:\n  apt-get install --no-install-recommends ${packages}`;
}
