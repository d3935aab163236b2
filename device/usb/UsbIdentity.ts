/* @pure */

/** A USB device as its descriptors and its place tell it. */
export interface UsbIdentity {
  /** Four hexadecimal digits in small letters. */
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  /** Where it is plugged in, as the kernel names it: bus, then hub ports, `1-1.2`. The same after every plug and start. */
  readonly port: string;
}

/** Serial numbers that makers put into all of their modems (SIM7600, many Huawei): they tell nothing apart. */
const PLACEHOLDER = /^(?:0*|0?123456789(?:abcdef)?|f+)$/i;

const serialOf = (device: UsbIdentity): string | undefined =>
  device.serial === undefined || PLACEHOLDER.test(device.serial) ? undefined : device.serial;

const sameKind = (one: UsbIdentity, other: UsbIdentity): boolean =>
  one.vendor === other.vendor && one.product === other.product;

/**
 * Which of the devices that are there now is the one that was known:
 * 1. the one with its ids and its own serial number, wherever it is plugged in now;
 * 2. the one in its place from the same maker: a modem that came back in another USB mode, or its replacement;
 * 3. with no serial number to go by, the only other one of its kind: somebody used another socket.
 * What another line holds (`takenPorts`, also when it is away just now) is never taken for it, so that of two identical
 * modems each keeps its own place.
 */
export function findAgain(
  known: UsbIdentity,
  present: readonly UsbIdentity[],
  takenPorts: readonly string[] = [],
): UsbIdentity | undefined {
  const free = present.filter((device) => !takenPorts.includes(device.port));
  const serial = serialOf(known);
  const kind = free.filter((device) => sameKind(device, known));
  const bySerial = serial === undefined ? undefined : kind.find((device) => serialOf(device) === serial);
  const inPlace = free.find((device) => device.port === known.port && device.vendor === known.vendor);
  if (bySerial !== undefined || inPlace !== undefined) return bySerial ?? inPlace;
  const alike = kind.filter((device) => serial === undefined || serialOf(device) === undefined);
  return alike.length === 1 ? alike[0] : undefined;
}

/** `usb:1e0e:9001` or `usb:1e0e:9001:SERIAL`, as the clinic file writes it. */
export interface UsbSpec {
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
}

export function parseUsbSpec(text: string): UsbSpec | undefined {
  const [, vendor, product, serial] = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::([\w.-]+))?$/.exec(text) ?? [];
  if (vendor === undefined || product === undefined) return undefined;
  return serial === undefined ? { vendor, product } : { vendor, product, serial };
}

/** The devices that a clinic file may mean. A serial number that it names is believed, whatever it looks like. */
export const matching = <D extends UsbIdentity>(spec: UsbSpec, present: readonly D[]): readonly D[] =>
  present.filter(
    (device) => sameKind({ ...spec, port: "" }, device) && (spec.serial === undefined || spec.serial === device.serial),
  );
