import { createServer as createPlainServer, type IncomingMessage, type Server } from "node:http";
import type { Http2SecureServer } from "node:http2";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { Log } from "../../runtime/openLog.ts";
import { turnAway } from "../../web/guard.ts";
import { hostOf, type LocalEnd } from "../../web/ownAddress.ts";
import { ApiError, notFound } from "../api/errors.ts";
import type { AssetBook } from "../assets/AssetBook.ts";
import { serveAssets } from "../assets/serveAssets.ts";
import { asApiError } from "./asApiError.ts";
import { Door } from "./Door.ts";
import { CONSOLE_HEADERS } from "./headers.ts";
import { hostCookies, plainSetCookie } from "./plainCookies.ts";
import { RateLimiter } from "./RateLimiter.ts";
import type { Route } from "./Route.ts";
import { type RouteMeans, serveRoutes } from "./serveRoutes.ts";
import { hurryBody, tlsServer } from "./tlsServer.ts";

/** A form around some sentences; routes that take more say so. */
const LARGEST_BODY = 64 * 1024;

export interface ConsoleServerOptions {
  /** False: in the clear, for a rehearsal on this machine's loopback. */
  readonly secure: boolean;
  readonly routes: readonly Route[];
  readonly means: RouteMeans;
  readonly assets: AssetBook;
  /** Whether a name that a browser asked for is ours. */
  readonly hosts: () => readonly string[];
  /** Told of each request, by its connection: at which of the box's addresses it came in. */
  readonly reachedAt?: (end: LocalEnd) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * HTTP/2, because a browser opens six HTTP/1.1 connections at most, and each tab keeps one for events; HTTP/1.1 for
 * programs and WebSockets. Listening is up to the caller: any number of sockets lead here.
 */
export class ConsoleServer {
  readonly #options: ConsoleServerOptions;
  readonly #app: FastifyInstance;
  readonly #door: Door;
  readonly #scheme: "https" | "http";
  #server!: Server | Http2SecureServer;

  constructor(options: ConsoleServerOptions) {
    this.#options = options;
    this.#scheme = options.secure ? "https" : "http";
    this.#app = fastify({
      ...((options.secure ? { http2: true } : {}) as { http2: true }),
      bodyLimit: LARGEST_BODY,
      requestTimeout: 30_000,
      keepAliveTimeout: 30_000,
      // `/__proto__` and their like are refused with the other garbage.
      onProtoPoisoning: "error",
      onConstructorPoisoning: "error",
      routerOptions: { maxParamLength: 200 },
      serverFactory: (handler) => {
        this.#server = options.secure ? tlsServer(handler as never) : createPlainServer(handler as never);
        return this.#server as never;
      },
    }) as unknown as FastifyInstance;
    this.#door = new Door((socket) => this.#server.emit("connection", socket));
    this.#routes(this.#app);
  }

  async ready(): Promise<void> {
    await this.#app.ready();
  }

  /** From the next connection on; those that are open go on. */
  useCertificate({ cert, key }: { readonly cert: string; readonly key: string }): void {
    if ("setSecureContext" in this.#server) this.#server.setSecureContext({ cert, key, minVersion: "TLSv1.2" });
  }

  /** For whatever speaks more than requests: WebSockets. */
  get server(): Server | Http2SecureServer {
    return this.#server;
  }

  /** One more place to listen on: a descriptor of systemd's, or an address. Tells the port. */
  async listen(where: Parameters<Door["listen"]>[0]): Promise<number> {
    return this.#door.listen(where);
  }

  /** Whether one of our own pages asks for a WebSocket: browsers send its origin, and no other site can. */
  isOurs({ headers, socket }: IncomingMessage): boolean {
    if (this.#scheme === "http" && headers.cookie !== undefined) headers.cookie = hostCookies(headers.cookie);
    const { host, origin } = headers;
    const asked = { method: "POST", host, origin: origin ?? "none", fetchSite: undefined, scheme: this.#scheme };
    return turnAway(asked, this.#hostsAt(socket)) === undefined;
  }

  async close(): Promise<void> {
    await this.#door.close();
    this.#server.close();
    await this.#app.close();
  }

  #routes(app: FastifyInstance): void {
    const { assets, clock, log, means, routes } = this.#options;
    const limiter = new RateLimiter(clock);
    app.addHook("onRequest", async (request, reply) => {
      reply.headers(CONSOLE_HEADERS);
      limiter.take(request.ip);
      this.#turnAway(request);
      hurryBody(request, reply);
    });
    if (this.#scheme === "http") withPlainCookies(app);
    app.setErrorHandler((error, _request, reply) => sendError(error, reply, log));
    app.setNotFoundHandler((request, reply) => {
      if (request.url.startsWith("/api/")) throw notFound("such address in the interface");
      return reply.code(404).type("text/plain; charset=utf-8").send("There is no such page.\n");
    });
    for (const type of new Set(routes.flatMap(({ takes }) => takes)))
      app.addContentTypeParser(type, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    serveRoutes(app, routes, means);
    serveAssets(app, assets);
  }

  /** A foreign name that leads to us, and a foreign page that posts to us; a program with a token is neither. */
  #turnAway(request: FastifyRequest): void {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const host = header(":authority") ?? header("host");
    const isProgram = header("authorization") !== undefined && header("cookie") === undefined;
    const method = isProgram ? "GET" : request.method;
    const asked = {
      ...{ method, host, origin: header("origin"), fetchSite: header("sec-fetch-site"), scheme: this.#scheme },
    };
    const why = turnAway(asked, this.#hostsAt(request.raw.socket));
    if (why !== undefined) throw new ApiError(421, "NOT_OURS", why);
    this.#options.reachedAt?.(request.raw.socket);
  }

  #hostsAt(end: LocalEnd): readonly string[] {
    const reached = hostOf(end);
    return [...this.#options.hosts(), ...(reached === undefined ? [] : [reached])];
  }
}

/** So that nothing else in the console knows of it. */
function withPlainCookies(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ headers }) => {
    if (headers.cookie !== undefined) headers.cookie = hostCookies(headers.cookie);
  });
  app.addHook("onSend", async (_request, reply) => {
    const set = reply.getHeader("set-cookie");
    if (set === undefined) return;
    reply.removeHeader("set-cookie");
    reply.header(
      "set-cookie",
      [set].flat().map((text) => plainSetCookie(String(text))),
    );
  });
}

function sendError(thrown: unknown, reply: FastifyReply, log: Log): unknown {
  const error = asApiError(thrown, log);
  if (error.more.retryAfterS !== undefined) reply.header("Retry-After", String(Math.ceil(error.more.retryAfterS)));
  return reply.code(error.status).type("application/json; charset=utf-8").send(error.answer());
}
