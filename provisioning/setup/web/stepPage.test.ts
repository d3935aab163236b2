import assert from "node:assert/strict";
import { test } from "node:test";
import { newState } from "../core/SetupState.ts";
import { problem } from "../core/Step.ts";
import { stepOf, viewOf } from "../core/view.ts";
import { stepPage } from "./stepPage.ts";

test("a time that was not taken stands where it was typed, with the reason at its field, and no empty box says that nothing was done", () => {
  const state = newState();
  const view = viewOf(stepOf("clock")!, state, { now: Date.UTC(2026, 10, 27), secrets: new Set() });
  const problems = [problem("time", "is no date and time", "write it like 2026-11-26 14:05")];
  const page = stepPage({
    ...{ view, problems, formToken: "t", begunWith: { time: "26.11.2026 18:32" } },
    job: { action: "set", lines: [], question: undefined, end: { ok: false, words: [], problems } },
  }).text;
  assert.match(page, /<a href="#set-time">[^<]+<\/a>: Is no date and time\./);
  assert.match(page, /id="set-time" name="time" type="text" value="26\.11\.2026 18:32"/);
  assert.doesNotMatch(page, /Not done/);
});
