import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { NOBODY, type Who } from "../../device/console/auth/Who.ts";
import { ChangeLink } from "../../device/console/box/ChangeLink.ts";
import { ChangeDesk } from "../../device/console/changes/ChangeDesk.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

const WHO: Who = { ...NOBODY, id: "maria", name: "Maria", role: "manager", kind: "user" };

/** Who listens where root's hand does, and does as the test says. */
async function hand(onLine: (request: { readonly do: string }, socket: net.Socket) => void) {
  const folder = mkdtempSync(join(tmpdir(), "firstring-hand-"));
  const open = new Set<net.Socket>();
  const asked: string[] = [];
  const waiting = new Set<() => void>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {}).once("close", () => open.delete(socket));
    socket.once("data", (bytes) => {
      const request = JSON.parse(String(bytes));
      asked.push(request.do);
      onLine(request, socket);
      for (const look of waiting) look();
    });
  });
  const path = join(folder, "hand.sock");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const clock = new VirtualClock();
  const link = new ChangeLink(clock, path);
  const desk = new ChangeDesk({ clock, link, events: { tell: () => {} } });
  /** So many requests have arrived. */
  const heard = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (asked.length >= count && resolve());
      waiting.add(look);
      look();
    });
  return {
    ...{ asked, clock, desk, heard, link },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const errorOf = async (asked: Promise<unknown>): Promise<{ readonly code: string; readonly cure: string }> =>
  asked.then(
    () => assert.fail("it was answered"),
    (error) => ({ code: error.code, cure: error.more.cure }),
  );

test("a hand that hangs holds nobody up: after ten seconds each is told, and all can be read", async () => {
  await using rig = await hand(() => {});
  const { clock, desk, heard, link } = rig;
  const now = desk.now();
  const rest = [link.plan([]), desk.log(), desk.giveUp()].map(errorOf);
  await heard(3);
  clock.advance(Seconds(9));
  clock.advance(Seconds(1));
  assert.deepEqual(await now, { can: false });
  for (const { code, cure } of await Promise.all(rest)) {
    assert.equal(code, "CHANGES_NOT_ANSWERING");
    assert.match(cure, /systemctl restart firstring-apply/);
  }
});

test("a change may be silent for a quarter of an hour, for it waits for the end of a call; each step gives it more time; then nobody is shut out", async () => {
  let say = (_: object): void => {};
  await using rig = await hand((_request, socket) => {
    say = (value) => socket.write(`${JSON.stringify(value)}\n`);
  });
  const { clock, desk, heard } = rig;
  const ends: string[] = [];
  const step = async (phase: string): Promise<void> => {
    say({ progress: { phase, words: "…" } });
    while ((await desk.now()).going?.steps.at(-1)?.phase !== phase) await new Promise((next) => setImmediate(next));
  };
  const begun = desk.begin([], WHO, undefined, (kind) => ends.push(kind));
  await heard(1);
  await step("wait-for-quiet");
  await begun;
  clock.advance(Minutes(16));
  await step("stop");
  clock.advance(Minutes(19));
  assert.deepEqual(ends, []);
  clock.advance(Minutes(1));
  while (ends.length === 0) await new Promise((next) => setImmediate(next));
  assert.deepEqual(ends, ["unknown"], "and what was drafted stays");
  const next = desk.begin([], WHO);
  await heard(2);
  say({
    outcome: {
      kind: "refused",
      words: "Not done.",
      refusals: [{ code: "BUSY", what: "another change is made", cure: "Wait." }],
    },
  });
  assert.equal((await errorOf(next)).code, "BUSY");
});

test("ten open pages are one reader of root's hand; who changes something sees the new state at once", async () => {
  await using rig = await hand((request, socket) => {
    const answer = request.do === "log" ? { log: [] } : request.do === "status" ? { status: {} } : { givenUp: false };
    socket.end(`${JSON.stringify(answer)}\n`);
  });
  const { asked, clock, desk, link } = rig;
  const pages = await Promise.all(Array.from({ length: 10 }, () => Promise.all([desk.now(), desk.log()])));
  assert.ok(pages.every(([{ can }]) => can));
  assert.deepEqual(asked.toSorted(), ["log", "status"]);
  await desk.log();
  assert.equal(asked.length, 2);
  clock.advance(Seconds(2));
  await desk.log();
  assert.equal(asked.length, 3);
  await link.giveUp("x");
  await desk.log();
  assert.deepEqual(asked.slice(3), ["give-up", "log"]);
});
