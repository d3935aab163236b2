import assert from "node:assert/strict";
import { test } from "node:test";
import { type End, type EndSigns, endInWords, judgeEnd, repeatedEnds, restartsDidNotHelp, withEnd } from "./LastEnd.ts";

const NOW = Date.UTC(2026, 10, 23, 2, 14);
const running = { boot: "a", stopped: false };
const result = (name: string, code = "killed", status = "ABRT") => ({ result: name, code, status });

const rows: readonly [why: string, signs: Partial<EndSigns>, words: string | undefined][] = [
  ["the first run", {}, undefined],
  ["systemctl stop", { mark: { boot: "a", stopped: true } }, "it was asked to stop"],
  ["a reboot in order", { mark: { boot: "z", stopped: true } }, "it was asked to stop"],
  [
    "asked to stop while it started",
    { mark: running, service: result("success", "exited", "0") },
    "it was asked to stop",
  ],
  [
    "a part was stuck, and said so",
    {
      mark: { ...running, stuck: { part: "store", why: "the message store has not answered for 3 minutes" } },
      service: result("watchdog"),
    },
    "it was restarted by the watchdog: the message store has not answered for 3 minutes",
  ],
  [
    "the loop stood",
    { mark: running, service: result("watchdog") },
    "it was restarted by the watchdog: the program hung",
  ],
  [
    "memory ran out",
    { mark: running, service: result("oom-kill", "killed", "KILL") },
    "it was killed because memory ran out",
  ],
  ["an exception", { mark: running, service: result("exit-code", "exited", "1") }, "it crashed (exit code 1)"],
  [
    "a segmentation fault",
    { mark: running, service: result("core-dump", "dumped", "SEGV") },
    "it crashed (signal SEGV)",
  ],
  [
    "too slow to start",
    { mark: running, service: result("timeout", "killed", "TERM") },
    "it crashed (it did not start or stop in time)",
  ],
  ["kill -9", { mark: running, service: result("signal", "killed", "KILL") }, "it was killed (signal KILL)"],
  ["without systemd", { mark: running }, "it crashed"],
  [
    "the plug was pulled",
    { mark: { boot: "z", stopped: false } },
    "the power went, or the computer was switched off without being shut down",
  ],
  [
    "a kernel panic",
    { mark: { boot: "z", stopped: false }, hardwareReset: true },
    "the computer hung, and the hardware watchdog restarted it",
  ],
  [
    "killed in the shutdown",
    { mark: { boot: "z", stopped: false }, service: result("watchdog") },
    "it was restarted by the watchdog: the program hung",
  ],
];

for (const [why, signs, words] of rows)
  test(`how the last run ended: ${why}`, () => {
    const end = judgeEnd({ boot: "a", hardwareReset: false, now: NOW, ...signs });
    assert.equal(end === undefined ? undefined : endInWords(end), words);
  });

const stuckAt = (minutesAgo: number, part = "store"): End => ({
  kind: "stuck",
  part,
  why: "why",
  at: NOW - minutesAgo * 60_000,
});

test("a restart that did not help three times within the hour is not tried again for that part", () => {
  assert.deepEqual(restartsDidNotHelp([stuckAt(5), stuckAt(9)], NOW), []);
  assert.deepEqual(restartsDidNotHelp([stuckAt(5), stuckAt(9), stuckAt(13)], NOW), ["store"]);
  assert.deepEqual(restartsDidNotHelp([stuckAt(5), stuckAt(9), stuckAt(70)], NOW), []);
  assert.deepEqual(restartsDidNotHelp([stuckAt(5), stuckAt(9), stuckAt(13, "modem mobile")], NOW), []);
});

test("three unwanted restarts in a day are told with the last cause; stops in order are not counted", () => {
  const stop: End = { kind: "stopped", at: NOW };
  const cut: End = { kind: "power-cut", at: NOW };
  assert.equal(repeatedEnds([stop, stop, stop, cut, cut], NOW), undefined);
  assert.equal(
    repeatedEnds([stuckAt(900), cut, stop, cut], NOW),
    "3 times in 24 hours; the last time the power went, or the computer was switched off without being shut down",
  );
});

test("twenty ends are kept", () => {
  let ends: readonly End[] = [];
  for (let i = 0; i < 50; i++) ends = withEnd(ends, stuckAt(50 - i));
  assert.equal(ends.length, 20);
  assert.equal(ends.at(-1)?.at, NOW - 60_000);
});
