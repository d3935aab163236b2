import { SerialPort } from "serialport";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { BytePort } from "./BytePort.ts";
import { ByteStreamPort } from "./ByteStreamPort.ts";
import { cureSerialPort } from "./cureSerialPort.ts";

/** USB modems ignore it; serial ones take it and detect it at the first "AT". */
const BAUD_RATE = 115_200;
/** A driver that does not let go of a dead device must not hold up the next attempt. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * A new SerialPort for each opening: one that has been unplugged is never used again. No RTS/CTS: over USB the bus itself
 * holds back the writer, voice is paced by the clock at 8000 of 11520 bytes a second, and a port whose CTS is not wired
 * would block for ever (wdoekes switches it off when writes block).
 */
export async function openSerialPort(path: string, signal?: AbortSignal): Promise<BytePort> {
  signal?.throwIfAborted();
  const serial = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false, lock: true, rtscts: false });
  const port = new ByteStreamPort(path, {
    write: (bytes, taken) => void serial.write(Buffer.from(bytes), undefined, taken),
    close: () => closeSerial(serial),
  });
  serial.on("error", (error) => port.lose(error.message));
  serial.on("close", (error?: Error | null) => port.lose(error?.message ?? "closed"));
  await new Promise<void>((resolve, reject) =>
    serial.open((error) => (error ? reject(openingFailed(path, error)) : resolve())),
  );
  // Before the first read: serialport 13 loses writes and unplugs otherwise.
  cureSerialPort(serial);
  serial.on("data", (bytes: Buffer) => port.deliver(bytes));
  await raiseModemLines(serial);
  if (signal?.aborted) {
    await port.close();
    signal.throwIfAborted();
  }
  return port;
}

/** DTR asserted: SIM7600 sends its indications only then. A pty has no modem lines (ENOTTY), and needs none. */
function raiseModemLines(serial: SerialPort): Promise<void> {
  return new Promise((resolve) => serial.set({ dtr: true, rts: true }, () => resolve()));
}

function closeSerial(serial: SerialPort): Promise<void> {
  if (!serial.isOpen) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    serial.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

const CURES: readonly (readonly [RegExp, string, string])[] = [
  [
    /ENOENT|No such file|ENXIO|ENODEV|No such device/i,
    "PORT_MISSING",
    "Check the modem's USB plug, and the device's name in the clinic file.",
  ],
  [
    /EACCES|Permission denied|EPERM/i,
    "PORT_FORBIDDEN",
    "Add the user that runs FirstRing to the group `dialout`, then log in anew.",
  ],
  [
    /EBUSY|Cannot lock port|temporarily unavailable|busy/i,
    "PORT_BUSY",
    "Another program holds the port; stop it (often ModemManager: `systemctl mask --now ModemManager`).",
  ],
  [
    /ENOTTY|Inappropriate ioctl|EISDIR|Is a directory|Invalid argument/i,
    "PORT_NOT_SERIAL",
    "It is not a serial port; name the modem's device in the clinic file.",
  ],
];

function openingFailed(path: string, error: Error): ApplianceError {
  const known = CURES.find(([pattern]) => pattern.test(error.message));
  return new ApplianceError(known?.[1] ?? "PORT_FAILED", `${path} cannot be opened: ${error.message}`, {
    disposition: "retry",
    cure: known?.[2] ?? "Unplug the modem for ten seconds and plug it in again.",
    cause: error,
  });
}
