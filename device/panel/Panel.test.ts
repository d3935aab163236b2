import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BLINK, LIT_WINKS, OFF, ON, patternText } from "../../firmware/panel/Light.ts";
import { Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { until } from "../../test/e2e/until.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { Panel } from "./Panel.ts";
import { keyBytes, PanelBox } from "./PanelBox.fixture.ts";
import { PANEL_KEYS, type PanelKey } from "./panelKeys.ts";
import { readPresence } from "./presence.ts";

const LEDS = ["firstring:ready", "firstring:message", "firstring:urgent", "firstring:fault", "firstring:buzzer"];
const READY = { ready: "on", message: "off", urgent: "off", fault: "off" } as const;

/** A panel on virtual time; the bytes of its keys come through real descriptors. */
class Bench {
  readonly box = new PanelBox(LEDS);
  readonly clock = new VirtualClock();
  readonly notes: string[] = [];
  readonly panel: Panel;
  #looks = 0;

  constructor(t: TestContext, inputs: readonly PanelKey[], upMs = 15_000) {
    this.clock.advance(Milliseconds(upMs));
    for (const [at, key] of inputs.entries()) this.box.addInput(`event${at}`, key);
    this.panel = new Panel({
      ...{ clock: this.clock, directory: this.box.directory },
      bootMs: () => {
        this.#looks++;
        return this.clock.monotonic();
      },
      inputs: { sys: join(this.box.root, "sys/class/input"), dev: join(this.box.root, "dev/input") },
      leds: join(this.box.root, "sys/class/leds"),
      supplies: join(this.box.root, "sys/class/power_supply"),
      note: (line) => this.notes.push(line),
    });
    t.after(() => {
      this.panel.stop();
      this.box[Symbol.dispose]();
    });
  }

  async start(keys: number): Promise<void> {
    this.panel.start();
    await until("the keys are open", () => this.notes.length >= keys);
  }

  /** Sends it, and returns when the panel has dealt with it. */
  async key(name: string, code: number, value: number): Promise<void> {
    const looks = this.#looks;
    this.box.send(name, keyBytes(code, value));
    await until("the panel has seen the key", () => this.#looks > looks);
  }

  async press(ms: number): Promise<void> {
    await this.key("event0", PANEL_KEYS.button, 1);
    this.clock.advance(Milliseconds(ms));
    await this.key("event0", PANEL_KEYS.button, 0);
    this.clock.advance(Milliseconds(100));
  }

  tell(lamps: Partial<Record<keyof typeof READY, "on" | "blink" | "off">> = {}, raised = 0, settings = {}): void {
    const word = { atMs: this.clock.monotonic(), answers: true, raised, lamps: { ...READY, ...lamps } as typeof READY };
    this.box.tell({ word, settings });
  }

  get present(): boolean {
    return readPresence({ directory: this.box.directory, now: () => this.clock.monotonic() }).present;
  }

  errand(name: string): boolean {
    return existsSync(join(this.box.directory, "do", name));
  }
}

test("held for four seconds and let go: somebody is here for ten minutes, and the ready lamp winks", async (t) => {
  const bench = new Bench(t, ["button"]);
  await bench.start(1);
  bench.clock.advance(Minutes(5));
  bench.tell();
  await bench.press(4_000);
  assert.ok(bench.present);
  bench.tell();
  bench.clock.advance(Seconds(1));
  assert.equal(bench.box.led("firstring:ready"), patternText(LIT_WINKS, 1, OFF));
  bench.clock.advance(Minutes(10));
  assert.ok(!bench.present);
});

test("the daemon lives: its lamps. It says nothing any more: not ready and fault, within sixteen seconds", async (t) => {
  const bench = new Bench(t, []);
  await bench.start(0);
  bench.tell({ message: "on" });
  bench.clock.advance(Seconds(2));
  assert.equal(bench.box.led("firstring:ready"), patternText(ON, 1, OFF));
  assert.equal(bench.box.led("firstring:fault"), patternText(OFF, 1, BLINK));
  bench.clock.advance(Seconds(14));
  assert.equal(bench.box.led("firstring:ready"), patternText(OFF, 1, OFF));
  assert.equal(bench.box.led("firstring:fault"), patternText(BLINK, 1, BLINK));
  assert.equal(bench.box.led("firstring:message"), patternText(ON, 1));
  bench.tell();
  bench.clock.advance(Seconds(1));
  assert.equal(bench.box.led("firstring:ready"), patternText(ON, 1, OFF));
});

test("a daemon that was stopped withdraws its word: dark and fault at once", async (t) => {
  const bench = new Bench(t, []);
  bench.tell();
  await bench.start(0);
  rmSync(join(bench.box.directory, "daemon/word.json"));
  bench.clock.advance(Seconds(1));
  assert.equal(bench.box.led("firstring:ready"), patternText(OFF, 1, OFF));
});

test("a short press quietens fault and buzzer until something new happens", async (t) => {
  const bench = new Bench(t, ["button"]);
  await bench.start(1);
  bench.clock.advance(Minutes(5));
  bench.tell({ fault: "blink" }, 4);
  await bench.press(300);
  assert.equal(bench.box.led("firstring:fault"), patternText(ON, 1, BLINK));
  assert.equal(bench.box.led("firstring:buzzer"), patternText(OFF, 1, OFF));
  assert.ok(bench.box.report?.pressedAtMs !== undefined && !bench.present);
  bench.tell({ fault: "blink" }, 5);
  bench.clock.advance(Seconds(1));
  assert.equal(bench.box.led("firstring:fault"), patternText(BLINK, 1, BLINK));
});

test("held at power-up, let go and pressed again: root is asked for the factory reset, once", async (t) => {
  const bench = new Bench(t, ["button"]);
  await bench.start(1);
  await bench.press(12_000);
  assert.ok(!bench.errand("reset"));
  await bench.press(300);
  assert.ok(bench.errand("reset"));
  assert.ok(!bench.present);
});

test("a button that is stuck is told, and opens nothing", async (t) => {
  const bench = new Bench(t, ["button"]);
  await bench.start(1);
  bench.clock.advance(Minutes(5));
  await bench.key("event0", PANEL_KEYS.button, 1);
  bench.clock.advance(Minutes(1));
  assert.equal(bench.box.report?.button, "stuck");
  await bench.key("event0", PANEL_KEYS.button, 0);
  assert.equal(bench.box.report?.button, "there");
  assert.ok(!bench.present);
});

test("a button that comes late, goes and comes back under another number", async (t) => {
  const bench = new Bench(t, []);
  await bench.start(0);
  assert.equal(bench.box.report?.button, "none");
  bench.clock.advance(Minutes(5));
  bench.box.addInput("event0", "button");
  bench.clock.advance(Seconds(5));
  await until("it is found", () => bench.box.report?.button === "there");
  bench.box.removeInput("event0");
  await until("it is gone", () => bench.box.report?.button === "none");
  bench.box.addInput("event9", "button");
  bench.clock.advance(Seconds(5));
  await until("it is found again", () => bench.box.report?.button === "there");
});

test("a USB stick that says that it is a button is none", async (t) => {
  const bench = new Bench(t, []);
  bench.box.addInput("event3", "button", "0003");
  await bench.start(0);
  bench.clock.advance(Minutes(1));
  assert.equal(bench.box.report?.button, "none");
});

test("the UPS's wire: mains lost is told since when, a low battery ends it two minutes later, through root", async (t) => {
  const bench = new Bench(t, ["mainsLost", "batteryLow"]);
  await bench.start(2);
  assert.equal(bench.box.report?.mains, "there");
  await bench.key("event0", PANEL_KEYS.mainsLost, 1);
  const lostAt = bench.clock.monotonic();
  bench.clock.advance(Seconds(4));
  assert.deepEqual([bench.box.report?.mains, bench.box.report?.lostSinceMs], ["lost", lostAt]);
  bench.clock.advance(Minutes(30));
  assert.ok(!bench.errand("poweroff"));
  await bench.key("event1", PANEL_KEYS.batteryLow, 1);
  assert.equal(bench.box.report?.powerOffAtMs, bench.clock.monotonic() + 120_000);
  bench.clock.advance(Seconds(121));
  assert.ok(bench.errand("poweroff"));
});

test("the kernel's power_supply class tells, too; the clinic file's time holds", async (t) => {
  const bench = new Bench(t, []);
  bench.tell({}, 0, { powerOffAfter: Minutes(10) });
  bench.box.addSupply("battery", { type: "Battery", status: "Discharging", capacity: "70" });
  await bench.start(0);
  bench.clock.advance(Minutes(9));
  assert.equal(bench.box.report?.mains, "lost");
  bench.box.addSupply("battery", { status: "Charging" });
  bench.clock.advance(Seconds(5));
  assert.equal(bench.box.report?.mains, "there");
  bench.box.addSupply("battery", { status: "Discharging" });
  bench.clock.advance(Minutes(11));
  assert.ok(bench.errand("poweroff"));
});
