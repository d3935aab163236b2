import { closeSync, readSync, rmSync } from "node:fs";
import koffi from "koffi";

const AF_UNIX = 1;
const DATAGRAM_NONBLOCKING = 2 | 0o4000;

/** systemd's end of sd_notify(3): a real unix datagram socket, by path or `@name`, and what came in on it. */
export class NotifyListener implements Disposable {
  readonly address: string;
  readonly #fd: number;
  readonly #datagrams: string[] = [];

  constructor(address: string) {
    this.address = address;
    const libc = koffi.load(null);
    const socket = libc.func("int socket(int, int, int)");
    const bind = libc.func("int bind(int, void *, unsigned int)");
    this.#fd = socket(AF_UNIX, DATAGRAM_NONBLOCKING, 0) as number;
    const path = Buffer.from(address.startsWith("@") ? `\0${address.slice(1)}` : address);
    const name = Buffer.concat([Buffer.from(new Uint8Array(new Uint16Array([AF_UNIX]).buffer)), path]);
    if (bind(this.#fd, name, name.length) !== 0) throw new Error(`bind ${address}: errno ${koffi.errno()}`);
  }

  /** Every datagram so far, oldest first. */
  get heard(): readonly string[] {
    const room = Buffer.alloc(4096);
    for (;;) {
      try {
        const length = readSync(this.#fd, room);
        this.#datagrams.push(room.toString("utf8", 0, length));
      } catch {
        return this.#datagrams;
      }
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
    if (!this.address.startsWith("@")) rmSync(this.address, { force: true });
  }
}
