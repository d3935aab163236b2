import { createServer, type Server } from "node:net";
import { LineReader } from "../../../device/control/LineReader.ts";

/** The far end of a serial line of the guest: a socket that QEMU connects to, and each line that comes over it. */
export class Ears implements AsyncDisposable {
  readonly #server: Server;
  onLine: (line: string) => void = () => {};

  private constructor(path: string) {
    const lines = new LineReader((line) => this.onLine(line));
    this.#server = createServer((socket) => {
      socket.on("data", (bytes: Buffer) => lines.push(bytes));
      socket.on("error", () => {});
    });
    this.#server.listen(path);
  }

  static listen(path: string): Ears {
    return new Ears(path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
