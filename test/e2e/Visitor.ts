import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";

// biome-ignore lint/suspicious/noExplicitAny: what an assertion looks into.
export type Told = { readonly status: number; readonly json: any; readonly bytes: Buffer };

/** Asks the console as a browser does: it keeps the cookie. */
export class Visitor implements Disposable {
  readonly #agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
  readonly #origin: string;
  #cookie = "";
  constructor(origin: string) {
    this.#origin = origin;
  }
  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  #send(path: string, body?: unknown): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", origin: this.#origin, "sec-fetch-site": "same-origin" };
      const method = body === undefined ? "GET" : "POST";
      request(new URL(`/api/v1${path}`, this.#origin), {
        ...{ agent: this.#agent, method, headers: { ...headers, cookie: this.#cookie } },
      })
        .once("error", reject)
        .once("response", resolve)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async ask(path: string, body?: unknown): Promise<Told> {
    const answer = await this.#send(path, body);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const set = (answer.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]);
    if (set.length > 0) this.#cookie = set.join("; ");
    const bytes = Buffer.concat(chunks);
    const isJson = String(answer.headers["content-type"]).startsWith("application/json");
    return { status: answer.statusCode ?? 0, json: isJson ? JSON.parse(bytes.toString()) : undefined, bytes };
  }

  /** Collects the stream of events until the agent is destroyed. */
  async listen(): Promise<{ text: string }> {
    const told = { text: "" };
    const answer = await this.#send("/events");
    answer.on("data", (bytes: Buffer) => {
      told.text += bytes.toString();
    });
    answer.on("error", () => {});
    return told;
  }
}
