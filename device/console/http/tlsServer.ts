import type { RequestListener } from "node:http";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import type { TLSSocket } from "node:tls";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Node looks after slow HTTP/1.1 requests only on servers that listen by themselves. */
const FIRST_REQUEST_WITHIN_MS = 15_000;
const BODY_WITHIN_MS = 30_000;

const firstRequests = new WeakMap<object, NodeJS.Timeout>();

/** HTTP/2 and HTTP/1.1 over TLS; the certificate comes by `setSecureContext`, and may change while it runs. */
export function tlsServer(handler: RequestListener): Http2SecureServer {
  const server = createSecureServer(
    {
      ...{ minVersion: "TLSv1.2", allowHTTP1: true, handshakeTimeout: 10_000 },
      // Enough for a page that asks for all its files at once; a stream that is reset counts (CVE-2023-44487).
      ...{ maxSessionMemory: 4, settings: { maxConcurrentStreams: 100, maxHeaderListSize: 16_384 } },
      ...{ maxSessionRejectedStreams: 50, maxSessionInvalidFrames: 50 },
    },
    handler as never,
  );
  server.on("secureConnection", hurryFirstRequest);
  server.on("upgrade", (request) => clearTimeout(firstRequests.get(request.socket)));
  return server;
}

/** Who connects asks for something soon, whole headers and all; else it is somebody who wants to keep the connection (slowloris). */
function hurryFirstRequest(socket: TLSSocket): void {
  if (socket.alpnProtocol === "h2") return;
  const late = setTimeout(() => socket.destroy(), FIRST_REQUEST_WITHIN_MS).unref();
  socket.once("close", () => clearTimeout(late));
  firstRequests.set(socket, late);
}

/** The headers are in; so must be the body before long. */
export function hurryBody({ raw }: FastifyRequest, reply: FastifyReply): void {
  clearTimeout(firstRequests.get(raw.socket));
  if (raw.method === "GET" || raw.complete) return;
  const late = setTimeout(() => raw.destroy(), BODY_WITHIN_MS).unref();
  raw.once("end", () => clearTimeout(late));
  reply.raw.once("close", () => clearTimeout(late));
}
