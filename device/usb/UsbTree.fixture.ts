import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PluggedDevice {
  readonly port: string;
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  /** Serial device by interface number. */
  readonly ttys: Readonly<Record<number, string>>;
}

/** sysfs and /dev in a folder, laid out as Linux 6 lays out USB serial devices. */
export class UsbTree implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), "firstring-usb-"));
  readonly sys = join(this.#root, "sys");
  readonly dev = join(this.#root, "dev");

  constructor() {
    for (const folder of ["class/tty", "bus/usb/devices", "bus/usb/drivers/usb", "devices"]) this.#folder(folder);
    mkdirSync(join(this.dev, "firstring"), { recursive: true });
    this.#notUsb();
  }

  plug(device: PluggedDevice): void {
    const folder = this.#deviceFolder(device.port);
    mkdirSync(folder, { recursive: true });
    const { vendor, product, serial } = device;
    for (const [name, value] of Object.entries({ idVendor: vendor, idProduct: product, serial, authorized: "1" })) {
      if (value !== undefined) writeFileSync(join(folder, name), `${value}\n`);
    }
    symlinkSync(folder, join(this.sys, "bus/usb/devices", device.port));
    for (const [number, tty] of Object.entries(device.ttys)) this.#interface(folder, device.port, Number(number), tty);
  }

  unplug(device: PluggedDevice): void {
    rmSync(this.#deviceFolder(device.port), { recursive: true });
    rmSync(join(this.sys, "bus/usb/devices", device.port));
    for (const tty of Object.values(device.ttys)) {
      rmSync(join(this.sys, "class/tty", tty));
      rmSync(join(this.dev, tty));
    }
  }

  link(name: string, tty: string): string {
    const path = join(this.dev, "firstring", name);
    symlinkSync(join("..", tty), path);
    return path;
  }

  path(name: string): string {
    return join(this.dev, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #interface(device: string, port: string, number: number, tty: string): void {
    const acm = tty.startsWith("ttyACM");
    const folder = join(device, `${port}:1.${number}`);
    const leaf = join(folder, acm ? "." : tty, "tty", tty);
    mkdirSync(leaf, { recursive: true });
    writeFileSync(join(folder, "bInterfaceNumber"), `${number.toString(16).padStart(2, "0")}\n`);
    symlinkSync(leaf, join(this.sys, "class/tty", tty));
    writeFileSync(join(this.dev, tty), "");
  }

  /** A machine has serial devices that are not of USB, and ttys that are none. */
  #notUsb(): void {
    for (const tty of ["ttyS0", "tty1", "ptmx"]) {
      const leaf = join(this.sys, "devices/virtual/tty", tty);
      mkdirSync(leaf, { recursive: true });
      symlinkSync(leaf, join(this.sys, "class/tty", tty));
      writeFileSync(join(this.dev, tty), "");
    }
  }

  #deviceFolder(port: string): string {
    return join(this.sys, "devices/platform/soc/usb1/1-1", port);
  }

  #folder(path: string): void {
    mkdirSync(join(this.sys, path), { recursive: true });
  }
}

export const SIM7600 = (port: string, first: number, serial?: string): PluggedDevice => ({
  port,
  vendor: "1e0e",
  product: "9001",
  ...(serial === undefined ? {} : { serial }),
  ttys: Object.fromEntries([0, 1, 2, 3, 4].map((number) => [number, `ttyUSB${first + number}`])),
});
