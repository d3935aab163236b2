import { createServer, type Server, type Socket } from "node:net";
import { networkOf } from "../auth/throttle.ts";

/** A browser has six connections, or one; a room behind one router some dozens. */
const MOST_OF_ONE_ADDRESS = 48;
const MOST = 256;
/** Of bytes in either direction; events send a sign of life every twenty seconds. */
const SILENT_MS = 75_000;

type Where = { readonly fd: number } | { readonly port: number; readonly host: string };

/** Places to listen on, all leading to one server. Who opens many connections, or says nothing on them, keeps nobody else out. */
export class Door {
  readonly #enter: (socket: Socket) => void;
  readonly #servers: Server[] = [];
  readonly #open = new Map<string, Set<Socket>>();

  constructor(enter: (socket: Socket) => void) {
    this.#enter = enter;
  }

  /** Tells the port. */
  async listen(where: Where): Promise<number> {
    const server = createServer((socket) => this.#admit(socket));
    server.maxConnections = MOST;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once("error", reject);
    server.listen(where, resolve);
    await promise;
    this.#servers.push(server);
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((done) => server.close(() => done())));
    for (const sockets of this.#open.values()) for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  }

  #admit(socket: Socket): void {
    const from = networkOf(socket.remoteAddress ?? "");
    const open = this.#open.get(from) ?? new Set();
    if (open.size >= MOST_OF_ONE_ADDRESS) return void socket.destroy();
    this.#open.set(from, open.add(socket));
    socket.once("close", () => {
      open.delete(socket);
      if (open.size === 0) this.#open.delete(from);
    });
    socket.on("error", () => socket.destroy());
    socket.setTimeout(SILENT_MS, () => socket.destroy());
    this.#enter(socket);
  }
}
