import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientHttp2Session, connect as connectH2 } from "node:http2";
import { Agent, get } from "node:https";
import { test } from "node:test";
import { Door } from "../../device/console/http/Door.ts";
import { tlsServer } from "../../device/console/http/tlsServer.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

/** The console's own door and TLS, where only the test lets time pass. */
async function opened() {
  const clock = new VirtualClock();
  // It makes the certificate.
  await using bench = await ConsoleBench.start();
  const { cert, key } = bench.console.box.certificate!.current;
  const server = tlsServer((_request, reply) => void reply.end("here"));
  server.setSecureContext({ cert, key });
  const door = new Door((socket) => server.emit("connection", socket), clock);
  const port = await door.listen({ port: 0, host: "127.0.0.1" });
  return {
    ...{ clock, origin: `https://127.0.0.1:${port}` },
    async [Symbol.asyncDispose]() {
      await door.close();
      server.close();
    },
  };
}

async function askH2(session: ClientHttp2Session): Promise<unknown> {
  const stream = session.request({ ":path": "/" });
  const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
  stream.resume();
  await once(stream, "close");
  return headers[":status"];
}

/** 240 seconds of use, in which the door looks three times. */
const ROUNDS = 6;

test("a browser's one connection stays as long as it is used, by HTTP/2, too; silent, it is closed", async () => {
  await using box = await opened();
  const session = connectH2(box.origin, { rejectUnauthorized: false });
  const closed = once(session, "close");
  for (let round = 0; round < ROUNDS; round += 1) {
    assert.equal(await askH2(session), 200, `round ${round}`);
    box.clock.advance(Seconds(40));
  }
  assert.equal(session.destroyed, false);
  box.clock.advance(Seconds(150));
  await closed;
});

test("the same by HTTP/1.1", async () => {
  await using box = await opened();
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const request = get(box.origin, { agent });
    const [reply] = await once(request, "response");
    ports.add(reply.socket.localPort);
    reply.resume();
    await once(reply, "end");
    box.clock.advance(Seconds(40));
  }
  assert.equal(ports.size, 1, "one connection for all");
  const [free] = Object.values(agent.freeSockets).flat();
  const closed = once(free!, "close");
  box.clock.advance(Seconds(150));
  await closed;
  agent.destroy();
});
