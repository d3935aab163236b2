import type { TestContext } from "node:test";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { debianProgramsOrSkip } from "./debianPrograms.ts";
import { ModemManagerStation, modemManagerNamespace } from "./ModemManagerStation.ts";
import type { UsbSerialPort } from "./usbSerialTree.ts";

export interface Make {
  readonly model: NonNullable<GsmEmulatorOptions["model"]>;
  readonly usb: UsbSerialPort;
  readonly plugin: string;
  /** It takes `AT+CNMI=2,1,2,1,0`, which ModemManager sends to be told of delivery. */
  readonly tellsDelivery: boolean;
}

/** The AT port of each, as ModemManager's rules and its plugins know it. */
export const MAKES = {
  sim7600: {
    model: "sim7600",
    usb: { vendor: "1e0e", product: "9001", interfaceNumber: "02", name: "ttyUSB2" },
    plugin: "simtech",
    // ⟨ds⟩ 1 only with ⟨mode⟩ 1 (manual §7.9).
    tellsDelivery: false,
  },
  ec25: {
    model: "ec25",
    usb: { vendor: "2c7c", product: "0125", interfaceNumber: "02", name: "ttyUSB2" },
    plugin: "quectel",
    tellsDelivery: true,
  },
  huawei: {
    model: "huawei",
    usb: { vendor: "12d1", product: "1001", interfaceNumber: "00", name: "ttyUSB0" },
    plugin: "huawei",
    tellsDelivery: true,
  },
  generic: {
    model: "generic",
    usb: { vendor: "ffff", product: "0001", interfaceNumber: "00", name: "ttyUSB0" },
    plugin: "generic",
    tellsDelivery: true,
  },
} as const satisfies Record<string, Make>;

/** What ModemManager needs of this machine. In CI it must be there; elsewhere the test says why it is skipped. */
async function groundFor(t: TestContext) {
  const programs = await debianProgramsOrSkip(t, "ModemManager", "mmcli", "dbus-daemon", "dbus-monitor");
  if (!programs) return undefined;
  const namespace = await modemManagerNamespace();
  if (typeof namespace !== "string") return { programs, namespace };
  if (process.env["CI"] === "true") throw new Error(namespace);
  t.skip(namespace);
  return undefined;
}

interface Extras extends Pick<GsmEmulatorOptions, "simPin" | "noSim"> {
  readonly rules?: Readonly<Record<string, string>>;
}

/** The emulated modem behind the ids of `make`, and a ModemManager that has just been told of its port. */
export async function stationAt(t: TestContext, make: Make, { rules = {}, ...options }: Extras = {}) {
  const ground = await groundFor(t);
  if (!ground) return undefined;
  const emulator = new GsmModemEmulator({ ...options, model: make.model });
  t.after(() => emulator.stop());
  const port = await emulator.listen({ kind: "pty" });
  const station = await ModemManagerStation.open(ground.programs, ground.namespace, { port, usb: make.usb, rules });
  t.after(() => station.close());
  return { emulator, station };
}
