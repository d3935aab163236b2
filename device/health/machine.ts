import { readdirSync, readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** Room on the disk of a folder, in megabytes of a million; undefined when the folder is not there. */
export function diskOf(directory: string): { readonly freeMb: number; readonly totalMb: number } | undefined {
  try {
    const { bavail, blocks, bsize } = statfsSync(directory);
    return { freeMb: Math.round((bavail * bsize) / 1e6), totalMb: Math.round((blocks * bsize) / 1e6) };
  } catch {
    return undefined;
  }
}

const THERMAL = "/sys/class/thermal";
/** What the kernels of a Pi and of PCs call the sensor in the processor. */
const PROCESSOR = /^(cpu-thermal|cpu_thermal|x86_pkg_temp)$/;

/** The processor's, in °C, where the kernel tells one (Documentation/driver-api/thermal/sysfs-api.rst: millidegrees). */
export function temperatureC(root = THERMAL): number | undefined {
  let zones: readonly string[];
  try {
    zones = readdirSync(root).filter((name) => name.startsWith("thermal_zone"));
  } catch {
    return undefined;
  }
  const told = zones.flatMap((zone) => {
    const milli = Number.parseInt(textOf(join(root, zone, "temp")), 10);
    const of = PROCESSOR.test(textOf(join(root, zone, "type")));
    return Number.isNaN(milli) ? [] : [{ celsius: Math.round(milli / 100) / 10, of }];
  });
  return (told.find(({ of }) => of) ?? told[0])?.celsius;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
