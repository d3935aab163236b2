import { readFileSync } from "node:fs";
import { bootMs } from "../../device/panel/presence.ts";
import type { BootTime } from "./AttemptGuard.ts";

/** random(4): the kernel draws it at each boot. */
export function bootTime(): BootTime {
  return { boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(), ms: bootMs() };
}
