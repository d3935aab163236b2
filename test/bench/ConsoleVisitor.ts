import { Agent, request } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { MessagesAnswer } from "../../device/console/api/messages.ts";
import { ConsoleProcess } from "../console/ConsoleProcess.ts";

/** A person looks at what came for at least so long before they click again. */
const LOOKS_MS = 200;

export interface VisitTimes {
  readonly list: number[];
  readonly older: number[];
  readonly search: number[];
  readonly rare: number[];
  readonly message: number[];
  readonly sound: number[];
}

export const noTimes = (): VisitTimes => ({ list: [], older: [], search: [], rare: [], message: [], sound: [] });

interface Got {
  readonly ms: number;
  readonly bytes: Buffer;
}

/** One browser: its own connections and session, the stream of events, and somebody who clicks without end. */
export class ConsoleVisitor implements Disposable {
  static #count = 0;
  /** Each from an address of its own, as ten computers have: requests are counted by that. All of 127.0.0.0/8 is loopback. */
  readonly #agent: Agent;
  readonly #origin: string;
  #cookie = "";
  /** Events that came by themselves. */
  events = 0;

  private constructor(origin: string) {
    this.#origin = origin;
    ConsoleVisitor.#count += 1;
    const localAddress = `127.0.1.${ConsoleVisitor.#count}`;
    this.#agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 6, localAddress });
  }

  static async signIn(origin: string): Promise<ConsoleVisitor> {
    const visitor = new ConsoleVisitor(origin);
    const body = JSON.stringify({ user: ConsoleProcess.user, password: ConsoleProcess.password });
    await visitor.#ask("/session", body);
    visitor.#listen();
    return visitor;
  }

  /** Clicks until `over` says so. */
  async click(times: VisitTimes, over: () => boolean): Promise<void> {
    for (let round = 0; !over(); round += 1) {
      const first = await this.#list("", times.list);
      await pause(LOOKS_MS);
      if (first.next !== undefined) await this.#list(`&after=${first.next}`, times.older);
      await this.#list(`&q=01${String((round * 17) % 100).padStart(2, "0")}`, times.search);
      // Nobody is called so: all names are gone through.
      await this.#list("&q=quillfeather", times.rare);
      await pause(LOOKS_MS);
      const spoken = first.messages.filter(({ reasonMs }) => reasonMs !== undefined);
      const one = spoken[round % Math.max(1, spoken.length)];
      if (one === undefined) continue;
      times.message.push((await this.#ask(`/messages/${one.ref}`)).ms);
      times.sound.push((await this.#ask(`/messages/${one.ref}/audio/reason`)).ms);
    }
  }

  async #list(query: string, times: number[]): Promise<MessagesAnswer> {
    const { bytes, ms } = await this.#ask(`/messages?limit=50${query}`);
    times.push(ms);
    return JSON.parse(bytes.toString()) as MessagesAnswer;
  }

  /** Until the last byte is there. */
  #ask(path: string, body?: string): Promise<Got> {
    const began = performance.now();
    const sent =
      body === undefined ? {} : { "content-type": "application/json", "content-length": String(body.length) };
    const headers = { ...sent, cookie: this.#cookie, origin: this.#origin, "sec-fetch-site": "same-origin" };
    return new Promise((resolve, reject) => {
      const url = new URL(`/api/v1${path}`, this.#origin);
      const method = body === undefined ? "GET" : "POST";
      const asked = request(url, { agent: this.#agent, method, headers }, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        const bytes = Buffer.concat(chunks);
        if (answer.statusCode !== 200) return reject(new Error(`${path}: ${answer.statusCode} ${bytes}`));
        const set = (answer.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]);
        if (set.length > 0) this.#cookie = set.join("; ");
        resolve({ ms: performance.now() - began, bytes });
      });
      // A connection that the server has closed for its age while the request was on its way: a browser asks again, too.
      asked.once("error", (error) => (asked.reusedSocket ? resolve(this.#ask(path, body)) : reject(error)));
      asked.end(body);
    });
  }

  #listen(): void {
    const headers = { cookie: this.#cookie };
    const url = new URL("/api/v1/events", this.#origin);
    request(url, { agent: this.#agent, headers }, (answer) => {
      answer.on("data", (bytes: Buffer) => {
        this.events += bytes.toString().split("event: message").length - 1;
      });
      answer.on("error", () => {});
    })
      .on("error", () => {})
      .end();
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
