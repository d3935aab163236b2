import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { House } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { NotifyListener } from "../harness/NotifyListener.ts";

test("the daemon says when it is ready to answer, how it is, and that it serves; after a kill it says how the last run ended", async () => {
  await using house = await House.build({ voiceModem: false });
  const address = join(house.folder, "notify");
  using listener = new NotifyListener(address);
  const env = { NOTIFY_SOCKET: address, WATCHDOG_USEC: "3000000" };
  const hears = (what: string): Promise<string> =>
    until(what, () => listener.heard.find((words) => words.includes(what)), { story: () => listener.heard.join("\n") });

  const first = house.spawn({ env });
  await hears("READY=1");
  const before = listener.heard.slice(0, listener.heard.indexOf("READY=1"));
  assert.ok(!before.includes("WATCHDOG=1"), "nothing is alive before it is ready");
  await hears("STATUS=Answers no calls; pages by SMS; faults: LINE_PORT_GONE");
  await house.plugInVoice();
  await hears("STATUS=Answers calls on front; pages by SMS");
  await until("fed twice", () => listener.heard.filter((words) => words === "WATCHDOG=1").length >= 2);

  await first.kill();
  writeFileSync(join(house.data, "last-end"), "watchdog killed ABRT\n");
  const second = house.spawn({ env });
  const status = await second.ready();
  assert.equal(status.lastEnd?.text, "it was restarted by the watchdog: the program hung");
  await second.stop();
  await hears("STOPPING=1");

  const third = house.spawn({ env });
  assert.equal((await third.ready()).lastEnd, undefined, "asked to stop is no news");
});
