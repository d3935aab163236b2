import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { tellReport } from "../panel/panelFiles.ts";
import { bootMs } from "../panel/presence.ts";
import { boxFindings } from "./doctorBox.ts";
import { findingsInWords } from "./Finding.ts";

const RUNNING = {
  ...{ now: Date.UTC(2026, 6, 15, 7, 14), timezone: "America/Chicago", clockTrust: "confirmed", faults: [] },
  lastEnd: { at: 0, text: "it was restarted by the watchdog: the program hung" },
} as unknown as ApplianceStatus;

test("the doctor says how the clock is, how the last run ended, and what button, lamps and UPS say; also while nothing runs", (t) => {
  const data = mkdtempSync(join(tmpdir(), "firstring-doctor-"));
  t.after(() => rmSync(data, { recursive: true }));
  assert.deepEqual(boxFindings(data, undefined), [], "a rehearsal has none of it");
  writeFileSync(join(data, "run.json"), JSON.stringify({ mark: { boot: "x", stopped: false }, ends: [] }));
  writeFileSync(join(data, "last-end"), "oom-kill killed KILL\n");
  mkdirSync(join(data, "panel/daemon"), { recursive: true });
  const down = findingsInWords(boxFindings(data, undefined));
  assert.match(down, /the last run ended: it was killed because memory ran out/);
  assert.match(down, /NOT {2}the process at button, lamps and UPS says nothing\.\n +What to do: `systemctl restart/);

  const atMs = bootMs();
  const report = { atMs, button: "there", mains: "lost", lostSinceMs: atMs - 61_000, batteryLow: false } as const;
  tellReport(join(data, "panel"), { ...report, lamps: { "firstring:ready": "ready" } });
  const up = findingsInWords(boxFindings(data, RUNNING));
  assert.match(up, /ok {3}the clock says 02:14: confirmed/);
  assert.match(up, /the run before this one ended: it was restarted by the watchdog: the program hung/);
  assert.match(up, /button: there; mains: lost for 1 minute.*: on battery; lamps: ready on firstring:ready/);
});
