import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { findAgain, matching, parseUsbSpec, type UsbIdentity } from "./UsbIdentity.ts";

export interface UsbSerialPort {
  /** What it is called now: `/dev/ttyUSB2`. */
  readonly device: string;
  /** The USB device it belongs to, of which it is one of several ports. */
  readonly usb: UsbIdentity;
  /** bInterfaceNumber: what the port is for, `knownModems.ts`. */
  readonly interfaceNumber: number;
}

/** What is remembered of a port to find it again, whatever it is called then. */
export type PortIdentity = Omit<UsbSerialPort, "device">;

export interface UsbPlaces {
  /** Where sysfs is mounted. */
  readonly sys?: string;
  readonly dev?: string;
}

/**
 * The serial ports of USB devices, read from sysfs at the moment of asking: no udev is needed (`SerialPort.list()` ends
 * the process where there is none), nothing is watched, nothing is kept. Never throws: a device that vanishes while it is
 * read was not there.
 */
export class UsbSerialPorts {
  readonly #sys: string;
  readonly #dev: string;

  constructor(places: UsbPlaces = {}) {
    this.#sys = places.sys ?? "/sys";
    this.#dev = places.dev ?? "/dev";
  }

  /** By USB place and interface, so that the order is the same at every start. */
  list(): readonly UsbSerialPort[] {
    const names = namesIn(join(this.#sys, "class/tty")).filter((name) => !/^tty\d*$/.test(name)); // the screens
    const ports = names.flatMap((name) => this.#read(name) ?? []);
    const key = (port: UsbSerialPort): string => `${port.usb.port} ${String(port.interfaceNumber).padStart(3, "0")}`;
    return ports.sort((one, other) => (key(one) < key(other) ? -1 : 1));
  }

  /** Of a device or a link to one, such as `/dev/firstring/mobile-at`. Undefined: it is gone, or is no USB device (a pty). */
  identityOf(devicePath: string): UsbSerialPort | undefined {
    const device = real(devicePath);
    if (device === undefined || dirname(device) !== (real(this.#dev) ?? this.#dev)) return undefined;
    return this.#read(basename(device));
  }

  /** What the port is called now; `takenPorts`: USB places that belong to other lines. Undefined: it is not plugged in. */
  findPort(wanted: PortIdentity, takenPorts: readonly string[] = []): string | undefined {
    const ports = this.list();
    const usb = findAgain(wanted.usb, distinct(ports), takenPorts);
    return ports.find((port) => port.usb.port === usb?.port && port.interfaceNumber === wanted.interfaceNumber)?.device;
  }

  /**
   * For `usb:1e0e:9001[:serial]` of the clinic file. `several`: more than one device fits and none is taken; the first
   * place is used, and a person should be told to name the serial number or the device.
   */
  findBySpec(
    spec: string,
    interfaceNumber: number,
    takenPorts: readonly string[] = [],
  ): (UsbSerialPort & { readonly several: boolean }) | undefined {
    const wanted = parseUsbSpec(spec);
    if (wanted === undefined) return undefined;
    const ports = this.list();
    const fitting = matching(wanted, distinct(ports)).filter((device) => !takenPorts.includes(device.port));
    const port = ports.find(
      (one) => one.interfaceNumber === interfaceNumber && fitting.some((device) => device.port === one.usb.port),
    );
    return port === undefined ? undefined : { ...port, several: fitting.length > 1 };
  }

  /**
   * `/sys/class/tty/ttyUSB2` leads into the tree of devices: …/1-1.2 (device)/1-1.2:1.2 (interface)/ttyUSB2/tty/ttyUSB2;
   * with ttyACM the interface is one step nearer. A serial device that is not of USB has no interface above it.
   */
  #read(name: string): UsbSerialPort | undefined {
    let folder = real(join(this.#sys, "class/tty", name));
    for (let steps = 0; folder !== undefined && steps < 6; steps++, folder = dirname(folder)) {
      const number = text(join(folder, "bInterfaceNumber"));
      if (number === undefined) continue;
      const usb = identityIn(dirname(folder));
      const interfaceNumber = Number.parseInt(number, 16);
      if (usb === undefined || Number.isNaN(interfaceNumber)) return undefined;
      return { device: join(this.#dev, name), usb, interfaceNumber };
    }
    return undefined;
  }
}

function identityIn(folder: string): UsbIdentity | undefined {
  const vendor = text(join(folder, "idVendor"))?.toLowerCase();
  const product = text(join(folder, "idProduct"))?.toLowerCase();
  if (vendor === undefined || product === undefined) return undefined;
  const serial = text(join(folder, "serial"));
  const port = basename(folder);
  return serial === undefined || serial === "" ? { vendor, product, port } : { vendor, product, serial, port };
}

const distinct = (ports: readonly UsbSerialPort[]): readonly UsbIdentity[] => [
  ...new Map(ports.map((port) => [port.usb.port, port.usb])).values(),
];

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
