import type { BytePort } from "../../device/serial/BytePort.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";

/** One direction takes so long: about what a USB modem and the kernel need. */
const DELAY = Milliseconds(1);

/** What an emulated modem wants of its plug; the same shape as device/emulator/voice/transport.ts. */
export interface MemoryPlug {
  readonly name: string;
  onData(listener: (bytes: Uint8Array) => void): void;
  write(bytes: Uint8Array): void;
  readonly pending: number;
  hold(held: boolean): void;
  close(): Promise<void>;
}

/** A serial cable inside the process, on virtual time: what is written at one end is read at the other 1 ms later. */
export class MemoryWire {
  readonly plug: MemoryPlug;
  readonly port: BytePort;
  readonly #clock: Clock;
  #hostHears: ((bytes: Uint8Array) => void) | undefined;
  #modemHears: ((bytes: Uint8Array) => void) | undefined;
  #gone: ((why: string) => void) | undefined;
  #cut = false;
  #held = false;
  #waiting: Uint8Array[] = [];

  constructor(clock: Clock, name = "memory") {
    this.#clock = clock;
    const { port, plug } = this.#ends(name);
    this.port = port;
    this.plug = plug;
  }

  /** The cable is pulled: both ends are told. */
  cut(why = "unplugged"): void {
    if (this.#cut) return;
    this.#cut = true;
    this.#gone?.(why);
  }

  #ends(name: string): { port: BytePort; plug: MemoryPlug } {
    const wire = this;
    const port: BytePort = {
      name,
      get pending() {
        return wire.#waiting.reduce((sum, bytes) => sum + bytes.length, 0);
      },
      write: (bytes) => this.#toModem(Uint8Array.from(bytes)),
      drained: () => Promise.resolve(),
      onData: (listener) => {
        this.#hostHears = listener;
      },
      onGone: (listener) => {
        this.#gone = listener;
      },
      close: () => {
        this.cut("closed");
        return Promise.resolve();
      },
    };
    const plug: MemoryPlug = {
      name,
      pending: 0,
      write: (bytes) => this.#carry(Uint8Array.from(bytes), (arrived) => this.#hostHears?.(arrived)),
      onData: (listener) => {
        this.#modemHears = listener;
      },
      hold: (held) => this.#hold(held),
      close: () => {
        this.cut();
        return Promise.resolve();
      },
    };
    return { port, plug };
  }

  #toModem(bytes: Uint8Array): void {
    if (this.#held) this.#waiting.push(bytes);
    else this.#carry(bytes, (arrived) => this.#modemHears?.(arrived));
  }

  #hold(held: boolean): void {
    this.#held = held;
    if (held) return;
    for (const bytes of this.#waiting.splice(0)) this.#toModem(bytes);
  }

  #carry(bytes: Uint8Array, arrive: (bytes: Uint8Array) => void): void {
    if (this.#cut) return;
    this.#clock.after("wire", DELAY, () => {
      if (!this.#cut) arrive(bytes);
    });
  }
}
