import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { DARK } from "../../firmware/health/lamp.ts";
import type { PanelReport } from "../../firmware/panel/PanelReport.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { heardWord, tellReport } from "../panel/panelFiles.ts";
import { showOnPanel } from "../panel/showOnPanel.ts";
import { openLog } from "../runtime/openLog.ts";
import { BoxPanel, type PanelWords } from "./BoxPanel.ts";

class Bench {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 23, 8, 14));
  readonly dataDirectory = mkdtempSync(join(tmpdir(), "firstring-panel-"));
  readonly directory = join(this.dataDirectory, "panel");
  readonly faults = new Map<string, string>();
  readonly panel: BoxPanel;
  words: PanelWords = { lamps: { ...DARK, ready: "on" }, answers: true, attention: [], serves: true };

  constructor(t: TestContext, hasPanel = true) {
    if (hasPanel) mkdirSync(join(this.directory, "daemon"), { recursive: true });
    this.panel = new BoxPanel({
      ...{ clock: this.clock, dataDirectory: this.dataDirectory, clinic: testClinic(), log: openLog("silent") },
      words: () => this.words,
      boot: () => this.clock.monotonic(),
      fault: (code, where, detail, cleared) => {
        const key = `${code} ${where}`.trim();
        if (cleared === true) this.faults.delete(key);
        else this.faults.set(key, detail);
      },
    });
    t.after(() => {
      this.panel.stop();
      rmSync(this.dataDirectory, { recursive: true });
    });
  }

  report(more: Partial<PanelReport> = {}): void {
    const atMs = this.clock.monotonic();
    tellReport(this.directory, { atMs, button: "there", mains: "there", batteryLow: false, lamps: {}, ...more });
  }

  /** The panel lives, and tells the same for so long. */
  pass(seconds: number, more: Partial<PanelReport> = {}): void {
    for (let at = 0; at < seconds; at += 4) {
      this.report(more);
      this.clock.advance(Seconds(4));
    }
  }

  get word() {
    return heardWord(this.directory)?.word;
  }
}

test("the panel hears every four seconds that the daemon lives, and nothing once it has stopped", (t) => {
  const bench = new Bench(t);
  bench.panel.start();
  assert.deepEqual([bench.word?.atMs, bench.word?.lamps.ready], [0, "on"]);
  bench.clock.advance(Seconds(8));
  assert.equal(bench.word?.atMs, 8_000);
  bench.panel.stop();
  assert.equal(bench.word, undefined);
});

test("a timer that runs proves nothing: what does not serve any more is not told of", (t) => {
  const bench = new Bench(t);
  bench.panel.start();
  bench.words = { ...bench.words, serves: false };
  bench.clock.advance(Minutes(1));
  assert.equal(bench.word?.atMs, 0);
});

test("something new is counted, what is over is not", (t) => {
  const bench = new Bench(t);
  const raised = (...attention: string[]) => {
    bench.words = { ...bench.words, attention };
    bench.panel.tell();
    return bench.word?.raised ?? 0;
  };
  const first = raised();
  assert.deepEqual(
    [
      raised("STORE_FULL"),
      raised("STORE_FULL"),
      raised("STORE_FULL", "call 1"),
      raised("call 1"),
      raised("call 1", "call 2"),
    ],
    [1, 1, 2, 2, 3].map((more) => first + more),
  );
});

test("mains lost: a fault that says since when, on the clinic's wall, and is over with mains", (t) => {
  const bench = new Bench(t);
  bench.report();
  bench.panel.start();
  bench.pass(300);
  const lostSinceMs = bench.clock.monotonic();
  bench.pass(120, { mains: "lost", lostSinceMs });
  assert.deepEqual([...bench.faults], [["ON_BATTERY since 02:19", "it goes on as long as the battery lasts"]]);
  const powerOffAtMs = bench.clock.monotonic() + 120_000;
  bench.pass(8, { mains: "lost", lostSinceMs, batteryLow: true, powerOffAtMs });
  assert.deepEqual([...bench.faults.keys()], ["ON_BATTERY since 02:19", "BATTERY_LOW"]);
  assert.match(bench.faults.get("BATTERY_LOW") ?? "", /shuts down in 1 minute/);
  bench.pass(8);
  assert.deepEqual([...bench.faults], []);
});

test("a stuck button and a panel that is dead are told, and over when they are", (t) => {
  const bench = new Bench(t);
  bench.report();
  bench.panel.start();
  bench.pass(8, { button: "stuck" });
  assert.deepEqual([...bench.faults.keys()], ["BUTTON_STUCK"]);
  bench.pass(8);
  bench.clock.advance(Minutes(1));
  assert.deepEqual([...bench.faults.keys()], ["PANEL_GONE"]);
  bench.pass(8);
  assert.deepEqual([...bench.faults.keys()], []);
});

test("a stick that is not FAT: told while somebody may come from the lamps to a desk, or until another is read", (t) => {
  const bench = new Bench(t);
  mkdirSync(join(bench.directory, "show"));
  const now = () => bench.clock.monotonic();
  const plug = (kind: "working" | "refused", fileSystem?: "ntfs") =>
    showOnPanel("stick", kind, { directory: bench.directory, now, fileSystem });
  const told = (): string | undefined => bench.faults.get("STICK_NOT_FAT");
  bench.report();
  bench.panel.start();
  plug("refused");
  bench.pass(8);
  assert.equal(told(), undefined, "of one that takes a report nothing is told");
  plug("refused", "ntfs");
  bench.pass(8);
  assert.equal(told(), "it is formatted as NTFS");
  bench.pass(50 * 60);
  assert.equal(told(), "it is formatted as NTFS", "longer than the lamps show it");
  bench.pass(10 * 60);
  assert.equal(told(), undefined);
  plug("refused", "ntfs");
  bench.pass(8);
  plug("working");
  bench.pass(8);
  assert.equal(told(), undefined, "the next stick was FAT");
});

test("a machine without a panel: nothing is told and nothing is missed", (t) => {
  const bench = new Bench(t, false);
  bench.panel.start();
  bench.clock.advance(Minutes(5));
  assert.equal(bench.panel.tell(), false);
  assert.deepEqual([...bench.faults.keys()], []);
});
