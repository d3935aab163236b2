/* @pure */
import { KNOWN_MODEMS, type KnownModem } from "./knownModems.ts";

/** Text of `systemd/78-firstring-modems.rules`; a test holds the two together. systemd/README.md says why each line. */
export function udevRules(modems: readonly KnownModem[] = KNOWN_MODEMS): string {
  return `${[...HEAD, ...modems.flatMap(section), "", `LABEL="${END}"`].join("\n")}\n`;
}

const END = "firstring_modems_end";

const HEAD = [
  "# Made from device/usb/knownModems.ts. Installed by hand in this version:",
  "#   cp systemd/78-firstring-modems.rules /etc/udev/rules.d/ && udevadm control --reload && udevadm trigger",
  "# Keeps ModemManager off the modems we know, gives their ports names, and lets group dialout switch them off and on.",
  `ACTION=="remove", GOTO="${END}"`,
];

function section(modem: KnownModem): readonly string[] {
  const { vendor, product, name, at, secondAt, audio } = modem;
  const device = `ATTR{idVendor}=="${vendor}", ATTR{idProduct}=="${product}"`;
  const above = `ATTRS{idVendor}=="${vendor}", ATTRS{idProduct}=="${product}"`;
  const usbDevice = `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ${device}`;
  const authorized = "$sys$devpath/authorized";
  return [
    "",
    `# ${name}`,
    `${above}, ENV{ID_MM_DEVICE_IGNORE}="1", ENV{ID_MM_PORT_IGNORE}="1"`,
    `${usbDevice}, TEST=="power/control", ATTR{power/control}="on"`,
    `${usbDevice}, RUN+="/bin/chgrp dialout ${authorized}", RUN+="/bin/chmod g+w ${authorized}"`,
    ...link(above, at, "at"),
    ...(secondAt === undefined ? [] : link(above, secondAt, "at2")),
    ...(audio === undefined ? [] : link(above, audio, "audio")),
  ];
}

/** By its task, for the one modem of a box; and by its place, for boxes with two. */
const link = (above: string, interfaceNumber: number, task: string): readonly string[] => {
  const number = interfaceNumber.toString(16).padStart(2, "0");
  const port = `SUBSYSTEM=="tty", ${above}, ENV{ID_USB_INTERFACE_NUM}=="${number}"`;
  return [`${port}, SYMLINK+="firstring/mobile-${task} firstring/usb-$id-${task}"`];
};
