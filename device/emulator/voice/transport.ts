/** The emulated modem's plug: a pty (a real serial port to its clients) or a TCP port on loopback, one client at a time. */
import { createServer, type Server, type Socket } from "node:net";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { openPty } from "../../serial/Pty.ts";

export interface ModemTransport {
  /** What a clinic file would name: `/dev/pts/5`, the link, or `tcp://127.0.0.1:7001`. */
  readonly name: string;
  onData(listener: (bytes: Uint8Array) => void): void;
  write(bytes: Uint8Array): void;
  /** Bytes that the client has not taken. */
  readonly pending: number;
  /** Flow control against the client. */
  hold(held: boolean): void;
  /** To the client: the device is gone. */
  close(): Promise<void>;
}

export type TransportSpec =
  | { readonly kind: "pty"; readonly link?: string }
  /** Port 0: any free one. */
  | { readonly kind: "tcp"; readonly port?: number };

/** Rejects with ApplianceError PTY_UNAVAILABLE or TCP_PORT_TAKEN. */
export async function openTransport(spec: TransportSpec): Promise<ModemTransport> {
  if (spec.kind === "tcp") return openTcp(spec.port ?? 0);
  const pty = await openPty(spec.link === undefined ? {} : { link: spec.link });
  return {
    name: pty.path,
    onData: (listener) => pty.onData(listener),
    write: (bytes) => pty.write(bytes),
    get pending() {
      return pty.pending;
    },
    hold: (held) => pty.hold(held),
    close: () => pty.close(),
  };
}

function openTcp(port: number): Promise<ModemTransport> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new ApplianceError("TCP_PORT_TAKEN", `port ${port} cannot be listened on`, {
          disposition: "operator",
          cure: "Name another port, or none to get a free one.",
          cause,
        }),
      ),
    );
    server.listen(port, "127.0.0.1", () => resolve(new TcpTransport(server)));
  });
}

class TcpTransport implements ModemTransport {
  readonly name: string;
  readonly #server: Server;
  #client: Socket | undefined;
  #held = false;
  #listener: (bytes: Uint8Array) => void = () => {};

  constructor(server: Server) {
    this.#server = server;
    const address = server.address();
    this.name = `tcp://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    server.on("connection", (socket) => this.#accept(socket));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): void {
    if (this.#client?.writable) this.#client.write(Uint8Array.from(bytes));
  }

  get pending(): number {
    return this.#client?.writableLength ?? 0;
  }

  hold(held: boolean): void {
    this.#held = held;
    if (held) this.#client?.pause();
    else this.#client?.resume();
  }

  close(): Promise<void> {
    this.#client?.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A serial port has one user; the newcomer is the one who is alive. */
  #accept(socket: Socket): void {
    this.#client?.destroy();
    this.#client = socket;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#listener(bytes));
    socket.on("error", () => socket.destroy());
    if (this.#held) socket.pause();
  }
}
