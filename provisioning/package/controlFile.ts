/* @pure */

export interface ControlFacts {
  readonly version: string;
  readonly architecture: string;
  readonly installedBytes: number;
}

/**
 * deb-control(5). What is needed and why: libc6 and libstdc++6 by the pinned Node (it asks for GLIBC_2.28 and
 * GLIBCXX_3.4.21), udev for the modems' names, mtools to read a stick without mounting it, openssl for certificates.
 */
export const controlFile = ({ version, architecture, installedBytes }: ControlFacts): string =>
  [
    "Package: firstring",
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    "Maintainer: FirstRing <firstring@localhost>",
    `Installed-Size: ${Math.ceil(installedBytes / 1024)}`,
    "Pre-Depends: init-system-helpers (>= 1.54~)",
    "Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 5.1), systemd (>= 252), udev, mtools, openssl",
    "Recommends: alsa-utils, dbus, systemd-timesyncd | time-daemon",
    "Section: comm",
    "Priority: optional",
    "Description: medical answering appliance",
    " Answers a clinic's telephone before the second ring, finds out how urgent the",
    " call is, takes the message, and pages the doctor on call over its own cellular",
    " modem within seconds, with or without an internet connection.",
    "",
  ].join("\n");
