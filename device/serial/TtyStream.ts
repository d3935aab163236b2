/**
 * Bytes of an open serial device. serialport opens and configures it; reading and writing are ours, for what its Linux
 * binding (13.0.0) does was measured on a pty to be wrong:
 *
 * - a write that waits for the device (EAGAIN) is forgotten if a byte arrives meanwhile, for the native poller replaces
 *   its subscription: a key that a caller presses would leave every later command unsent;
 * - an unplug during a read gives 0 bytes, taken for "again": it spins and never tells (25 of 400 unplugs);
 * - the poller may not be touched once it is destroyed: its wrapper is freed, and the process dies (SIGSEGV in
 *   napi_unwrap) when a read of the thread pool comes back after close and subscribes again;
 * - a read or write under way in the thread pool while the port closes may hit whatever gets the same descriptor next.
 *
 * So nothing goes through the thread pool: the descriptor is non-blocking, read and written here, and the poller only
 * says when. Node's tty.ReadStream would not do: it opens the device a second time, or else writes blocking.
 * Main thread only: the poller belongs to libuv's default loop. Each opening leaves 0.4 kB behind (the native poller is
 * never collected), and must: collected late, it would make deaf whoever has its descriptor's number by then.
 */
import { readSync, writeSync } from "node:fs";
import type { ByteStream } from "./ByteStreamPort.ts";

interface Poller {
  /** Replaces the subscription. Never to be called after close: see above. */
  poll(flags: number): void;
  on(event: "readable" | "writable", listener: (error: Error | null) => void): unknown;
  removeAllListeners(): unknown;
}

/** What we use of serialport's open port; `fd` and `poller` are private parts, so the version is pinned. */
export interface OpenTty {
  readonly fd: number;
  readonly poller: Poller;
  /** Stops and destroys the poller at once, then closes the descriptor. */
  close(): Promise<void>;
}

export function isOpenTty(binding: object): binding is OpenTty {
  const { fd, poller, close } = binding as Partial<OpenTty>;
  const known = typeof poller?.poll === "function" && typeof poller.on === "function";
  return typeof fd === "number" && typeof close === "function" && known;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly taken: (error?: Error | null) => void;
}

/** UV_READABLE and UV_WRITABLE of libuv. */
const READABLE = 1;
const WRITABLE = 2;
/** Linux hands out at most 4095 bytes of a tty at once. */
const READ_BYTES = 4_096;
/** A device that never stops talking must leave room for timers and other ports. */
const READS_PER_TURN = 16;
const TRY_AGAIN = new Set(["EAGAIN", "EWOULDBLOCK", "EINTR"]);

const tryAgain = (error: unknown): boolean => TRY_AGAIN.has((error as NodeJS.ErrnoException).code ?? "");
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class TtyStream implements ByteStream {
  readonly #tty: OpenTty;
  readonly #heard: (bytes: Uint8Array) => void;
  readonly #gone: (why: string) => void;
  readonly #buffer = Buffer.alloc(READ_BYTES);
  #queue: Waiting[] = [];
  #fault: string | undefined;
  #turn: NodeJS.Immediate | undefined;
  #closing: Promise<void> | undefined;

  /** Reads from now on. `gone` must close; it is called once, never from within `write`, and not for `close`. */
  constructor(tty: OpenTty, heard: (bytes: Uint8Array) => void, gone: (why: string) => void) {
    this.#tty = tty;
    this.#heard = heard;
    this.#gone = gone;
    tty.poller.on("readable", (error) => this.#ready(error));
    tty.poller.on("writable", (error) => this.#ready(error));
    this.#watch();
  }

  write(bytes: Uint8Array, taken: (error?: Error | null) => void): void {
    if (this.#closing) return void process.nextTick(taken, new Error("closed"));
    // A copy: the caller may use its buffer again while these bytes still wait for the device.
    this.#queue.push({ bytes: Uint8Array.from(bytes), taken });
    if (this.#queue.length > 1) return;
    this.#flush();
    if (this.#queue.length > 0) this.#watch();
  }

  close(): Promise<void> {
    this.#closing ??= this.#release();
    return this.#closing;
  }

  #release(): Promise<void> {
    clearImmediate(this.#turn);
    const unsent = this.#queue;
    this.#queue = [];
    process.nextTick(() => {
      for (const { taken } of unsent) taken(new Error("closed"));
    });
    this.#tty.poller.removeAllListeners();
    return this.#tty.close();
  }

  /** Called by native code, where an exception of a listener would end the process: so only noted, for this same turn. */
  #ready(error: Error | null): void {
    if (error) this.#fail(error.message);
    else this.#schedule();
  }

  #fail(why: string): void {
    this.#fault ??= why;
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#closing) this.#turn ??= setImmediate(() => this.#takeTurn());
  }

  #takeTurn(): void {
    this.#turn = undefined;
    try {
      // First what the device has said, also if it is gone now.
      this.#read();
      if (!this.#closing && this.#fault === undefined) this.#flush();
    } finally {
      if (this.#fault !== undefined && !this.#closing) this.#gone(this.#fault);
      else this.#watch();
    }
  }

  #read(): void {
    for (let i = 0; i < READS_PER_TURN && !this.#closing; i++) {
      const count = this.#attempt(() => readSync(this.#tty.fd, this.#buffer));
      if (count === undefined) return;
      // A hung-up tty reads as ended; one that is merely silent reads EAGAIN (VMIN is 1).
      if (count === 0) return this.#fail("the device has gone");
      this.#heard(Uint8Array.from(this.#buffer.subarray(0, count)));
    }
  }

  #flush(): void {
    for (let head = this.#queue[0]; head && !this.#closing; head = this.#queue[0]) {
      const { bytes, taken } = head;
      const count = this.#attempt(() => writeSync(this.#tty.fd, bytes));
      if (count === undefined) return;
      if (count < bytes.length) {
        this.#queue[0] = { bytes: bytes.subarray(count), taken };
        if (count === 0) return;
      } else {
        this.#queue.shift();
        taken();
      }
    }
  }

  /** Undefined: nothing now, either because the device is not ready or because it is gone, which is noted. */
  #attempt(transfer: () => number): number | undefined {
    try {
      return transfer();
    } catch (error) {
      if (!tryAgain(error)) this.#fail(messageOf(error));
      return undefined;
    }
  }

  /** The poller alters its own subscription at every event, so all that is wanted is said anew after each. */
  #watch(): void {
    if (this.#closing) return;
    try {
      this.#tty.poller.poll(this.#queue.length > 0 ? READABLE | WRITABLE : READABLE);
    } catch (error) {
      this.#fail(messageOf(error));
    }
  }
}
