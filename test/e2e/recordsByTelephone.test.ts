/** A sentence of the clinic's, recorded by telephone: the console's process, the daemon's and an analog modem, all as they are on the box. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import { ConsoleProcess } from "../console/ConsoleProcess.ts";
import { House, speech } from "./House.ts";
import { until } from "./until.ts";
import { Visitor } from "./Visitor.ts";

const PLACE = "/prompts/en/goodbye-only";
const hears: CallerAction = { waitPrompt: { silenceMs: 300, timeoutMs: 30_000 } };

test("a manager asks for a code in the browser, calls the box, and finds what was said as the new recording", {
  timeout: 240_000,
}, async () => {
  await using house = await House.build();
  // Where the script makes every call urgent at once, each call is a patient's from its first moment, whatever is pressed.
  const clinic = readFileSync(house.config, "utf8").split("script:")[0];
  writeFileSync(house.config, `${clinic}script: { template: family-practice }\n`);
  const appliance = await house.start();
  const console = await ConsoleProcess.start(house.data, house.config, undefined, "manager");
  using visitor = new Visitor(console.origin);
  try {
    const { password, user } = ConsoleProcess;
    assert.equal((await visitor.ask("/session", { user, password })).status, 200);
    const events = await visitor.listen();
    const given = await visitor.ask(`${PLACE}/telephone`, {});
    assert.equal(given.status, 200, String(given.bytes));
    const { code } = given.json as { code: string };
    const report = await house.call([
      { call: { number: "3125550142" } },
      { waits: 200 },
      { presses: "*" },
      { waits: 300 },
      { presses: code },
      { waitTone: {} },
      { saysRaw: speech(2_000) },
      { waits: 300 },
      { presses: "#" },
      hears,
      { presses: "1" },
      { waitHangUp: {} },
    ]);
    assert.deepEqual([report.outcome, report.puzzles], ["answered", []], house.story());
    const draft = await until("the new recording", async () => (await visitor.ask(PLACE)).json?.draft, {
      story: () => house.story(),
    });
    assert.deepEqual([draft.how, draft.by], ["telephone", "Ann"]);
    assert.ok(Math.abs(draft.ms - 2_000) < 700, `${draft.ms} ms`);
    assert.match(events.text, /event: prompt/);
    assert.deepEqual(house.paged, [], "nobody is paged");
    assert.doesNotMatch(appliance.story(), new RegExp(code));
    assert.equal((await visitor.ask("/prompts/telephone")).json.recording.state, "kept");
  } finally {
    await console.stop();
  }
});
