/** The two clocks of the machine: the kernel's, and the one with a battery where there is one. Koffi only in these moments. */
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { endianness } from "node:os";
import koffi from "koffi";
import type { EpochMs } from "../../firmware/time/Clock.ts";

const CLOCK_REALTIME = 0;
/** linux/rtc.h: _IOW('p', 0x0a, struct rtc_time); the same on x86 and ARM. */
const RTC_SET_TIME = 0x4024700a;
/** struct rtc_time: nine ints, as struct tm without its zone. */
const RTC_TIME_BYTES = 36;

/** clock_settime(2); CAP_SYS_TIME. Throws what the kernel says. */
export function setSystemTime(to: EpochMs): void {
  const libc = koffi.load(null);
  const settime = libc.func("int clock_settime(int, void *)");
  const spec = Buffer.alloc(16);
  const seconds = BigInt(Math.floor(to / 1000));
  const nanoseconds = BigInt(Math.floor(to % 1000) * 1_000_000);
  if (endianness() === "LE") {
    spec.writeBigInt64LE(seconds, 0);
    spec.writeBigInt64LE(nanoseconds, 8);
  } else {
    spec.writeBigInt64BE(seconds, 0);
    spec.writeBigInt64BE(nanoseconds, 8);
  }
  if (settime(CLOCK_REALTIME, spec) !== 0) throw new Error(`clock_settime failed (errno ${koffi.errno()})`);
}

/** What the battery clock says, in UTC as Linux keeps it; undefined where there is none. */
export function batteryTime(sysfs = "/sys/class/rtc/rtc0"): EpochMs | undefined {
  try {
    const seconds = Number(readFileSync(`${sysfs}/since_epoch`, "utf8").trim());
    return Number.isFinite(seconds) ? seconds * 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** rtc(4). Throws what the kernel says; a box without a battery clock is told by `batteryTime`. */
export function setBatteryTime(to: EpochMs, device = "/dev/rtc0"): void {
  const fd = openSync(device, constants.O_RDONLY);
  try {
    const libc = koffi.load(null);
    const ioctl = libc.func("int ioctl(int, unsigned long, ...)");
    if (ioctl(fd, RTC_SET_TIME, "void *", rtcTime(to)) !== 0)
      throw new Error(`RTC_SET_TIME failed (errno ${koffi.errno()})`);
  } finally {
    closeSync(fd);
  }
}

export function rtcTime(to: EpochMs): Buffer {
  const at = new Date(to);
  const fields = [
    at.getUTCSeconds(),
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth(),
    at.getUTCFullYear() - 1900,
  ];
  const bytes = Buffer.alloc(RTC_TIME_BYTES);
  for (const [i, field] of fields.entries())
    if (endianness() === "LE") bytes.writeInt32LE(field, i * 4);
    else bytes.writeInt32BE(field, i * 4);
  return bytes;
}
