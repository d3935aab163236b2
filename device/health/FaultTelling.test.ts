import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pino } from "pino";
import type { HealthNews } from "../../firmware/channel/mqttTopics.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { LiveFeed } from "../control/LiveFeed.ts";
import { FaultMemory } from "./FaultMemory.ts";
import { FaultTelling } from "./FaultTelling.ts";

/** Everybody who is told, on virtual time. */
class Rig {
  readonly clock = new VirtualClock();
  readonly journal: Record<string, unknown>[] = [];
  readonly feed: string[] = [];
  readonly broker: HealthNews[] = [];
  readonly texts: string[] = [];
  alive = true;
  goes = true;
  readonly telling: FaultTelling;

  constructor(directory?: string) {
    const feed = new LiveFeed(this.clock);
    feed.listen(({ text }) => this.feed.push(text));
    this.telling = new FaultTelling({
      clock: this.clock,
      clinic: testClinic({ faults: { tell: ["okafor"], after: Minutes(1) } }),
      feed,
      log: pino({ base: null }, { write: (line: string) => void this.journal.push(JSON.parse(line)) }),
      mqttHealth: (news) => this.broker.push(news),
      sendSms: async (person, text) => {
        this.texts.push(`${person}: ${text}`);
        return this.goes;
      },
      smsAlive: () => this.alive,
      ...(directory === undefined ? {} : { memory: new FaultMemory(directory, this.clock) }),
    });
  }

  get board() {
    return this.telling.board;
  }

  passes(seconds: number): Promise<void> {
    return this.clock.advanceGently(Seconds(seconds));
  }

  said(): unknown[] {
    return this.journal
      .filter(({ msg }) => msg === "fault" || msg === "fault over")
      .map(({ msg, code, number }) => [msg, code, number]);
  }
}

test("a dead line: the log at once, feed and broker when it lasts, a text after a minute, and each of them when it is over", async () => {
  const rig = new Rig();
  rig.board.report("LINE_MODEM_SILENT", "front", "no answer");
  assert.deepEqual(rig.said(), [["fault", "LINE_MODEM_SILENT", 104]]);
  assert.deepEqual([rig.feed, rig.broker], [[], []]);
  await rig.passes(6);
  assert.deepEqual(rig.feed, ["LINE_MODEM_SILENT: no answer"]);
  assert.deepEqual(
    rig.broker.map(({ code, active, places }) => [code, active, places]),
    [["LINE_MODEM_SILENT", true, ["front"]]],
  );
  await rig.passes(60);
  assert.equal(rig.texts.length, 1);
  assert.match(
    rig.texts[0]!,
    /^okafor: Rosewood FirstRing: The telephone modem does not answer commands \(104 front\)\./,
  );
  rig.board.report("LINE_MODEM_SILENT", "front", "", true);
  await rig.passes(60);
  assert.match(rig.texts[1]!, /the telephone modem works again \(104 front\)\.$/);
  assert.equal(rig.broker.at(-1)?.active, false);
  assert.deepEqual(rig.said().at(-1), ["fault over", "LINE_MODEM_SILENT", 104]);
});

test("a fault that is reported again and again is told once", async () => {
  const rig = new Rig();
  for (let i = 0; i < 50; i += 1) {
    rig.board.report("STORE_FULL", "store", `try ${i}`);
    await rig.passes(10);
  }
  assert.equal(rig.said().length, 1);
  assert.equal(rig.texts.length, 1);
  assert.equal(rig.board.active[0]?.detail, "try 49", "who asks now gets what is true now");
});

test("the broker hears that a fault is over only when no line has it any more", async () => {
  const rig = new Rig();
  rig.board.report("LINE_PORT_GONE", "front", "gone");
  rig.board.report("LINE_PORT_GONE", "back", "gone");
  await rig.passes(10);
  rig.board.report("LINE_PORT_GONE", "front", "", true);
  assert.deepEqual(rig.broker.at(-1), { ...rig.broker.at(-1), active: true, where: "back", places: ["back"] });
  rig.board.report("LINE_PORT_GONE", "back", "", true);
  assert.deepEqual(rig.broker.at(-1), { ...rig.broker.at(-1), active: false, places: [] });
});

test("what was wrong before there was a channel to the broker is told to it then", async () => {
  const rig = new Rig();
  rig.board.report("STORE_UNREADABLE", "store", "damaged");
  rig.board.report("SMS_STORAGE_FULL", "mobile", "20 of 20");
  rig.broker.splice(0);
  rig.telling.tellBroker();
  assert.deepEqual(
    rig.broker.map(({ code }) => code),
    ["STORE_UNREADABLE"],
  );
});

test("a text that could not go goes later, and without a living modem none is tried", async () => {
  const rig = new Rig();
  rig.goes = false;
  rig.board.report("STORE_FULL", "store", "full");
  await rig.passes(61);
  assert.equal(rig.texts.length, 1);
  rig.goes = true;
  rig.alive = false;
  await rig.passes(900);
  assert.equal(rig.texts.length, 1);
  rig.alive = true;
  await rig.passes(60);
  assert.equal(rig.texts.length, 2);
});

test("what was wrong is remembered with its times, and the newest is not lost among many", async () => {
  const rig = new Rig();
  for (let i = 0; i < 60; i += 1) {
    rig.board.report("LINE_NO_AUDIO", "mobile", `call ${i}`);
    await rig.passes(1);
    rig.board.report("LINE_NO_AUDIO", "mobile", "", true);
    await rig.passes(1);
  }
  rig.board.report("STORE_FULL", "store", "full");
  const { history } = rig.board;
  assert.equal(history.length, 50);
  assert.equal(history.at(-1)?.until, undefined);
  assert.equal(history.at(-2)?.detail, "call 59");
  assert.equal(history.at(-2)!.until! - history.at(-2)!.since, 1_000);
});

test("a fault that the table does not know is a mistake of ours, and seen at once", () => {
  assert.throws(() => new Rig().board.report("LINE_ON_FIRE", "front", ""), /not declared/);
});

test("after the stop nobody is told, and nothing ticks", async () => {
  const rig = new Rig();
  rig.board.report("LINE_PORT_GONE", "front", "gone");
  await rig.telling.stop();
  await rig.passes(600);
  assert.deepEqual([rig.feed, rig.broker, rig.texts, rig.clock.running()], [[], [], [], []]);
});

function folder(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), "firstring-faults-"));
  context.after(() => rmSync(made, { recursive: true }));
  return made;
}

test("after a restart the doctor still knows the night, and the broker is told that the modem is back", async (context) => {
  const directory = folder(context);
  const before = new Rig(directory);
  before.telling.start();
  before.board.report("SMS_MODEM_GONE", "mobile", "gone, its SIM was 89014103211118510720");
  before.board.report("MQTT_UNREACHABLE", "mqtt", "no broker");
  await before.passes(60);
  await before.telling.stop();
  assert.ok(!readFileSync(join(directory, "faults.json"), "utf8").includes("8901"));

  const after = new Rig(directory);
  after.telling.start();
  after.board.report("MQTT_UNREACHABLE", "mqtt", "no broker");
  assert.deepEqual(
    after.board.history.map(({ code, until }) => [code, until !== undefined]),
    [
      ["SMS_MODEM_GONE", true],
      ["MQTT_UNREACHABLE", true],
      ["MQTT_UNREACHABLE", false],
    ],
  );
  await after.passes(600);
  assert.deepEqual(
    after.broker.map(({ code, active }) => [code, active]),
    [
      ["MQTT_UNREACHABLE", true],
      ["SMS_MODEM_GONE", false],
    ],
  );
  await after.telling.stop();
});

test("a memory that is damaged, or cannot be written, costs only itself", async (context) => {
  const directory = folder(context);
  for (const text of ["", "{", "[]", '{"history":[null,{"code":1}],"told":["NO_SUCH"]}']) {
    writeFileSync(join(directory, "faults.json"), text);
    const rig = new Rig(directory);
    rig.telling.start();
    assert.deepEqual(rig.board.history, []);
    await rig.telling.stop();
  }
  const nowhere = new Rig(join(directory, "nowhere"));
  nowhere.telling.start();
  nowhere.board.report("STORE_FULL", "store", "full");
  await nowhere.passes(60);
  await nowhere.telling.stop();
});
