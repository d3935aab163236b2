import { once } from "node:events";
import net from "node:net";
import { LineReader } from "../../../device/control/LineReader.ts";
import type { Engine } from "../Engine.ts";
import type { Progress } from "../Plan.ts";
import { answerConsole } from "./answerConsole.ts";
import { answerRequest, type RootsHand } from "./answerRequest.ts";
import { LONGEST_REQUEST } from "./protocol.ts";

/** Who connects says what they want at once; a conversation that says nothing is ended. */
const REQUEST_WITHIN_MS = 20_000;
const MOST_CONVERSATIONS = 12;
/** Nothing to do for so long: root's hand goes away, and systemd calls it again. */
const IDLE_MS = 60_000;

/** Of systemd (sd_listen_fds(3)), or a path for tests and rehearsals. */
type Address = { readonly fd: number } | { readonly path: string };

export interface ApplyServerOptions {
  readonly listen: Address;
  /** The console's socket: what is asked there, and how much of it, is `consoleProtocol.ts`'s. */
  readonly console?: Address;
  readonly onError: (error: unknown) => void;
}

type Ask = (asked: unknown, onProgress: (progress: Progress) => void) => Promise<Record<string, unknown>>;

/** Root's hand; or the engine alone with who answers for it, where nobody owns anything: a rehearsal. */
type Served = RootsHand | { readonly engine: Engine; readonly answer: Ask };

/** Root's hand on its sockets. Who may connect is the socket's owner and mode; what they may is asked in `answerRequest`. */
export class ApplyServer {
  readonly #servers: readonly (readonly [net.Server, Address])[];
  readonly #hand: Served;
  readonly #options: ApplyServerOptions;
  readonly #open = new Set<net.Socket>();
  readonly #idle = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(hand: Served, options: ApplyServerOptions) {
    this.#hand = hand;
    this.#options = options;
    const { console, listen } = options;
    const setup: Ask = "answer" in hand ? hand.answer : (asked, onProgress) => answerRequest(hand, asked, onProgress);
    const ofConsole: Ask = (asked, onProgress) => answerConsole(hand.engine, asked, onProgress);
    this.#servers = [
      [this.#serverOf(setup), listen],
      ...(console === undefined ? [] : [[this.#serverOf(ofConsole), console] as const]),
    ];
  }

  static async listen(hand: Served, options: ApplyServerOptions): Promise<ApplyServer> {
    const server = new ApplyServer(hand, options);
    for (const [each, address] of server.#servers) {
      each.listen(address);
      await once(each, "listening");
    }
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
    await Promise.all(this.#servers.map(([server]) => new Promise<void>((resolve) => server.close(() => resolve()))));
  }

  #serverOf(ask: Ask): net.Server {
    const server = net.createServer((socket) => this.#serve(socket, ask));
    server.maxConnections = MOST_CONVERSATIONS;
    return server;
  }

  #serve(socket: net.Socket, ask: Ask): void {
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
        void this.#answer(line, socket, ask);
      },
      () => socket.destroy(),
      LONGEST_REQUEST,
    );
    socket.on("data", (bytes) => reader.push(bytes));
  }

  /** Goes on to its end when the one who asked is gone: a change is not left half way. */
  async #answer(line: string, socket: net.Socket, ask: Ask): Promise<void> {
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
      say(await ask(asked, (progress) => say({ progress })));
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
