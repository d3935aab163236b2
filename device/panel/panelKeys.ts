import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hasKey } from "./inputEvents.ts";

/**
 * The keys by which the panel's wires are known (linux/input-event-codes.h). They are no keys of a keyboard: the console, the
 * magic SysRq and systemd-logind pass them by.
 */
export const PANEL_KEYS = {
  /** BTN_0: the button. */
  button: 0x100,
  /** BTN_1: down while mains is gone. */
  mainsLost: 0x101,
  /** BTN_2: down while the battery is nearly empty. */
  batteryLow: 0x102,
} as const;
export type PanelKey = keyof typeof PANEL_KEYS;

export interface PanelInput {
  /** `event3`: changes from boot to boot. */
  readonly name: string;
  readonly path: string;
  readonly keys: readonly PanelKey[];
}

export interface InputRoots {
  /** Where sysfs tells of input devices. */
  readonly sys?: string;
  readonly dev?: string;
}

/** BUS_HOST: soldered to the machine. A stick that says that it is a button has another bus, and is not believed. */
const BUS_HOST = "0019";

export const wordBits = (): 32 | 64 => (["arm", "ia32"].includes(process.arch) ? 32 : 64);

/** The input devices of this machine that have one of the panel's keys. */
export function findPanelInputs({ sys = "/sys/class/input", dev = "/dev/input" }: InputRoots = {}): PanelInput[] {
  return eventNames(sys).flatMap((name) => {
    const device = join(sys, name, "device");
    if (textOf(join(device, "id/bustype")) !== BUS_HOST) return [];
    const capabilities = textOf(join(device, "capabilities/key"));
    const keys = (Object.keys(PANEL_KEYS) as PanelKey[]).filter((key) =>
      hasKey(capabilities, PANEL_KEYS[key], wordBits()),
    );
    return keys.length === 0 ? [] : [{ name, path: join(dev, name), keys }];
  });
}

function eventNames(sys: string): string[] {
  try {
    return readdirSync(sys).filter((name) => /^event\d+$/.test(name));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
