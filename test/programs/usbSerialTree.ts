import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A USB modem's serial port as the kernel would show it. */
export interface UsbSerialPort {
  /** Four hexadecimal digits each. */
  readonly vendor: string;
  readonly product: string;
  /** Two hexadecimal digits: `bInterfaceNumber`. */
  readonly interfaceNumber: string;
  readonly name: string;
}

const DEVICE = "devices/usb1/1-1";

/**
 * Writes what a program looks up below /sys about one USB serial port of the driver `option`: the device, its interface,
 * the port, and the links between them. The links say /sys, where this folder is to be mounted.
 */
export async function writeUsbSerialTree(folder: string, port: UsbSerialPort): Promise<void> {
  const interfacePath = `${DEVICE}/1-1:1.${Number.parseInt(port.interfaceNumber, 16)}`;
  const serialPath = `${interfacePath}/${port.name}`;
  const ttyPath = `${serialPath}/tty/${port.name}`;
  for (const path of [ttyPath, "class/tty", "bus/usb/drivers/option", "bus/usb/drivers/usb", "bus/usb-serial"]) {
    await mkdir(join(folder, path), { recursive: true });
  }
  const links: readonly (readonly [string, string])[] = [
    [`class/tty/${port.name}`, ttyPath],
    [`${ttyPath}/subsystem`, "class/tty"],
    [`${serialPath}/subsystem`, "bus/usb-serial"],
    [`${serialPath}/driver`, "bus/usb/drivers/option"],
    [`${interfacePath}/subsystem`, "bus/usb"],
    [`${interfacePath}/driver`, "bus/usb/drivers/option"],
    [`${DEVICE}/subsystem`, "bus/usb"],
    [`${DEVICE}/driver`, "bus/usb/drivers/usb"],
  ];
  for (const [link, target] of links) await symlink(join("/sys", target), join(folder, link));
  const attributes: readonly (readonly [string, string])[] = [
    [`${interfacePath}/bInterfaceNumber`, port.interfaceNumber],
    [`${interfacePath}/bInterfaceClass`, "ff"],
    [`${interfacePath}/bInterfaceSubClass`, "ff"],
    [`${interfacePath}/bInterfaceProtocol`, "ff"],
    [`${DEVICE}/idVendor`, port.vendor],
    [`${DEVICE}/idProduct`, port.product],
    [`${DEVICE}/manufacturer`, "Emulated"],
    [`${DEVICE}/product`, "Modem"],
  ];
  for (const [file, value] of attributes) await writeFile(join(folder, file), `${value}\n`);
}
