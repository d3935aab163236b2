import { createServer as createPlainServer, type IncomingMessage, type Server } from "node:http";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import { createServer as createTcp, type Server as TcpServer } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Log } from "../../runtime/openLog.ts";
import { turnAway } from "../../web/guard.ts";
import { ApiError, notFound } from "../api/errors.ts";
import type { AssetBook } from "../assets/AssetBook.ts";
import { serveAssets } from "../assets/serveAssets.ts";
import { CONSOLE_HEADERS } from "./headers.ts";
import { hostCookies, plainSetCookie } from "./plainCookies.ts";
import type { Route } from "./Route.ts";
import { API, type RouteMeans, serveRoutes } from "./serveRoutes.ts";

/** A form around some sentences; routes that take more say so. */
const LARGEST_BODY = 64 * 1024;

export interface ConsoleServerOptions {
  /** Undefined: in the clear, on loopback. */
  readonly certificate: { readonly key: string; readonly cert: string } | undefined;
  readonly routes: readonly Route[];
  readonly means: RouteMeans;
  readonly assets: AssetBook;
  /** Whether a name that a browser asked for is ours. */
  readonly hosts: () => readonly string[];
  readonly log: Log;
}

/**
 * HTTP/2, because a browser opens six HTTP/1.1 connections at most, and each tab keeps one for events; HTTP/1.1 for
 * programs and WebSockets. Listening is up to the caller: any number of sockets lead here.
 */
export class ConsoleServer {
  readonly #options: ConsoleServerOptions;
  readonly #app: FastifyInstance;
  readonly #doors: TcpServer[] = [];
  readonly #scheme: "https" | "http";
  #server!: Server | Http2SecureServer;

  constructor(options: ConsoleServerOptions) {
    this.#options = options;
    const { certificate } = options;
    this.#scheme = certificate === undefined ? "http" : "https";
    this.#app = fastify({
      ...((certificate === undefined ? {} : { http2: true }) as { http2: true }),
      bodyLimit: LARGEST_BODY,
      requestTimeout: 30_000,
      keepAliveTimeout: 30_000,
      // `/__proto__` and their like are refused with the other garbage.
      onProtoPoisoning: "error",
      onConstructorPoisoning: "error",
      routerOptions: { maxParamLength: 200 },
      serverFactory: (handler) => {
        this.#server =
          certificate === undefined
            ? createPlainServer(handler as never)
            : createSecureServer(
                {
                  key: certificate.key,
                  cert: certificate.cert,
                  minVersion: "TLSv1.2",
                  allowHTTP1: true,
                  maxSessionMemory: 4,
                },
                handler as never,
              );
        return this.#server as never;
      },
    }) as unknown as FastifyInstance;
    this.#routes(this.#app);
  }

  async ready(): Promise<void> {
    await this.#app.ready();
  }

  /** For whatever speaks more than requests: WebSockets. */
  get server(): Server | Http2SecureServer {
    return this.#server;
  }

  /** One more place to listen on: a descriptor of systemd's, or an address. Tells the port. */
  async listen(where: { readonly fd: number } | { readonly port: number; readonly host: string }): Promise<number> {
    const door = createTcp((socket) => this.#server.emit("connection", socket));
    door.maxConnections = 256;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    door.once("error", reject);
    door.listen(where, resolve);
    await promise;
    this.#doors.push(door);
    const address = door.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Whether one of our own pages asks for a WebSocket: browsers send its origin, and no other site can. */
  isOurs({ headers }: IncomingMessage): boolean {
    if (this.#scheme === "http" && headers.cookie !== undefined) headers.cookie = hostCookies(headers.cookie);
    const { host, origin } = headers;
    const asked = { method: "POST", host, origin: origin ?? "none", fetchSite: undefined, scheme: this.#scheme };
    return turnAway(asked, this.#options.hosts()) === undefined;
  }

  async close(): Promise<void> {
    for (const door of this.#doors) door.close();
    this.#server.close();
    await this.#app.close();
  }

  #routes(app: FastifyInstance): void {
    const { assets, log, means, routes } = this.#options;
    app.addHook("onRequest", async (request, reply) => {
      reply.headers(CONSOLE_HEADERS);
      this.#turnAway(request);
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
    const why = turnAway(asked, this.#options.hosts());
    if (why !== undefined) throw new ApiError(421, "NOT_OURS", why);
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
  const error = asApiError(thrown);
  if (error.status >= 500 && error.code === "OUR_MISTAKE")
    log.error({ err: thrown instanceof Error ? thrown.stack : String(thrown) }, "the console failed at a request");
  if (error.more.retryAfterS !== undefined) reply.header("Retry-After", String(Math.ceil(error.more.retryAfterS)));
  return reply.code(error.status).type("application/json; charset=utf-8").send(error.answer());
}

function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (isApplianceError(thrown)) return new ApiError(503, thrown.code, thrown.message, { cure: thrown.cure });
  const { statusCode = 500, message = "" } = thrown as { statusCode?: number; message?: string };
  if (statusCode >= 400 && statusCode < 500) return new ApiError(statusCode, "BAD_REQUEST", message);
  return new ApiError(500, "OUR_MISTAKE", "The console failed at this: a mistake of ours.", {
    cure: "Try again; `journalctl -u firstring-console` has the details.",
  });
}

export const apiPath = (path: string): string => `${API}${path}`;
