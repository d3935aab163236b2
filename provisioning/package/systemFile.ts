/* @pure */

/** Folders of systemd/ whose files go as they are into the folder of the same name. */
const DROP_IN_FOLDERS: Readonly<Record<string, string>> = {
  "sysusers.d": "usr/lib/sysusers.d",
  "tmpfiles.d": "usr/lib/tmpfiles.d",
  "modules-load.d": "usr/lib/modules-load.d",
  "modprobe.d": "usr/lib/modprobe.d",
  "sysctl.d": "usr/lib/sysctl.d",
  "journald.conf.d": "usr/lib/systemd/journald.conf.d",
  "system.conf.d": "usr/lib/systemd/system.conf.d",
  "logind.conf.d": "usr/lib/systemd/logind.conf.d",
  "timesyncd.conf.d": "usr/lib/systemd/timesyncd.conf.d",
  "system-preset": "usr/lib/systemd/system-preset",
  "system-generators": "usr/lib/systemd/system-generators",
  network: "usr/lib/systemd/network",
  NetworkManager: "usr/lib/NetworkManager/conf.d",
};

const UNIT = /^[^/]+\.(service|socket|target|timer|path|mount|slice)$/;

/** Where a file of systemd/ (its path in there) is installed; undefined for what is read only in the repository. */
export function systemFile(path: string): string | undefined {
  const [folder = "", name] = path.split("/");
  if (name === undefined) {
    if (path.endsWith(".rules")) return `usr/lib/udev/rules.d/${path}`;
    return UNIT.test(path) ? `usr/lib/systemd/system/${path}` : undefined;
  }
  if (path.endsWith(".rules")) return `usr/lib/udev/rules.d/${name}`;
  const target = DROP_IN_FOLDERS[folder];
  if (target !== undefined) return `${target}/${name}`;
  // Drop-ins of a unit (of ours or of Debian's), and links that pull a unit in.
  if (/\.(service|socket|target|timer)\.(d|wants|requires)$/.test(folder)) return `usr/lib/systemd/system/${path}`;
  return UNIT.test(name) ? `usr/lib/systemd/system/${name}` : undefined;
}

/** Whether the package enables a unit: it says in [Install] what pulls it in. Of a template there is no instance yet. */
export const isEnabled = (name: string, text: string): boolean => /^\[Install\]/m.test(text) && !name.includes("@.");
