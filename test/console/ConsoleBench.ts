import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { AssetBook } from "../../device/console/assets/AssetBook.ts";
import type { Role } from "../../device/console/auth/roles.ts";
import { Console } from "../../device/console/Console.ts";
import type { RehearsalRooms } from "../../device/console/rehearsal/RehearsalRooms.ts";
import { CertificateBook } from "../../device/console/tls/CertificateBook.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import type { Layer } from "../../device/storage/Layer.ts";
import { openStore, type Store } from "../../device/storage/StoreClient.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

const EXAMPLE = fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url));
const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
/** One for all: making a key takes longer than most tests. */
const certificates = mkdtempSync(join(tmpdir(), "firstring-console-tls-"));
process.once("exit", () => rmSync(certificates, { recursive: true, force: true }));

/** One for all consoles of a test file. */
let shared: AssetBook | undefined;
const assets = (): AssetBook => {
  shared ??= new AssetBook();
  return shared;
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an assertion looks into.
  readonly json: any;
}

export interface Asking {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const PASSWORD = "four words of nobody";

/** The console's own process parts in this one, over real TLS on a port of loopback, beside a real store; time is the test's. */
export class ConsoleBench implements AsyncDisposable {
  readonly directory: string;
  readonly console: Console;
  readonly clock: Clock;
  readonly key = KEY;
  readonly origin: string;
  readonly #agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 24 });
  readonly #stores: Store[] = [];
  #cookies = new Map<string, string>();

  private constructor(directory: string, console: Console, clock: Clock, origin: string) {
    this.directory = directory;
    this.console = console;
    this.clock = clock;
    this.origin = origin;
  }

  /** `clinicText`: a clinic file of the test's own. */
  static async start({
    clock = new VirtualClock() as Clock,
    clinic = EXAMPLE,
    clinicText,
    rehearsals,
    changeSocket,
  }: {
    readonly clock?: Clock;
    readonly clinic?: string;
    readonly clinicText?: string;
    readonly rehearsals?: RehearsalRooms;
    /** Root's hand; without one nothing can be changed. */
    readonly changeSocket?: string;
  } = {}): Promise<ConsoleBench> {
    const directory = mkdtempSync(join(tmpdir(), "firstring-console-"));
    const config = clinicText === undefined ? clinic : join(directory, "clinic.yaml");
    if (clinicText !== undefined) writeFileSync(config, clinicText);
    // Made once, by the machine's own clock: openssl has no other.
    if (existsSync(join(certificates, "server.crt")))
      cpSync(certificates, join(directory, "console"), { recursive: true });
    const ports: number[] = [];
    const certificate = (db: Layer): CertificateBook =>
      new CertificateBook({
        ...{ db, clock: new SystemClock(), names: ["localhost"], addresses: ["127.0.0.1"] },
        ...{ folder: join(directory, "console"), ports: () => ports, onTrouble: (why) => assert.fail(why) },
      });
    const hosts: string[] = [];
    const console = new Console({
      ...{ directory, certificate, clock, config, version: "0.0.0", checkAnswers: true },
      assets: assets(),
      log: pino({ level: "silent" }),
      hosts: () => hosts,
      ...(rehearsals === undefined ? {} : { rehearsals }),
      changeSocket: changeSocket ?? join(directory, "nobody.sock"),
      key: () => ({ key: KEY, source: "environment", otherKeys: [] }),
    });
    await console.start();
    cpSync(join(directory, "console"), certificates, { recursive: true });
    const port = await console.server.listen({ port: 0, host: "127.0.0.1" });
    ports.push(port);
    hosts.push(`127.0.0.1:${port}`);
    return new ConsoleBench(directory, console, clock, `https://127.0.0.1:${port}`);
  }

  /** The message database of this box, for a test that fills it as the daemon would. */
  async store(): Promise<Store> {
    const store = await openStore({ directory: this.directory, key: KEY, onFault: () => {} });
    this.#stores.push(store);
    return store;
  }

  /** A user with a password, made as the command line makes them. */
  async user(id: string, role: Role, person?: string): Promise<void> {
    const { hashPassword } = await import("../../device/console/auth/password.ts");
    const { users } = this.console.box;
    users.add({ id, name: id.toUpperCase(), role, person }, "test", this.clock.now());
    users.setPassword(id, await hashPassword(PASSWORD), this.clock.now());
  }

  /** Makes the user and signs them in; further requests are theirs. */
  async signIn(role: Role, { id = role.toLowerCase(), person }: { id?: string; person?: string } = {}): Promise<void> {
    if (this.console.box.users.find(id) === undefined) await this.user(id, role, person);
    await this.enter(id);
  }

  /** Further requests are theirs. */
  async enter(id: string, password = PASSWORD, more: object = {}): Promise<Answer> {
    return this.ask("/api/v1/session", { method: "POST", body: { user: id, password, ...more } });
  }

  /** As a page of ours asks; a body makes it a POST. */
  async ask(path: string, { body, headers = {}, method }: Asking = {}): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await this.raw(path, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...{ origin: this.origin, "sec-fetch-site": "same-origin" },
        ...(cookie === "" ? {} : { cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const set of [answer.headers["set-cookie"] ?? []].flat()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split("=");
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }

  /** With no header that is not named: what another program, or somebody who means harm, sends. */
  raw(path: string, { body, headers = {}, method = "GET" }: Asking = {}): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const type = bytes === undefined || "content-type" in headers ? {} : { "content-type": "application/json" };
    const length = bytes === undefined ? {} : { "content-length": String(bytes.length) };
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        // As it is: a URL would be put right before it is sent.
        {
          host: "127.0.0.1",
          port: new URL(this.origin).port,
          path,
          agent: this.#agent,
          method,
          headers: { ...type, ...length, ...headers },
        },
        async (reply) => {
          const chunks: Buffer[] = [];
          for await (const chunk of reply) chunks.push(chunk as Buffer);
          const read = Buffer.concat(chunks);
          const text = read.toString();
          const json =
            String(reply.headers["content-type"]).startsWith("application/json") && text !== ""
              ? JSON.parse(text)
              : undefined;
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, bytes: read, text, json });
        },
      );
      request.once("error", reject);
      request.end(bytes);
    });
  }

  /** Another browser, with no cookies; gives back the one before. */
  otherBrowser(cookies = new Map<string, string>()): Map<string, string> {
    const before = this.#cookies;
    this.#cookies = cookies;
    return before;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  write(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy();
    await this.console.stop();
    for (const store of this.#stores) await store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
