import assert from "node:assert/strict";
import { test } from "node:test";
import type { Proof } from "../../firmware/health/ServiceProof.ts";
import { type Duration, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { ServiceWatch } from "./ServiceWatch.ts";

/** What a manager is told, with the virtual second of it; a part that shows itself as long as `alive`. */
function watched(watchdog: Duration | undefined = Seconds(30)) {
  const clock = new VirtualClock();
  const told: string[] = [];
  const say = (text: string) => void told.push(`${clock.monotonic() / 1000} ${text}`);
  const part = { alive: true, atMs: 0 };
  const stuck: (string | undefined)[] = [];
  const watch = new ServiceWatch({
    clock,
    manager: {
      watchdog,
      ready: () => say("ready"),
      stopping: () => say("stopping"),
      status: (text) => say(`status ${text}`),
      alive: () => say("alive"),
      extendTimeout: (by) => say(`extend ${by / 1000}`),
    },
    facts: () => {
      if (part.alive) part.atMs = clock.monotonic();
      const proof: Proof = { kind: "line", where: "front", atMs: part.atMs, onCall: false };
      return { proofs: [proof], pastHelp: [] };
    },
    status: (why) => why ?? "fine",
    stuck: (now) => stuck.push(now?.part),
    hopeless: () => {},
  });
  const fed = (): number[] => told.flatMap((line) => (line.endsWith(" alive") ? [Number.parseFloat(line)] : []));
  return { clock, watch, told, part, stuck, fed };
}

test("a start that takes long is given time, up to a bound; ready is said when it is", () => {
  const { clock, watch, told } = watched();
  watch.start();
  clock.advance(Seconds(25));
  assert.deepEqual(told, ["0 status Starting", "0 extend 30", "10 extend 30", "20 extend 30"]);
  watch.ready();
  assert.deepEqual(told.slice(4), ["25 ready", "25 status fine", "25 alive"]);
  const other = watched();
  other.watch.start();
  other.clock.advance(Minutes(60));
  assert.equal(other.told.at(-1), "890 extend 30");
});

test("fed at a third of the watchdog's time, or more often; never when nothing has shown itself; again when it has", () => {
  const { clock, watch, part, fed, stuck, told } = watched();
  watch.start();
  watch.ready();
  clock.advance(Seconds(60));
  const times = fed();
  assert.ok(times.every((at, i) => i === 0 || at - (times[i - 1] ?? 0) <= 10));
  part.alive = false;
  clock.advance(Minutes(5));
  assert.equal(fed().at(-1), 150, "90 s after the last sign");
  assert.deepEqual(stuck, ["line front"]);
  assert.ok(
    told.some((line) => line.includes("status line front has heard nothing from its modem")),
    told.join("\n"),
  );
  part.alive = true;
  clock.advance(Seconds(10));
  assert.equal(fed().at(-1), clock.monotonic() / 1000);
  assert.deepEqual(stuck, ["line front", undefined]);
});

test("a short watchdog is fed at its third; without one the looks go on all the same", () => {
  const short = watched(Seconds(3));
  short.watch.start();
  short.watch.ready();
  short.clock.advance(Seconds(3));
  assert.deepEqual(short.fed(), [0, 1, 2, 3]);
  const none = watched(undefined);
  none.watch.start();
  none.watch.ready();
  none.part.alive = false;
  none.clock.advance(Minutes(3));
  assert.deepEqual(none.stuck, ["line front"]);
  none.watch.stop();
  assert.equal(none.told.at(-1), "180 status Stopping: what is being said is still written");
});
