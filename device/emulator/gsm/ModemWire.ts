import { createServer, type Server, type Socket } from "node:net";
import { openPty } from "../../serial/Pty.ts";
import { openFifoWire } from "./FifoWire.ts";

/** The port that an emulated modem sits at. */
export interface ModemWire {
  /** As a client names it: `/dev/pts/5`, a link, or `tcp://127.0.0.1:7001`. */
  readonly path: string;
  write(bytes: Uint8Array): void;
  /** Written, but not taken by the client yet. */
  readonly pending: number;
  /** Only some are read when there is room (see SoundPort). */
  pull?(room: number): Uint8Array;
  /** To the client: unplugged. */
  close(): Promise<void>;
}

export type WirePlace =
  | { readonly kind: "pty"; readonly link?: string }
  /** Loopback only; port 0 takes a free one. */
  | { readonly kind: "tcp"; readonly port?: number }
  /** For the sound of a modem with a sound card: two named pipes in a folder. */
  | { readonly kind: "fifos"; readonly folder: string }
  /** A wire of a test's own, in memory, on virtual time; a new one at each plugging in. */
  | { readonly kind: "plug"; readonly open: () => ModemPlug };

/** The modem's end of such a wire. */
export interface ModemPlug {
  readonly name: string;
  onData(listener: (bytes: Uint8Array) => void): void;
  onOpened?(listener: () => void): void;
  write(bytes: Uint8Array): void;
  readonly pending: number;
  close(): Promise<void>;
}

type OnData = (bytes: Uint8Array) => void;
type OnOpened = () => void;

/** `onOpened`: a client has opened the port. A pty and a pipe cannot tell. */
export async function openWire(place: WirePlace, onData: OnData, onOpened: OnOpened = () => {}): Promise<ModemWire> {
  switch (place.kind) {
    case "pty":
      return openPtyWire(place.link, onData);
    case "tcp":
      return openTcpWire(place.port ?? 0, onData, onOpened);
    case "fifos":
      return openFifoWire(place.folder);
    case "plug":
      return plugWire(place.open(), onData, onOpened);
  }
}

async function openPtyWire(link: string | undefined, onData: OnData): Promise<ModemWire> {
  const pty = await openPty(link === undefined ? {} : { link });
  pty.onData(onData);
  return pty;
}

function plugWire(plug: ModemPlug, onData: OnData, onOpened: OnOpened): ModemWire {
  plug.onOpened?.(onOpened);
  plug.onData(onData);
  return {
    path: plug.name,
    write: (bytes) => plug.write(bytes),
    get pending() {
      return plug.pending;
    },
    close: () => plug.close(),
  };
}

/** One client at a time, as a serial port has; a second one is turned away. */
async function openTcpWire(port: number, onData: OnData, onOpened: OnOpened): Promise<ModemWire> {
  let client: Socket | undefined;
  const server = createServer((socket) => {
    if (client) {
      socket.destroy();
      return;
    }
    client = socket;
    onOpened();
    socket.setNoDelay(true);
    socket.on("data", onData);
    socket.on("error", () => {});
    socket.on("close", () => {
      if (client === socket) client = undefined;
    });
  });
  await listening(server, port);
  const address = server.address();
  return {
    path: `tcp://127.0.0.1:${typeof address === "object" && address ? address.port : port}`,
    write: (bytes) => {
      client?.write(bytes);
    },
    get pending() {
      return client?.writableLength ?? 0;
    },
    close: () =>
      new Promise((resolve) => {
        client?.destroy();
        server.close(() => resolve());
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}
