import { rmSync } from "node:fs";
import net from "node:net";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { LineReader } from "./LineReader.ts";

export interface Conversation {
  /** Sends one JSON object; false when the client is gone or does not read (it is cut off then). */
  send(value: unknown): boolean;
  end(): void;
  /** Called once when the client is gone. */
  onEnd(listener: () => void): void;
}

/** A request is a JSON object with a `do`; whatever else is answered with `{ error }`, and costs nobody else anything. */
export type ControlHandler = (
  request: { readonly do: string; readonly [key: string]: unknown },
  conversation: Conversation,
) => void | Promise<void>;

/** A client that lets this much pile up does not read: cut it off rather than grow. */
const MOST_UNREAD_BYTES = 4_000_000;

/** Who may connect: the box's own user alone, or their group, too (the set-up socket). */
export type Readers = "user" | "group";

/** JSON lines on a unix socket that only the box's own user may open (0600 by the data directory's umask and chmod). */
export class ControlServer {
  readonly #server: net.Server;
  readonly #path: string;
  readonly #open = new Set<net.Socket>();

  private constructor(server: net.Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /** Rejects with CONTROL_IN_USE when another FirstRing runs on the same data directory. */
  static async listen(path: string, handle: ControlHandler, readers: Readers = "user"): Promise<ControlServer> {
    if (await answers(path)) {
      throw new ApplianceError("CONTROL_IN_USE", `another FirstRing is running on this data directory (${path})`, {
        disposition: "operator",
        cure: "Stop it first, or give another directory with --data.",
      });
    }
    rmSync(path, { force: true });
    const server = net.createServer();
    const control = new ControlServer(server, path);
    server.on("connection", (socket) => control.#serve(socket, handle));
    const umask = process.umask(readers === "user" ? 0o177 : 0o117);
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(path, resolve);
      });
    } finally {
      process.umask(umask);
    }
    return control;
  }

  /** Whether somebody serves that socket already. */
  static inUse(path: string): Promise<boolean> {
    return answers(path);
  }

  #serve(socket: net.Socket, handle: ControlHandler): void {
    this.#open.add(socket);
    const ended: (() => void)[] = [];
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#open.delete(socket);
      for (const listener of ended) listener();
    });
    const conversation: Conversation = {
      send: (value) => {
        if (socket.destroyed || socket.writableEnded) return false;
        if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
        else socket.write(`${JSON.stringify(value)}\n`);
        return !socket.destroyed;
      },
      end: () => socket.end(),
      onEnd: (listener) => ended.push(listener),
    };
    const reader = new LineReader(
      (line) => void answer(line, handle, conversation),
      () => socket.destroy(),
    );
    socket.on("data", (bytes) => reader.push(bytes));
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#path, { force: true });
  }
}

async function answer(line: string, handle: ControlHandler, conversation: Conversation): Promise<void> {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    conversation.send({ error: "a request is one line of JSON" });
    return;
  }
  if (typeof request !== "object" || request === null || typeof (request as { do?: unknown }).do !== "string") {
    conversation.send({ error: 'a request is an object with a "do"' });
    return;
  }
  try {
    await handle(request as { do: string }, conversation);
  } catch (error) {
    conversation.send({ error: error instanceof Error ? error.message : String(error) });
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path);
    const done = (there: boolean) => {
      socket.destroy();
      resolve(there);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
