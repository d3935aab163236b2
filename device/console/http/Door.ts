import { createServer, type Server, type Socket } from "node:net";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import { networkOf } from "../auth/throttle.ts";

/** A browser has six connections, or one; a room behind one router some dozens. */
const MOST_OF_ONE_ADDRESS = 48;
const MOST = 256;
/** No byte in either direction; events send a sign of life every twenty seconds. */
const SILENT = Seconds(75);

type Where = { readonly fd: number } | { readonly port: number; readonly host: string };

/** Places to listen on, all leading to one server. Who opens many connections, or says nothing on them, keeps nobody else out. */
export class Door {
  readonly #enter: (socket: Socket) => void;
  readonly #clock: Clock;
  readonly #servers: Server[] = [];
  readonly #open = new Map<string, Set<Socket>>();

  constructor(enter: (socket: Socket) => void, clock: Clock = new SystemClock()) {
    this.#enter = enter;
    this.#clock = clock;
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
    this.#hangUpOnSilence(socket);
    this.#enter(socket);
  }

  /**
   * By its bytes, which the kernel's handle counts: HTTP/2 reads below the socket, whose own time limit takes a busy connection
   * for a silent one, and cut each off after 75 seconds, whatever was asked for at that moment.
   */
  #hangUpOnSilence(socket: Socket): void {
    let moved = -1;
    let timer: Timer;
    const look = (): void => {
      const now = socket.bytesRead + socket.bytesWritten;
      if (now === moved) return void socket.destroy();
      moved = now;
      timer = this.#clock.after("a silent connection of a browser", SILENT, look);
    };
    look();
    socket.once("close", () => timer.cancel());
  }
}
