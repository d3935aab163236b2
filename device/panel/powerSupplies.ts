import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PowerSupply } from "../../firmware/panel/Mains.ts";

export const POWER_SUPPLY_ROOT = "/sys/class/power_supply";

/** What the kernel's power_supply class tells: UPS hats with a fuel gauge, chargers. */
export function readPowerSupplies(root: string): PowerSupply[] {
  let names: string[];
  try {
    names = readdirSync(root);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const of = (file: string): string | undefined => textOf(join(root, name, file));
    const type = of("type");
    if (type === undefined) return [];
    const [scope, online, status, capacityLevel, percent] = [
      of("scope"),
      of("online"),
      of("status"),
      of("capacity_level"),
      Number(of("capacity") ?? Number.NaN),
    ];
    return [
      {
        type,
        ...(scope === undefined ? {} : { scope }),
        // power_supply's `online` is 2 for a supply whose voltage is programmable.
        ...(online === undefined ? {} : { online: online !== "0" }),
        ...(status === undefined ? {} : { status }),
        ...(capacityLevel === undefined ? {} : { capacityLevel }),
        ...(Number.isNaN(percent) ? {} : { capacityPercent: percent }),
      },
    ];
  });
}

/** A file that the driver does not have, or cannot read now, tells nothing. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
