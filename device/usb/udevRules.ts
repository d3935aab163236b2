/* @pure */
import { KNOWN_MODEMS, KNOWN_VOICE_MODEMS, type KnownModem, type KnownVoiceModem } from "./knownModems.ts";

/** Text of `systemd/78-firstring-modems.rules`; a test holds the two together. systemd/README.md says why each line. */
export function udevRules(
  modems: readonly KnownModem[] = KNOWN_MODEMS,
  voiceModems: readonly KnownVoiceModem[] = KNOWN_VOICE_MODEMS,
): string {
  return `${[...HEAD, ...modems.flatMap(section), ...voiceModems.flatMap(voiceSection), "", `LABEL="${END}"`].join("\n")}\n`;
}

const END = "firstring_modems_end";

const HEAD = [
  "# Made from device/usb/knownModems.ts, which is the place to add a modem.",
  "# Keeps ModemManager off the modems we know, gives their ports names, and lets group dialout switch them off and on.",
  `ACTION=="remove", GOTO="${END}"`,
];

/** Who may use it, what the bus may do with it, and whose it is not. */
function usbDevice({ vendor, product, name }: KnownVoiceModem): readonly string[] {
  const device = `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="${vendor}", ATTR{idProduct}=="${product}"`;
  const authorized = "$sys$devpath/authorized";
  return [
    "",
    `# ${name}`,
    `${aboveOf({ vendor, product })}, ENV{ID_MM_DEVICE_IGNORE}="1", ENV{ID_MM_PORT_IGNORE}="1"`,
    `${device}, TEST=="power/control", ATTR{power/control}="on"`,
    `${device}, RUN+="/bin/chgrp dialout ${authorized}", RUN+="/bin/chmod g+w ${authorized}"`,
  ];
}

const aboveOf = ({ vendor, product }: { readonly vendor: string; readonly product: string }): string =>
  `ATTRS{idVendor}=="${vendor}", ATTRS{idProduct}=="${product}"`;

/** The first interface of a CDC-ACM modem has its port. */
function voiceSection(modem: KnownVoiceModem): readonly string[] {
  const port = `SUBSYSTEM=="tty", ${aboveOf(modem)}, ENV{ID_USB_INTERFACE_NUM}=="00"`;
  return [...usbDevice(modem), `${port}, SYMLINK+="firstring/front firstring/usb-$id-line"`];
}

function section(modem: KnownModem): readonly string[] {
  const { at, secondAt, audio } = modem;
  const above = aboveOf(modem);
  return [
    ...usbDevice(modem),
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
