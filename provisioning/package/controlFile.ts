/* @pure */

/** Of the package; an address that is nobody's (RFC 2606). */
export const MAINTAINER = "FirstRing <maintainers@firstring.example>";

export interface ControlFacts {
  readonly version: string;
  readonly architecture: string;
  readonly installedBytes: number;
}

/**
 * deb-control(5). What is needed and why: libc6 and libstdc++6 by the pinned Node (it asks for GLIBC_2.28 and
 * GLIBCXX_3.4.21), udev for the modems' names, openssl for certificates. mtools reads a stick without mounting it; recommended only,
 * because Raspberry Pi OS Lite lacks it and a first start has no network: a box without sticks beats none.
 */
export const controlFile = ({ version, architecture, installedBytes }: ControlFacts): string =>
  [
    "Package: firstring",
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${MAINTAINER}`,
    `Installed-Size: ${Math.ceil(installedBytes / 1024)}`,
    "Pre-Depends: init-system-helpers (>= 1.54~)",
    "Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 5.1), systemd (>= 252), udev, openssl",
    "Recommends: mtools, alsa-utils, dbus, systemd-timesyncd | time-daemon",
    "Section: comm",
    "Priority: optional",
    "Description: medical answering appliance",
    " Answers a clinic's telephone before the second ring, finds out how urgent the",
    " call is, takes the message, and pages the doctor on call over its own cellular",
    " modem within seconds, with or without an internet connection.",
    "",
  ].join("\n");
