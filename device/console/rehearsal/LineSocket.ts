import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { UsageError } from "../../cli/Cli.ts";
import { LINE_RATE, type RehearsalNews, type RehearsalView, rehearsalAct } from "../api/rehearsal.ts";
import type { Who } from "../auth/Who.ts";
import type { RehearsalRooms, Visit } from "./RehearsalRooms.ts";

export const LINE_PATH = "/api/v1/rehearsal/line";

/** An act is some words, a frame of sound 20 ms; a second of it is more than any page sends at once. */
const LARGEST = LINE_RATE * 2 + 1;
/** Above it a page does not keep up: sound that it would hear late is left out. */
const MOST_UNREAD = 128 * 1024;
/** Above it, it reads nothing at all. */
const GIVES_UP_AT = 2 * 1024 * 1024;
const LOOKS_EVERY = Seconds(15);
const MOST_PAGES = 8;

/** RFC 6455 §7.4.2: codes of our own. */
const CLOSED = { noRoom: 4404, signedOut: 4401, tooMany: 4429 } as const;

export interface LineSocketOptions {
  readonly rooms: RehearsalRooms;
  readonly clock: Clock;
  /** Whether the page that asks is ours. */
  readonly isOurs: (request: IncomingMessage) => boolean;
  readonly who: (request: IncomingMessage) => Who;
}

/** The WebSocket of the rehearsal phone: sound both ways, acts in, views out. */
export class LineSocket {
  readonly #options: LineSocketOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: LARGEST, perMessageDeflate: false });

  readonly #reviews = new Map<WebSocket, () => void>();

  constructor(options: LineSocketOptions) {
    this.#options = options;
  }

  /** An upgrade of HTTP/1.1, which browsers open beside their HTTP/2 connection. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if (request.url !== LINE_PATH) return refuse("404 Not Found");
    if (!this.#options.isOurs(request)) return refuse("421 Misdirected Request");
    if (!this.#may(request)) return refuse("403 Forbidden");
    this.#server.handleUpgrade(request, socket, head, (page) => this.#opened(page, request));
  }

  /** Whoever was signed out or may not rehearse any more is let out at once. */
  review(): void {
    for (const look of this.#reviews.values()) look();
  }

  close(): void {
    for (const page of this.#server.clients) page.terminate();
    this.#server.close();
  }

  #may(request: IncomingMessage): boolean {
    // A page, with its session: a program that gives a token gets the interface, not the telephone.
    if (request.headers.authorization !== undefined) return false;
    const { kind, rights } = this.#options.who(request);
    return kind === "user" && rights.has("rehearse");
  }

  #opened(page: WebSocket, request: IncomingMessage): void {
    page.on("error", () => page.terminate());
    if (this.#server.clients.size > MOST_PAGES) return page.close(CLOSED.tooMany, "too many pages are open");
    const views = new LatestView(page);
    const visit = this.#options.rooms.enter({
      sees: (view) => views.show(view),
      hears: (channel, pcm) => {
        if (page.bufferedAmount < MOST_UNREAD) page.send(Buffer.concat([Buffer.of(channel), pcm]));
      },
    });
    if (visit === undefined) return page.close(CLOSED.noRoom, "there is no rehearsal");
    page.on("message", (data, isBinary) => {
      // What is still on its way from somebody who was let out a moment ago.
      if (page.readyState !== page.OPEN) return;
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
      if (isBinary) talk(visit, bytes);
      else act(visit, page, bytes.toString());
    });
    this.#reviews.set(page, () => {
      if (this.#may(request)) return;
      page.close(CLOSED.signedOut, "the session is over");
      visit.leave();
    });
    const stopLooking = this.#lookAfter(page);
    page.once("close", () => {
      this.#reviews.delete(page);
      stopLooking();
      visit.leave();
    });
  }

  /** A page that is gone without a word, that reads nothing, or whose session is over. */
  #lookAfter(page: WebSocket): () => void {
    let answered = true;
    let timer: Timer;
    page.on("pong", () => {
      answered = true;
    });
    const look = (): void => {
      if (!answered || page.bufferedAmount > GIVES_UP_AT) return page.terminate();
      this.#reviews.get(page)?.();
      if (page.readyState !== page.OPEN) return;
      answered = false;
      page.ping();
      timer = this.#options.clock.after("rehearsal: page", LOOKS_EVERY, look);
    };
    timer = this.#options.clock.after("rehearsal: page", LOOKS_EVERY, look);
    return () => timer.cancel();
  }
}

function talk(visit: Visit, bytes: Buffer): void {
  const handset = bytes[0];
  if (handset !== undefined && bytes.length % 2 === 1) visit.talk(handset, bytes.subarray(1));
}

function act(visit: Visit, page: WebSocket, text: string): void {
  const refused = (message: string): void => say(page, { kind: "refused", message });
  const parsed = rehearsalAct.safeParse(fromJson(text));
  if (!parsed.success) return refused(parsed.error.issues[0]?.message ?? "This is not understood.");
  try {
    visit.act(parsed.data);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    refused(error.message);
  }
}

const say = (page: WebSocket, news: RehearsalNews): void => page.send(JSON.stringify(news));

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Several changes in one turn are one view. */
class LatestView {
  readonly #page: WebSocket;
  #next: RehearsalView | undefined;

  constructor(page: WebSocket) {
    this.#page = page;
  }

  show(view: RehearsalView): void {
    const waits = this.#next !== undefined;
    this.#next = view;
    if (waits) return;
    setImmediate(() => {
      const latest = this.#next;
      this.#next = undefined;
      if (latest !== undefined) say(this.#page, { kind: "view", view: latest });
    });
  }
}
