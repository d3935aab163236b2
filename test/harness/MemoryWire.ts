import type { BytePort } from "../../device/serial/BytePort.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";

/** One direction takes so long: about what a USB modem and the kernel need. */
const DELAY = Milliseconds(1);

/** What an emulated modem wants of its plug; the same shape as device/emulator/voice/transport.ts. */
export interface MemoryPlug {
  readonly name: string;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Somebody has opened the device. */
  onOpened(listener: () => void): void;
  write(bytes: Uint8Array): void;
  readonly pending: number;
  hold(held: boolean): void;
  close(): Promise<void>;
}

/**
 * A serial device inside the process, on virtual time: what is written at one end is read at the other 1 ms later. Like a
 * device node it can be opened, closed and opened again; when the modem closes its plug, it is gone.
 */
export class MemoryWire {
  readonly plug: MemoryPlug;
  readonly #clock: Clock;
  readonly #name: string;
  #port: MemoryPort | undefined;
  #modemHears: (bytes: Uint8Array) => void = () => {};
  #opened: () => void = () => {};
  #gone = false;
  #held = false;
  #waiting: Uint8Array[] = [];

  constructor(clock: Clock, name = "memory") {
    this.#clock = clock;
    this.#name = name;
    this.plug = {
      name,
      pending: 0,
      onData: (listener) => {
        this.#modemHears = listener;
      },
      onOpened: (listener) => {
        this.#opened = listener;
      },
      write: (bytes) => this.#toHost(Uint8Array.from(bytes)),
      hold: (held) => this.#hold(held),
      close: () => {
        this.#gone = true;
        this.#port?.lose("unplugged");
        return Promise.resolve();
      },
    };
  }

  /** Undefined when the device is gone. The one who opens is the only one. */
  open(): BytePort | undefined {
    if (this.#gone) return undefined;
    this.#port?.lose("opened by another");
    this.#waiting = [];
    this.#opened();
    this.#port = new MemoryPort(this.#name, {
      write: (bytes) => this.#toModem(bytes),
      pending: () => this.#waiting.reduce((sum, bytes) => sum + bytes.length, 0),
    });
    return this.#port;
  }

  #toHost(bytes: Uint8Array): void {
    const port = this.#port;
    this.#clock.after("wire", DELAY, () => port?.hear(bytes));
  }

  #toModem(bytes: Uint8Array): void {
    if (this.#held) this.#waiting.push(bytes);
    else
      this.#clock.after("wire", DELAY, () => {
        if (!this.#gone) this.#modemHears(bytes);
      });
  }

  #hold(held: boolean): void {
    this.#held = held;
    if (held) return;
    for (const bytes of this.#waiting.splice(0)) this.#toModem(bytes);
  }
}

class MemoryPort implements BytePort {
  readonly name: string;
  readonly #wire: { write(bytes: Uint8Array): void; pending(): number };
  #hears: (bytes: Uint8Array) => void = () => {};
  #tellGone: (why: string) => void = () => {};
  #over = false;

  constructor(name: string, wire: { write(bytes: Uint8Array): void; pending(): number }) {
    this.name = name;
    this.#wire = wire;
  }

  get pending(): number {
    return this.#wire.pending();
  }

  write(bytes: Uint8Array): void {
    if (!this.#over) this.#wire.write(Uint8Array.from(bytes));
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#hears = listener;
  }

  onGone(listener: (why: string) => void): void {
    this.#tellGone = listener;
  }

  close(): Promise<void> {
    this.lose("closed");
    return Promise.resolve();
  }

  hear(bytes: Uint8Array): void {
    if (!this.#over) this.#hears(bytes);
  }

  lose(why: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#tellGone(why);
  }
}
