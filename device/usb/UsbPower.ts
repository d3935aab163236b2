import { constants, existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";

export interface SwitchOptions {
  readonly clock: Clock;
  /** Ends the waiting; what was switched off is switched on again all the same. */
  readonly signal?: AbortSignal;
  /** Where sysfs is mounted. */
  readonly sys?: string;
}

/** Drivers let go of a device in tens of milliseconds; hubs want to see it away for a moment. */
const USB_OFF = Seconds(1);
/** What modems need to lose all they know (fact sheet: VBUS or PWRKEY for at least 10 s). */
export const POWER_OFF = Seconds(10);

const folderOf = (port: string, sys: string): string => join(sys, "bus/usb/devices", port);

/** Whether there is a USB device at this place now that could be switched off and on. */
export const canReauthorise = (port: string, sys = "/sys"): boolean =>
  isPlace(port) && existsSync(join(folderOf(port, sys), "authorized"));

/**
 * Takes the USB device at this place (`1-1.2`) away from the kernel and gives it back: to the computer as if it were
 * unplugged and plugged in again, while the modem keeps its power. Where the kernel does not let itself be told so, its
 * driver is unbound and bound. Rejects with an ApplianceError that says what to do, or with the signal's reason.
 */
export async function reauthorise(port: string, options: SwitchOptions): Promise<void> {
  const { sys = "/sys", signal } = options;
  signal?.throwIfAborted();
  if (!isPlace(port)) throw new TypeError(`${port} is no USB place such as 1-1.2`);
  const authorized = join(folderOf(port, sys), "authorized");
  const drivers = join(sys, "bus/usb/drivers/usb");
  try {
    await offAndOn(
      () => write(authorized, "0", signal),
      () => write(authorized, "1"),
      USB_OFF,
      options,
    );
  } catch (error) {
    signal?.throwIfAborted();
    const rebound = await rebind(drivers, port, options).catch(() => false);
    signal?.throwIfAborted();
    if (!rebound) throw usbFailed(port, error as NodeJS.ErrnoException);
  }
}

async function rebind(drivers: string, port: string, options: SwitchOptions): Promise<boolean> {
  await offAndOn(
    () => write(join(drivers, "unbind"), port, options.signal),
    () => write(join(drivers, "bind"), port),
    USB_OFF,
    options,
  );
  return true;
}

/**
 * Writes 0 to a switch (a gpio-led's `brightness`, a relay), waits, writes 1. It ends switched on, whatever happens while
 * it waits.
 */
export async function switchPower(file: string, offFor: Duration, options: SwitchOptions): Promise<void> {
  options.signal?.throwIfAborted();
  try {
    await offAndOn(
      () => write(file, "0", options.signal),
      () => write(file, "1"),
      offFor,
      options,
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    throw switchFailed(file, error as NodeJS.ErrnoException);
  }
}

async function offAndOn(
  off: () => Promise<void>,
  on: () => Promise<void>,
  offFor: Duration,
  { clock, signal }: SwitchOptions,
): Promise<void> {
  try {
    await off();
    await pause(offFor, clock, signal);
  } finally {
    await on();
  }
  signal?.throwIfAborted();
}

/** Not created, not truncated: what is not there is no switch. A driver that hangs holds up the write, not its caller. */
async function write(path: string, value: string, signal?: AbortSignal): Promise<void> {
  const file = await open(path, constants.O_WRONLY);
  const written = file.write(value).finally(() => file.close());
  if (signal === undefined) return void (await written);
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([written, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    written.catch(() => undefined);
  }
}

/** Ends early, and without a word, when the signal says so. */
function pause(length: Duration, clock: Clock, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = clock.after("power off", length, end);
    signal?.addEventListener("abort", end, { once: true });
  });
}

const isPlace = (port: string): boolean => /^\d+-\d+(?:\.\d+)*$/.test(port);

const FORBIDDEN = new Set(["EACCES", "EPERM", "EROFS"]);
const MISSING = new Set(["ENOENT", "ENODEV", "ENXIO"]);

function usbFailed(port: string, cause: NodeJS.ErrnoException): ApplianceError {
  const code = cause.code ?? "";
  if (FORBIDDEN.has(code)) {
    return new ApplianceError("USB_SWITCH_FORBIDDEN", `the USB device at ${port} may not be switched off and on`, {
      disposition: "operator",
      cure: "Install systemd/78-firstring-modems.rules into /etc/udev/rules.d and plug the modem in again.",
      cause,
    });
  }
  const missing = MISSING.has(code);
  return new ApplianceError(
    missing ? "USB_DEVICE_GONE" : "USB_SWITCH_FAILED",
    missing ? `there is no USB device at ${port}` : `the USB device at ${port} cannot be switched: ${cause.message}`,
    { disposition: "retry", cure: "Check the modem's USB plug, or plug it in again.", cause },
  );
}

function switchFailed(file: string, cause: NodeJS.ErrnoException): ApplianceError {
  const forbidden = FORBIDDEN.has(cause.code ?? "");
  return new ApplianceError(
    forbidden ? "POWER_SWITCH_FORBIDDEN" : "POWER_SWITCH_FAILED",
    `the power switch ${file} cannot be used: ${cause.message}`,
    {
      disposition: "operator",
      cure: forbidden
        ? "Let the user that runs FirstRing write this file (a udev rule, see systemd/README.md)."
        : "Check powerSwitch in the clinic file, and that the switch's overlay is loaded.",
      cause,
    },
  );
}
