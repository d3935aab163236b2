import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import type { ConsoleEventKind } from "../api/events.ts";
import { NOBODY, type Who } from "../auth/Who.ts";
import type { ClinicBook } from "../box/ClinicBook.ts";
import type { DaemonLink, DaemonNews } from "../box/DaemonLink.ts";
import { type ConsoleEvent, consoleEventsOf, RIGHT_FOR } from "./consoleEventOf.ts";

/** What a browser that was away for some seconds is told when it comes back. */
const MOST_KEPT = 500;
/** Below what routers and browsers take for a dead connection. */
const PULSE = Seconds(20);
/** Then the browser comes again: a connection that only seems to be there does not stay for good. */
const LONGEST_STREAM = Minutes(15);
/** Unread by then, a browser does not read: it is cut off rather than that we grow. */
const MOST_UNREAD = 128 * 1024;

interface Told {
  readonly id: string;
  readonly kind: ConsoleEventKind;
  readonly text: string;
}

/** What is told to every open page, as Server-Sent Events (HTML standard §9.2). */
export class EventHub {
  readonly #clock: Clock;
  /** Ids of another run are not ours. */
  readonly #run = randomBytes(4).toString("hex");
  readonly #kept: Told[] = [];
  readonly #streams = new Set<Stream>();
  readonly #ends: (() => void)[];
  readonly #whoNow: (who: Who) => Who;
  #next = 1;
  #pulse: Timer | undefined;

  constructor({
    clinic,
    clock,
    daemon,
    whoNow,
  }: {
    readonly clinic: ClinicBook;
    readonly clock: Clock;
    readonly daemon: DaemonLink;
    /** Who somebody is by now, who was let in before. */
    readonly whoNow: (who: Who) => Who;
  }) {
    this.#clock = clock;
    this.#whoNow = whoNow;
    this.#ends = [
      daemon.listen((news) => this.#heard(news)),
      clinic.onChange(() => this.tell({ kind: "clinic", data: { at: this.#now } })),
    ];
  }

  get listeners(): number {
    return this.#streams.size;
  }

  tell({ data, kind }: ConsoleEvent): void {
    const id = `${this.#run}-${this.#next}`;
    this.#next += 1;
    const told = { id, kind, text: `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n` };
    this.#kept.push(told);
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    this.review();
    for (const stream of this.#streams) stream.tell(told);
  }

  /**
   * Ends the streams of whoever is signed out, disabled, or has lost a right since: before anything is told, after each request
   * that may have changed it, and with each pulse (another program writes the users, too; and sessions end by themselves).
   */
  review(): void {
    for (const stream of this.#streams) stream.review(this.#whoNow);
  }

  /** `last`: the id of the event that this browser heard last. */
  open(who: Who, last: string | undefined, serving: boolean): Readable {
    const stream = new Stream(who, () => this.#closed(stream));
    this.#streams.add(stream);
    this.#pulse ??= this.#clock.after("console: events' pulse", PULSE, () => this.#beat());
    const until = this.#clock.after("console: events end", LONGEST_STREAM, () => stream.end());
    stream.readable.once("close", () => until.cancel());
    stream.write("retry: 2000\n\n");
    for (const told of this.#missed(last)) stream.tell(told);
    stream.tell({
      id: "",
      kind: "status",
      text: `event: status\ndata: ${JSON.stringify({ at: this.#now, serving })}\n\n`,
    });
    return stream.readable;
  }

  stop(): void {
    for (const end of this.#ends) end();
    this.#pulse?.cancel();
    for (const stream of this.#streams) stream.end();
  }

  get #now(): number {
    return Math.trunc(this.#clock.now());
  }

  #missed(last: string | undefined): readonly Told[] {
    if (last === undefined || last === "") return [];
    if (last === `${this.#run}-${this.#next - 1}`) return [];
    const index = this.#kept.findIndex(({ id }) => id === last);
    if (index >= 0) return this.#kept.slice(index + 1);
    return [{ id: "", kind: "resync", text: `event: resync\ndata: ${JSON.stringify({ at: this.#now })}\n\n` }];
  }

  #heard(news: DaemonNews): void {
    const at = this.#now;
    switch (news.kind) {
      case "live":
        for (const event of consoleEventsOf(news.event, at)) this.tell(event);
        return;
      case "there":
        return this.tell({ kind: "status", data: { at, serving: true } });
      case "gone":
        return this.tell({ kind: "status", data: { at, serving: false } });
    }
  }

  #beat(): void {
    this.#pulse = undefined;
    this.review();
    for (const stream of this.#streams) stream.write(": \n\n");
    if (this.#streams.size > 0) this.#pulse = this.#clock.after("console: events' pulse", PULSE, () => this.#beat());
  }

  #closed(stream: Stream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    this.#pulse?.cancel();
    this.#pulse = undefined;
  }
}

/** One open page. */
class Stream {
  readonly readable: Readable;
  #who: Who;
  #ended = false;

  constructor(who: Who, closed: () => void) {
    this.#who = who;
    this.readable = new Readable({ read: () => {} });
    this.readable.once("close", closed);
    // Whoever is cut off learns of it by the connection's end.
    this.readable.on("error", () => {});
  }

  tell({ kind, text }: Told): void {
    const right = RIGHT_FOR[kind];
    if (right === undefined || this.#who.rights.has(right)) this.write(text);
  }

  review(whoNow: (who: Who) => Who): void {
    const now = asKnown(this.#who, whoNow);
    if (now.kind === "nobody" || !now.rights.isSupersetOf(this.#who.rights)) this.end();
    else this.#who = now;
  }

  write(text: string): void {
    if (this.readable.readableLength > MOST_UNREAD) this.readable.destroy();
    else if (!this.#ended && !this.readable.destroyed) this.readable.push(text);
  }

  end(): void {
    if (this.#ended || this.readable.destroyed) return;
    this.#ended = true;
    this.readable.push(null);
  }
}

/** Whose session cannot be looked up (the database is being exchanged) comes again. */
function asKnown(who: Who, whoNow: (who: Who) => Who): Who {
  try {
    return whoNow(who);
  } catch {
    return NOBODY;
  }
}
