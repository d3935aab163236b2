import { SerialPort } from "serialport";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { BytePort } from "./BytePort.ts";
import { ByteStreamPort } from "./ByteStreamPort.ts";
import { isOpenTty, type OpenTty, TtyStream } from "./TtyStream.ts";

/** USB modems ignore it; serial ones take it and detect it at the first "AT". */
const BAUD_RATE = 115_200;
/** A driver that does not let go of a dead device must not hold up the next attempt. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Opened anew each time: a port that has been unplugged is never used again. No RTS/CTS: over USB the bus itself holds
 * back the writer, voice is paced by the clock at 8000 of 11520 bytes a second, and a port whose CTS is not wired would
 * block for ever (wdoekes switches it off when writes block).
 */
export async function openSerialPort(path: string, signal?: AbortSignal): Promise<BytePort> {
  signal?.throwIfAborted();
  const tty = await openTty(path);
  const port: ByteStreamPort = new ByteStreamPort(path, {
    write: (bytes, taken) => stream.write(bytes, taken),
    close: () => atMost(CLOSE_TIMEOUT_MS, stream.close()),
  });
  const stream = new TtyStream(
    tty,
    (bytes) => port.deliver(bytes),
    (why) => port.lose(why),
  );
  if (signal?.aborted) {
    await port.close();
    signal.throwIfAborted();
  }
  return port;
}

async function openTty(path: string): Promise<OpenTty> {
  const options = { path, baudRate: BAUD_RATE, lock: true, rtscts: false };
  const opened = await SerialPort.binding.open(options).catch((error: Error) => {
    throw openingFailed(path, error);
  });
  // DTR asserted: SIM7600 sends its indications only then. A pty has no modem lines (ENOTTY), and needs none.
  await opened.set({ dtr: true, rts: true }).catch(() => undefined);
  if (isOpenTty(opened)) return opened;
  await atMost(CLOSE_TIMEOUT_MS, opened.close());
  throw openingFailed(path, new Error("serialport is not the version that is known"));
}

/** Settles with `closing` or after the time, and never rejects: what closing a dead device says is nothing new. */
function atMost(milliseconds: number, closing: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    closing.then(done, done);
  });
}

const CURES: readonly (readonly [RegExp, string, string])[] = [
  [/ENOENT|No such file|ENXIO|ENODEV|No such device/i, "PORT_MISSING", detail.checkPlug()],
  [/EACCES|Permission denied|EPERM/i, "PORT_FORBIDDEN", detail.addToDialout()],
  [/EBUSY|Cannot lock port|temporarily unavailable|busy/i, "PORT_BUSY", detail.portHeld()],
  [/ENOTTY|Inappropriate ioctl|EISDIR|Is a directory|Invalid argument/i, "PORT_NOT_SERIAL", detail.notSerial()],
];

function openingFailed(path: string, error: Error): ApplianceError {
  const known = CURES.find(([pattern]) => pattern.test(error.message));
  return new ApplianceError(known?.[1] ?? "PORT_FAILED", detail.noOpening({ path, why: error.message }), {
    disposition: "retry",
    cure: known?.[2] ?? detail.replug(),
    cause: error,
  });
}
