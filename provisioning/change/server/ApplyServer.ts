import net from "node:net";
import { LineReader } from "../../../device/control/LineReader.ts";
import { answerRequest, type RootsHand } from "./answerRequest.ts";
import { LONGEST_REQUEST } from "./protocol.ts";

/** Who connects says what they want at once; a conversation that says nothing is ended. */
const REQUEST_WITHIN_MS = 20_000;
const MOST_CONVERSATIONS = 12;
/** Nothing to do for so long: root's hand goes away, and systemd calls it again. */
const IDLE_MS = 60_000;

export interface ApplyServerOptions {
  /** Of systemd (sd_listen_fds(3): the first is 3), or a path for tests and rehearsals. */
  readonly listen: { readonly fd: number } | { readonly path: string };
  readonly onError: (error: unknown) => void;
}

/** Root's hand on its socket. Who may connect is the socket's owner and mode; what they may is asked in `answerRequest`. */
export class ApplyServer {
  readonly #server: net.Server;
  readonly #hand: RootsHand;
  readonly #options: ApplyServerOptions;
  readonly #open = new Set<net.Socket>();
  readonly #idle = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(hand: RootsHand, options: ApplyServerOptions) {
    this.#hand = hand;
    this.#options = options;
    this.#server = net.createServer((socket) => this.#serve(socket));
    this.#server.maxConnections = MOST_CONVERSATIONS;
  }

  static async listen(hand: RootsHand, options: ApplyServerOptions): Promise<ApplyServer> {
    const server = new ApplyServer(hand, options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once("error", reject);
      server.#server.listen(options.listen, resolve);
    });
    server.#look();
    return server;
  }

  /** Resolves when nobody has wanted anything for a minute. */
  get idle(): Promise<void> {
    return this.#idle.promise;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: net.Socket): void {
    this.#open.add(socket);
    this.#look();
    const late = setTimeout(() => socket.destroy(), REQUEST_WITHIN_MS);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(late);
      this.#open.delete(socket);
      this.#look();
    });
    let asked = false;
    const reader = new LineReader(
      (line) => {
        if (asked) return socket.destroy();
        asked = true;
        clearTimeout(late);
        void this.#answer(line, socket);
      },
      () => socket.destroy(),
      LONGEST_REQUEST,
    );
    socket.on("data", (bytes) => reader.push(bytes));
  }

  /** Goes on to its end when the one who asked is gone: a change is not left half way. */
  async #answer(line: string, socket: net.Socket): Promise<void> {
    const say = (value: unknown) => {
      if (!socket.destroyed) socket.write(`${JSON.stringify(value)}\n`);
    };
    let asked: unknown;
    try {
      asked = JSON.parse(line);
    } catch {
      say({ error: "a request is one line of JSON" });
      socket.end();
      return;
    }
    try {
      say(await answerRequest(this.#hand, asked, (progress) => say({ progress })));
    } catch (error) {
      this.#options.onError(error);
      say({ error: "root's hand failed; its journal says why (journalctl -u firstring-apply)" });
    }
    socket.end();
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (this.#open.size > 0 || this.#hand.engine.status().busy !== undefined) {
      // A change whose asker is gone: look again.
      if (this.#open.size === 0) this.#timer = setTimeout(() => this.#look(), IDLE_MS).unref();
      return;
    }
    this.#timer = setTimeout(() => {
      if (this.#open.size > 0 || this.#hand.engine.status().busy !== undefined) this.#look();
      else this.#idle.resolve();
    }, IDLE_MS).unref();
  }
}
