/**
 * Two faults of serialport 13 (@serialport/bindings-cpp 13, Linux), cured on one open port. Both were measured on a pty:
 *
 * 1. A write that waits for the device (EAGAIN) is never taken up again if a byte arrives meanwhile: the native poller
 *    replaces its subscription ("readable") instead of adding to it, so that "writable" is lost. A key that a caller
 *    presses while the modem holds us back would leave every later command unsent. Cure: always subscribe to all that
 *    somebody waits for.
 * 2. A port that is hung up while a read is under way reads 0 bytes, which the binding takes for "again": it spins and
 *    never says `close` (25 of 400 unplugs). Cure: 0 bytes are the end of the device.
 *
 * It reaches into private parts, so the version is pinned and what it needs is checked: without it, nothing is changed.
 */
import { read } from "node:fs";
import type { SerialPort } from "serialport";

interface Poller {
  poll(flags?: number): void;
  once(event: "readable", listener: (error: Error | null) => void): unknown;
  listenerCount(event: string): number;
}

interface LinuxBinding {
  readonly fd: number;
  readonly isOpen: boolean;
  readonly poller: Poller;
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

/** UV_READABLE and UV_WRITABLE of libuv. */
const READABLE = 1;
const WRITABLE = 2;
const TRY_AGAIN = new Set(["EAGAIN", "EWOULDBLOCK", "EINTR"]);

/** To be called once, as soon as the port is open. False: this is not the binding that is known; nothing was done. */
export function cureSerialPort(port: SerialPort): boolean {
  const binding: unknown = port.port;
  if (!isLinuxBinding(binding)) return false;
  keepSubscriptions(binding.poller);
  binding.read = (buffer, offset, length) => readSome(binding, buffer, offset, length);
  return true;
}

function isLinuxBinding(binding: unknown): binding is LinuxBinding {
  const { fd, poller, read: reads } = (binding ?? {}) as Partial<LinuxBinding>;
  const known = typeof poller?.poll === "function" && typeof poller.listenerCount === "function";
  return typeof fd === "number" && typeof reads === "function" && known;
}

function keepSubscriptions(poller: Poller): void {
  const poll = poller.poll.bind(poller);
  poller.poll = (flags = 0) => {
    const reads = poller.listenerCount("readable") > 0 ? READABLE : 0;
    const writes = poller.listenerCount("writable") > 0 ? WRITABLE : 0;
    poll(flags | reads | writes);
  };
}

/** The errors are marked as the stream above expects them: `canceled` after our own close, `disconnect` for the rest. */
function readSome(
  binding: LinuxBinding,
  buffer: Buffer,
  offset: number,
  length: number,
): Promise<{ buffer: Buffer; bytesRead: number }> {
  return new Promise((resolve, reject) => {
    const gone = (error: Error) => reject(Object.assign(error, { disconnect: true }));
    const attempt = (): void => {
      if (!binding.isOpen) return void reject(Object.assign(new Error("Port is not open"), { canceled: true }));
      read(binding.fd, buffer, offset, length, null, (error, bytesRead) => {
        if (error && TRY_AGAIN.has(error.code ?? "")) {
          binding.poller.once("readable", (failed) => (failed ? reject(failed) : attempt()));
        } else if (error) gone(error);
        else if (bytesRead === 0) gone(new Error("the device has gone"));
        else resolve({ buffer, bytesRead });
      });
    };
    attempt();
  });
}
