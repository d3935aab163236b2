import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Days, Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { ConsoleWatch } from "./ConsoleWatch.ts";

function watched(used: boolean) {
  const directory = mkdtempSync(join(tmpdir(), "firstring-console-watch-"));
  if (used) writeFileSync(join(directory, "console.db"), "");
  const clock = new VirtualClock();
  const told: string[] = [];
  const watch = new ConsoleWatch({
    ...{ directory, clock },
    onFault: (code, _detail, cleared) => void told.push(`${cleared === true ? "over" : "fault"} ${code}`),
  });
  watch.start();
  const done = () => {
    watch.stop();
    rmSync(directory, { recursive: true });
    return clock.running();
  };
  return { watch, clock, told, done };
}

test("a console that somebody uses is missed after five minutes, not after a restart; it is over when it is back", () => {
  const { clock, done, told, watch } = watched(true);
  clock.advance(Minutes(4));
  const gone = watch.here(undefined);
  clock.advance(Minutes(30));
  gone();
  gone();
  clock.advance(Minutes(4));
  watch.here(undefined)();
  clock.advance(Minutes(6));
  watch.here(undefined);
  assert.deepEqual(told, ["over CONSOLE_AWAY", "over CONSOLE_AWAY", "fault CONSOLE_AWAY", "over CONSOLE_AWAY"]);
  assert.deepEqual(done(), []);
});

test("where nobody ever used a console none is missed", () => {
  const { clock, done, told } = watched(false);
  clock.advance(Days(3));
  assert.deepEqual(told, []);
  assert.deepEqual(done(), []);
});

test("a certificate that ends is told three weeks before, also while the console goes on", () => {
  const { clock, done, told, watch } = watched(true);
  watch.here(clock.now() + Days(30));
  clock.advance(Days(8));
  assert.ok(!told.includes("fault CONSOLE_CERTIFICATE"));
  clock.advance(Days(2));
  assert.ok(told.includes("fault CONSOLE_CERTIFICATE"));
  done();
});
