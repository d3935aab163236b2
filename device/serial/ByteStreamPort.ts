import type { BytePort } from "./BytePort.ts";

/** What a stream of bytes can do, whether it is a serial device or a socket. */
export interface ByteStream {
  /** Hands bytes to the kernel; `taken` is called once it has them, or has failed. */
  write(bytes: Uint8Array, taken: (error?: Error | null) => void): void;
  close(): Promise<void>;
}

/** Bytes that arrived before somebody listened. More than a modem says before it is asked anything. */
const EARLY_BYTES = 65_536;

/**
 * The BytePort over any stream: counts what the kernel has not taken, tells once that the port is gone however many
 * events say so, and never throws.
 */
export class ByteStreamPort implements BytePort {
  readonly name: string;
  readonly #stream: ByteStream;
  #pending = 0;
  #gone: string | undefined;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #dataListener: ((bytes: Uint8Array) => void) | undefined;
  #goneListener: ((why: string) => void) | undefined;
  #drainWaiters: (() => void)[] = [];
  #closed: Promise<void> | undefined;

  constructor(name: string, stream: ByteStream) {
    this.name = name;
    this.#stream = stream;
  }

  get pending(): number {
    return this.#pending;
  }

  write(bytes: Uint8Array): void {
    if (this.#gone !== undefined || bytes.length === 0) return;
    this.#pending += bytes.length;
    this.#stream.write(bytes, (error) => {
      if (error) this.lose(error.message);
      this.#pending = Math.max(0, this.#pending - bytes.length);
      if (this.#pending === 0) this.#releaseWaiters();
    });
  }

  drained(): Promise<void> {
    if (this.#pending === 0 || this.#gone !== undefined) return Promise.resolve();
    return new Promise((resolve) => this.#drainWaiters.push(resolve));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#dataListener = listener;
    const early = this.#early;
    this.#early = [];
    this.#earlyBytes = 0;
    for (const bytes of early) listener(bytes);
  }

  onGone(listener: (why: string) => void): void {
    this.#goneListener = listener;
    if (this.#gone !== undefined) queueMicrotask(() => this.#tellGone());
  }

  close(): Promise<void> {
    this.#closed ??= this.#stream.close();
    this.lose("closed");
    return this.#closed;
  }

  /** For the stream: bytes came. */
  deliver(bytes: Uint8Array): void {
    if (this.#gone !== undefined) return;
    if (this.#dataListener) {
      this.#dataListener(bytes);
      return;
    }
    if (this.#earlyBytes + bytes.length > EARLY_BYTES) return;
    this.#early.push(bytes);
    this.#earlyBytes += bytes.length;
  }

  /** For the stream: it ended, for this reason. The second time it is nothing. */
  lose(why: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = why;
    this.#pending = 0;
    this.#releaseWaiters();
    // The descriptor is given back also when the device went by itself; the error of closing a dead one says nothing new.
    this.#closed ??= this.#stream.close();
    this.#tellGone();
  }

  #tellGone(): void {
    const listener = this.#goneListener;
    this.#goneListener = undefined;
    listener?.(this.#gone!);
  }

  #releaseWaiters(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
