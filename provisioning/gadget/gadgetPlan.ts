/* @pure */
// What the box is to a laptop at the other end of the USB cable: one configuration with a network (NCM) and a serial console
// (ACM), as a list of what is written where in the kernel's configfs. Facts: Linux Documentation/usb/gadget_configfs.rst and
// ABI/testing/configfs-usb-gadget; Microsoft's "Microsoft OS 1.0 descriptors" (WINNCM, without which Windows 11 asks for a driver).

export interface GadgetIdentity {
  /** Printed on the label, and what the laptop shows as the device's serial number. */
  readonly serial: string;
  /** Of our end and of the laptop's end; locally administered, the same at every plug, so that a laptop makes one connection of it. */
  readonly ourMac: string;
  readonly laptopMac: string;
}

export type GadgetStep =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "value"; readonly path: string; readonly value: string; readonly mayBeMissing?: true }
  | { readonly kind: "link"; readonly path: string; readonly to: string };

/** Linux Foundation, multifunction composite gadget. A change of descriptors wants a new bcdDevice: Windows remembers failures by it. */
const IDS = { vendor: "0x1d6b", product: "0x0104", device: "0x0510" };
/** English (United States), the one language of the strings. */
const LANGUAGE = "0x409";
/** Class, subclass and protocol of a device whose interfaces belong together in groups (USB interface association). */
const COMPOSITE = { bDeviceClass: "0xEF", bDeviceSubClass: "0x02", bDeviceProtocol: "0x01" };
/** A Pi at a laptop's port; in mA, as configfs counts. */
const POWER_MA = "500";

export const GADGET = "firstring";
/** Named by us, so that no USB modem's `usb0` is ever taken for the cable. */
export const INTERFACE = "firstring0";
const INTERFACE_PATTERN = "firstring%d";

/** `digest`: SHA-256 of the serial number, from which the two addresses are made. */
export function gadgetIdentity(serial: string, digest: Uint8Array): GadgetIdentity {
  const tail = [...digest.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
  // 02: locally administered, one device; 06 likewise, so that the two never are one.
  return { serial, ourMac: `02:${tail}`, laptopMac: `06:${tail}` };
}

/** In the order in which the kernel wants them. Not in it: the controller, which is written last, when all is there. */
export function gadgetSteps(identity: GadgetIdentity): readonly GadgetStep[] {
  const folder = (path: string): GadgetStep => ({ kind: "folder", path });
  const value = (path: string, text: string): GadgetStep => ({ kind: "value", path, value: text });
  return [
    folder(""),
    value("idVendor", IDS.vendor),
    value("idProduct", IDS.product),
    value("bcdDevice", IDS.device),
    value("bcdUSB", "0x0200"),
    ...Object.entries(COMPOSITE).map(([name, text]) => value(name, text)),
    folder(`strings/${LANGUAGE}`),
    value(`strings/${LANGUAGE}/serialnumber`, identity.serial),
    value(`strings/${LANGUAGE}/manufacturer`, "FirstRing"),
    value(`strings/${LANGUAGE}/product`, "FirstRing set-up"),
    folder("configs/c.1"),
    value("configs/c.1/MaxPower", POWER_MA),
    folder(`configs/c.1/strings/${LANGUAGE}`),
    value(`configs/c.1/strings/${LANGUAGE}/configuration`, "Network and serial console"),
    folder("functions/ncm.usb0"),
    value("functions/ncm.usb0/dev_addr", identity.ourMac),
    value("functions/ncm.usb0/host_addr", identity.laptopMac),
    // Kernels before 5.14 do not let it be named.
    { kind: "value", path: "functions/ncm.usb0/ifname", value: INTERFACE_PATTERN, mayBeMissing: true },
    value("functions/ncm.usb0/os_desc/interface.ncm/compatible_id", "WINNCM"),
    folder("functions/acm.usb0"),
    value("os_desc/b_vendor_code", "0xcd"),
    value("os_desc/qw_sign", "MSFT100"),
    value("os_desc/use", "1"),
    // NCM first: the OS descriptor speaks of interface 0.
    { kind: "link", path: "configs/c.1/ncm.usb0", to: "functions/ncm.usb0" },
    { kind: "link", path: "configs/c.1/acm.usb0", to: "functions/acm.usb0" },
    { kind: "link", path: "os_desc/c.1", to: "configs/c.1" },
  ];
}

/** What is taken away and in which order; configfs refuses any other. Attributes go with their folder. */
export function removalSteps(): readonly { readonly kind: "link" | "folder"; readonly path: string }[] {
  const link = (path: string) => ({ kind: "link" as const, path });
  const folder = (path: string) => ({ kind: "folder" as const, path });
  return [
    link("os_desc/c.1"),
    link("configs/c.1/acm.usb0"),
    link("configs/c.1/ncm.usb0"),
    folder(`configs/c.1/strings/${LANGUAGE}`),
    folder("configs/c.1"),
    folder("functions/acm.usb0"),
    folder("functions/ncm.usb0"),
    folder(`strings/${LANGUAGE}`),
    folder(""),
  ];
}
