import { createServer, type Server, type Socket } from "node:net";
import type { ModemPlug } from "../../device/emulator/gsm/ModemWire.ts";
import type { ModemTransport } from "../../device/emulator/voice/transport.ts";

/**
 * The modem's end of a USB serial adapter of the guest: a unix socket that QEMU's `usb-serial` is connected to. The socket
 * stays when the adapter is pulled; the machine does that.
 */
export class UsbPlug implements ModemTransport, ModemPlug, AsyncDisposable {
  readonly name: string;
  readonly #server: Server;
  #qemu: Socket | undefined;
  #listener: (bytes: Uint8Array) => void = () => {};
  #held = false;

  constructor(path: string) {
    this.name = path;
    this.#server = createServer((socket) => {
      this.#qemu = socket;
      socket.on("data", (bytes: Buffer) => this.#listener(bytes));
      socket.on("error", () => socket.destroy());
      if (this.#held) socket.pause();
    });
    this.#server.listen(path);
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): void {
    if (this.#qemu?.writable) this.#qemu.write(Uint8Array.from(bytes));
  }

  get pending(): number {
    return this.#qemu?.writableLength ?? 0;
  }

  hold(held: boolean): void {
    this.#held = held;
    if (held) this.#qemu?.pause();
    else this.#qemu?.resume();
  }

  /** The modem is without power; nothing that the guest writes is heard. */
  close(): Promise<void> {
    this.#listener = () => {};
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#qemu?.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
