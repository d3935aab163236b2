import { createServer, type Server } from "node:http";
import { SECURITY_HEADERS } from "./guard.ts";
import { hostOf } from "./ownAddress.ts";

/** Only says where the pages are: nothing is ever taken over plain http. The first of `hosts` stands in for a foreign one. */
export const redirectServer = (hosts: () => readonly string[]): Server => {
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 8 * 1024 }, (request, reply) => {
    const host = (request.headers.host ?? "").toLowerCase().replace(/:\d+$/, "");
    const reached = hostOf({ localAddress: request.socket.localAddress, localPort: 443 });
    const [first] = hosts();
    const ours = hosts().find((one) => one.replace(/:\d+$/, "") === host) ?? (reached === host ? host : first);
    reply.writeHead(308, { ...SECURITY_HEADERS, Location: `https://${ours}/` }).end();
  });
  server.maxConnections = 32;
  return server;
};
