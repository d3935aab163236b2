import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Box } from "../../device/assembly/Box.ts";
import { ControlServer } from "../../device/control/ControlServer.ts";
import { socketPath } from "../../device/control/socketPath.ts";
import { dayFileOf } from "../../device/health/vitalsFiles.ts";
import { writeSlot } from "../../device/health/vitalsText.ts";
import { handleSetup } from "../../device/setup/handleSetup.ts";
import { TestPages } from "../../device/setup/TestPages.ts";
import { slotOf } from "../../firmware/health/Vitals.ts";
import type { LineEvent } from "../../firmware/line/Line.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { DeskDaemon } from "./DeskDaemon.ts";

const NOW = Date.parse("2026-12-01T08:14:00Z");
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Until what other sockets of this process bring has come. */
async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await turn();
  }
}

/** The set-up socket with its real requests and the real test pages; only lines and the SIM are not there. */
async function setUpSocket(it: ConsoleBench, clock: VirtualClock) {
  const sent: string[] = [];
  const lines = new Set<(line: string, event: LineEvent) => void>();
  const testPages = new TestPages({
    ...{ clinic: it.console.box.clinic.current, clock, code: () => "7Q4K" },
    tell: (person, text) => {
      sent.push(`${person}: ${text}`);
      clock.advance(Seconds(2));
      return Promise.resolve(true);
    },
  });
  const listen = (listener: (line: string, event: LineEvent) => void) => {
    lines.add(listener);
    return () => lines.delete(listener);
  };
  const box = { setupDoor: { testPages, listen } } as unknown as Box;
  const server = await ControlServer.listen(socketPath(it.directory, "setup"), (...asked) =>
    handleSetup(box, ...asked),
  );
  const tell = (event: LineEvent): void => {
    for (const listener of lines) listener("front", event);
  };
  return { sent, testPages, tell, lines, [Symbol.asyncDispose]: () => server.close() };
}

test("a test page says how long each leg took, is rationed, is in the audit, and needs to be meant", async () => {
  const clock = new VirtualClock(NOW);
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("technician");
  const person = it.console.box.clinic.current.people[0];
  assert.ok(person);
  const page = { person: person.id, sure: true };
  const away = await it.ask("/api/v1/box/tests/page", { body: page });
  assert.deepEqual([away.status, away.json.error.code], [503, "BOX_NOT_ANSWERING"]);
  await using setup = await setUpSocket(it, clock);
  assert.equal((await it.ask("/api/v1/box/tests/page", { body: { person: person.id } })).status, 400, "unmeant");
  assert.equal((await it.ask("/api/v1/box/tests/page", { body: { ...page, person: "nobody" } })).status, 404);
  assert.equal((await it.ask("/api/v1/box/tests/page", { body: page })).status, 200);
  assert.match(setup.sent[0] ?? "", /TEST of the answering box/);
  const shown = async () => (await it.ask("/api/v1/box/tests")).json.tests[0];
  await until(async () => ((await shown()).legs.length === 2 ? true : undefined));
  clock.advance(Seconds(3));
  const report = { outcome: "delivered", detail: "TP-ST 0x00", dispatchId: "notice.1" } as const;
  const text = (setup.sent[0] ?? "").replace(/^\w+: /, "");
  for (const told of [text, "Rosewood: something else"])
    setup.testPages.report({ ...report, dispatch: { address: person.phone, text: told } as Dispatch });
  await until(async () => ((await shown()).legs.length === 3 ? true : undefined));
  clock.advance(Seconds(27));
  const { ref } = await shown();
  assert.ok(setup.testPages.reply({ from: person.phone, text: ref, receivedAt: clock.now() } as never));
  const answered = await until(async () => ((await shown()).outcome === undefined ? undefined : shown()));
  assert.equal(answered.outcome, "answered");
  assert.deepEqual(
    answered.legs.map(({ step, tookMs }: { step: string; tookMs?: number }) => [step, tookMs]),
    [
      ["sending", undefined],
      ["sent", 2_000],
      ["delivered", 3_000],
      ["replied", 30_000],
    ],
  );
  const soon = await it.ask("/api/v1/box/tests/page", { body: page });
  assert.deepEqual([soon.status, soon.json.error.code], [429, "TEST_TOO_SOON"]);
  assert.equal(soon.headers["retry-after"], "88");
  clock.advance(Minutes(2));
  assert.equal((await it.ask("/api/v1/box/tests/page", { body: page })).status, 200);
  clock.advance(Minutes(16));
  assert.equal((await shown()).outcome, "noAnswer");
  it.otherBrowser();
  await it.signIn("manager");
  const { rows } = (await it.ask("/api/v1/audit")).json;
  assert.equal(rows.filter(({ kind }: { kind: string }) => kind === "test-page").length, 2);
  it.otherBrowser();
  await it.signIn("frontDesk");
  assert.equal((await it.ask("/api/v1/box/tests/page", { body: page })).status, 403);
});

test("a test call is followed step by step; of somebody else who calls meanwhile nothing is told", async () => {
  const clock = new VirtualClock(NOW);
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("technician");
  await using setup = await setUpSocket(it, clock);
  const from = { from: "+1 312 555 0177" };
  const begun = await it.ask("/api/v1/box/tests/call", { body: from });
  assert.equal(begun.json.fromLast, "0177");
  assert.equal((await it.ask("/api/v1/box/tests/call", { body: from })).json.error.code, "TEST_UNDER_WAY");
  const identified = (number: string): LineEvent => ({
    kind: "callerIdentified",
    atMs: 1,
    callerId: { kind: "number", number },
  });
  setup.tell({ kind: "rang", atMs: 0, ring: 1 });
  setup.tell(identified("3125550142"));
  setup.tell({ kind: "released", atMs: 5 });
  setup.tell({ kind: "rang", atMs: 6, ring: 1 });
  setup.tell(identified("3125550177"));
  const shown = async () => (await it.ask("/api/v1/box/tests")).json.tests[0];
  const seen = await until(async () => ((await shown()).legs.length === 5 ? shown() : undefined));
  assert.deepEqual(
    seen.legs.map(({ mine, step }: { mine?: boolean; step: string }) => [step, mine]),
    [
      ["waiting", undefined],
      ["rings", undefined],
      ["caller", false],
      ["rings", undefined],
      ["caller", true],
    ],
  );
  assert.ok(!JSON.stringify(seen).includes("0142"));
  assert.equal((await it.ask(`/api/v1/box/tests/${seen.id}`, { method: "DELETE" })).status, 200);
  assert.equal((await shown()).outcome, "stopped");
  await until(() => (setup.lines.size === 0 ? true : undefined));
});

test("live: a call as it goes, who is on call, and what the box kept of a day; without the daemon what can be seen all the same", async () => {
  const clock = new VirtualClock(NOW);
  await using it = await ConsoleBench.start({ clock });
  mkdirSync(join(it.directory, "vitals"));
  for (const minutes of [0, 5, 20]) {
    const at = NOW - minutes * 60_000;
    const slot = slotOf({ modems: [{ id: "mobile", inNetwork: true, dbm: -80 - minutes }], linesReady: true }, at);
    writeFileSync(join(it.directory, "vitals", dayFileOf(at)), writeSlot(slot), { flag: "a" });
  }
  const past = [{ code: "ON_BATTERY", where: "since 02:14", detail: "", since: NOW - 9_000, until: NOW - 5_000 }];
  it.write("faults.json", JSON.stringify({ history: past, told: [] }));
  await it.signIn("technician");
  const alone = (await it.ask("/api/v1/live?language=es")).json;
  assert.deepEqual([alone.serving, alone.rows[0].word], [false, "away"]);
  assert.match(alone.pastFaults[0].title, /no tiene corriente/);
  const { json } = await it.ask("/api/v1/live/history?span=day");
  assert.equal(json.steps, 289);
  assert.deepEqual(json.modems[0].dbm.slice(-5), [[-100, -100, -100], null, null, [-85, -85, -85], [-80, -80, -80]]);
  assert.equal((await it.ask("/api/v1/live/history?span=year")).status, 400);
  await using daemon = await DeskDaemon.start({ directory: it.directory, key: it.key, clinic: testClinic(), clock });
  while (!it.console.box.daemon.isThere) {
    clock.advance(Seconds(1));
    await turn();
  }
  await until(() => {
    daemon.feed.tell("ring", "the telephone of CANARY rings", { line: "front" });
    return it.console.box.live.calls.length === 0 ? undefined : true;
  });
  daemon.feed.tell("off-hook", "CANARY", { line: "front", ref: "7Q4K" });
  const calls = await until(async () => {
    const told = (await it.ask("/api/v1/live")).json.calls;
    return told[0].steps.length === 2 ? told : undefined;
  });
  assert.deepEqual(
    calls[0].steps.map(({ step }: { step: string }) => step),
    ["rings", "answered"],
  );
  assert.ok(!JSON.stringify(calls).includes("CANARY"));
});

test("versions, ends, backups for whoever sees the box; the archive for support only for who may see the clinic file", async () => {
  const clock = new VirtualClock(NOW);
  await using it = await ConsoleBench.start({ clock });
  const ends = [
    { kind: "power-cut", at: NOW - 2_000 },
    { kind: "stuck", at: NOW - 1_000, part: "line front", why: "line front says nothing" },
  ];
  it.write("run.json", JSON.stringify({ mark: { boot: "x", stopped: false }, ends }));
  it.write(
    "backup.json",
    JSON.stringify({
      lastGoodAt: NOW - 5_000,
      lastTryAt: NOW - 4_000,
      trouble: "ENOSPC: no space left on device, write",
    }),
  );
  await it.signIn("frontDesk");
  const { json } = await it.ask("/api/v1/box");
  assert.deepEqual(
    json.ends.map(({ kind }: { kind: string }) => kind),
    ["stuck", "power-cut"],
  );
  assert.equal(json.backup.trouble, "ENOSPC: no space left on device, write");
  const { json: spanish } = await it.ask("/api/v1/box", { headers: { "accept-language": "es" } });
  assert.equal(spanish.backup.trouble, "no queda espacio en el disco (ENOSPC, write)");
  assert.equal(spanish.ends[0].why, "En palabras del programa, en inglés: «line front says nothing»");
  assert.equal(json.serviceStartedAt, undefined);
  assert.equal((await it.ask("/api/v1/box/archive")).status, 403);
  it.otherBrowser();
  await it.signIn("technician");
  const archive = await it.ask("/api/v1/box/archive");
  assert.match(String(archive.headers["content-disposition"]), /firstring-support-2026-12-01\.json\.gz/);
  assert.match(gunzipSync(archive.bytes).toString(), /No patient data/);
});
