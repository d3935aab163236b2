/** The console's process beside the daemon's, both as they are on the box: a code by the box's own SIM, a page taken in the browser. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsoleProcess } from "../console/ConsoleProcess.ts";
import { House } from "./House.ts";
import { until } from "./until.ts";
import { Visitor } from "./Visitor.ts";

test("the doctor signs in with a code that the box's own SIM sent, is told of an urgent call, hears it and takes it in the browser", {
  timeout: 120_000,
}, async () => {
  await using house = await House.build();
  const appliance = await house.start();
  const console = await ConsoleProcess.start(house.data, house.config, { user: "chen", person: "chen" });
  using visitor = new Visitor(console.origin);
  try {
    const who = { user: "chen", password: ConsoleProcess.password };
    const asked = await visitor.ask("/session", who);
    assert.equal(asked.json.error.code, "SECOND_FACTOR");
    const sent = await visitor.ask("/session/text", who);
    assert.equal(sent.status, 200, String(sent.bytes));
    const code = await until(
      "the code on the doctor's telephone",
      () => house.texts.flatMap((text) => /\b(\d{6})\b/.exec(text)?.[1] ?? [])[0],
      { story: () => house.story() },
    );
    const entered = await visitor.ask("/session", { ...who, code });
    assert.equal(entered.status, 200, String(entered.bytes));

    const events = await visitor.listen();
    const call = house.call();
    const ref = await house.page();
    await call;
    await until("the browser is told of it", () => events.text.includes(ref), { story: () => events.text });
    const message = await until(
      "the whole message",
      async () => {
        const { json } = await visitor.ask(`/messages/${ref}`);
        return json?.reasonMs > 0 ? json : undefined;
      },
      { story: () => house.story() },
    );
    assert.deepEqual([message.state, message.urgency], ["paged", "urgent"]);
    const sound = await visitor.ask(`/messages/${ref}/audio/reason`);
    assert.equal(sound.bytes.subarray(0, 4).toString(), "RIFF");
    const taken = await visitor.ask(`/messages/${ref}/take`, {});
    assert.equal(taken.status, 200, String(taken.bytes));
    await until(
      "the daemon's own word on it",
      () => appliance.events.find(({ kind, ref: of }) => kind === "taken" && of === ref),
      { story: () => appliance.events.map((event) => JSON.stringify(event)).join("\n") },
    );
    const after = await visitor.ask(`/messages/${ref}`);
    assert.deepEqual([after.json.state, after.json.takenBy?.id], ["taken", "chen"]);
  } finally {
    await console.stop();
  }
});
