import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";
import { LINE_PATH } from "../../device/console/rehearsal/LineSocket.ts";
import type { RehearsalRooms, Visit, Visitor } from "../../device/console/rehearsal/RehearsalRooms.ts";
import { EMPTY_VIEW } from "../../device/rehearsal/room/roomView.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

/** How a WebSocket that somebody tries to open ends. */
function knock(bench: ConsoleBench, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const socket = new WebSocket(`${bench.origin.replace("https", "wss")}${path}`, {
    ...{ headers, rejectUnauthorized: false },
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.once("unexpected-response", (_request, answer) => {
    resolve(String(answer.statusCode));
    answer.destroy();
  });
  socket.once("close", (code) => resolve(`closed ${code}`));
  socket.on("error", () => {});
  return promise;
}

test("the line of the rehearsal phone opens to our own page and to whoever may rehearse, and to nobody else", async () => {
  await using bench = await ConsoleBench.start();
  await bench.signIn("manager");
  const cookieOf = (): string => [...bench.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const cookie = cookieOf();
  const ours = { origin: bench.origin, cookie };
  assert.equal(await knock(bench, LINE_PATH, ours), "closed 4404", "let in; but there is no rehearsal");
  assert.equal(await knock(bench, LINE_PATH, { origin: bench.origin }), "403", "not signed in");
  assert.equal(await knock(bench, LINE_PATH, { ...ours, origin: "https://evil.example" }), "421");
  assert.equal(await knock(bench, LINE_PATH, { cookie }), "421", "no origin: no browser's page");
  assert.equal(await knock(bench, LINE_PATH, { ...ours, host: "evil.example" }), "421");
  assert.equal(await knock(bench, "/api/v1/rehearsal", ours), "404");
  bench.otherBrowser();
  await bench.signIn("doctor", { person: "chen" });
  assert.equal(await knock(bench, LINE_PATH, { origin: bench.origin, cookie: cookieOf() }), "403", "may not rehearse");
  assert.equal((await bench.ask("/api/v1/rehearsal")).status, 403);
});

/** A rehearsal that is going on, seen from its door. */
class SilentRoom implements RehearsalRooms {
  readonly view = EMPTY_VIEW;
  readonly by = undefined;
  readonly inInbox = false;
  readonly visitors = new Set<Visitor>();
  readonly acts: unknown[] = [];
  open(): void {}
  async end(): Promise<void> {}
  async stop(): Promise<void> {}
  async recording(): Promise<undefined> {}

  enter(visitor: Visitor): Visit {
    this.visitors.add(visitor);
    return {
      act: (act) => void this.acts.push(act),
      talk: () => {},
      leave: () => void this.visitors.delete(visitor),
    };
  }
}

test("whoever is signed out, or may not rehearse any more, is out of the telephone at once", async () => {
  const rooms = new SilentRoom();
  await using bench = await ConsoleBench.start({ rehearsals: rooms });
  await bench.signIn("manager");
  const cookieOf = (): string => [...bench.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const inside = async (): Promise<{ readonly over: Promise<string> }> => {
    const before = rooms.visitors.size;
    const over = knock(bench, LINE_PATH, { origin: bench.origin, cookie: cookieOf() });
    while (rooms.visitors.size === before) await new Promise((resolve) => setImmediate(resolve));
    return { over };
  };
  const manager = bench.otherBrowser();
  await bench.signIn("frontDesk");
  const [first, second] = [await inside(), await inside()];
  await bench.ask("/api/v1/session", { method: "DELETE" });
  assert.deepEqual(await Promise.all([first.over, second.over]), ["closed 4401", "closed 4401"]);
  assert.equal(rooms.visitors.size, 0);
  await bench.enter("frontdesk");
  const third = await inside();
  bench.otherBrowser(manager);
  await bench.ask("/api/v1/users/frontdesk", { method: "PATCH", body: { role: "doctor", person: "chen" } });
  assert.equal(await third.over, "closed 4401");
});

test("what there is to choose, what cannot be rehearsed, and a rehearsal that nobody began", async () => {
  await using bench = await ConsoleBench.start();
  await bench.signIn("manager");
  const { json, status } = await bench.ask("/api/v1/rehearsal");
  assert.equal(status, 200);
  assert.equal(json.view.state, "none");
  assert.ok(json.choices.examples.some(({ name }: { name: string }) => name === "urgent"));
  assert.equal((await bench.ask("/api/v1/rehearsal", { method: "DELETE" })).status, 200, "twice is no mistake");
  assert.equal((await bench.ask("/api/v1/rehearsal", { body: { at: "noon" } })).status, 400);
  assert.equal((await bench.ask("/api/v1/rehearsal/recordings/3NVF/name")).status, 404);
  assert.equal((await bench.ask("/api/v1/rehearsal/recordings/..%2f..%2f/name")).status, 400);
  assert.equal(
    (await bench.ask("/api/v1/session/guest/AAAA")).status,
    404,
    "only a rehearsal of a terminal has guests",
  );
});

test("a clinic file without a modem to page with: it says so, and nothing is left", async () => {
  await using bench = await ConsoleBench.start();
  const { readFileSync } = await import("node:fs");
  const text = readFileSync(bench.console.box.clinic.file, "utf8");
  await using other = await ConsoleBench.start({
    clinic: bench.write("without.yaml", text.replace(/^ {2}- id: mobile\n(?: {4}.*\n)*/m, "")),
  });
  await other.signIn("manager");
  const { json, status } = await other.ask("/api/v1/rehearsal", { body: {} });
  assert.equal(status, 503);
  assert.equal(json.error.code, "REHEARSAL_INCOMPLETE");
  assert.match(json.error.cure, /modem to page with/);
  assert.equal((await other.ask("/api/v1/rehearsal")).json.view.state, "none");
});
