import assert from "node:assert/strict";
import { test } from "node:test";
import { AFTER_A_SETTING, beginHealthCheck, type ServiceHealth, stepHealth } from "./judgeHealth.ts";

const WELL: ServiceHealth = {
  pid: 7,
  lines: [{ id: "front", ready: true, state: "ready (USR5637)" }],
  pager: { ready: true },
  urgentFaults: [],
};

/** Looks once a second at what `seen` says, from a start at 0; what it came to, and when. */
function watch(before: ServiceHealth | undefined, seen: (second: number) => ServiceHealth | undefined) {
  let check = beginHealthCheck(before, 0, AFTER_A_SETTING);
  for (let second = 0; second < 1000; second++) {
    const [next, verdict] = stepHealth(check, seen(second), second * 1000);
    check = next;
    if (verdict.kind !== "wait") return { ...verdict, second };
  }
  throw new Error("it never came to a verdict");
}

test("a service that is up and has all that it had is kept after it was steady for five seconds", () => {
  assert.deepEqual(
    watch(WELL, (second) => (second < 3 ? undefined : WELL)),
    { kind: "healthy", warnings: [], second: 8 },
  );
});

test("a service that never answers is given a minute", () => {
  const verdict = watch(WELL, () => undefined);
  assert.equal(verdict.kind, "sick");
  assert.equal(verdict.second, 60);
});

test("a line that worked before has two minutes to work again", () => {
  const broken = { ...WELL, lines: [{ id: "front", ready: false, state: "not in service (LINE_PORT_GONE)" }] };
  assert.deepEqual(
    watch(WELL, () => broken),
    {
      kind: "sick",
      because: "the line front worked before and does not now (not in service (LINE_PORT_GONE))",
      second: 120,
    },
  );
  assert.equal(watch(WELL, (second) => (second < 100 ? broken : WELL)).kind, "healthy");
});

test("a modem that was not there before is no reason to undo anything, but is told", () => {
  const absent = {
    ...WELL,
    lines: [{ id: "front", ready: false, state: "looking for its modem" }],
    pager: { ready: false },
  };
  assert.equal(watch(absent, () => absent).kind, "healthy");
  const first = watch(undefined, () => ({ ...absent, urgentFaults: ["SMS_MODEM_GONE mobile"] }));
  assert.deepEqual(first, {
    kind: "healthy",
    second: 5,
    warnings: [
      "the line front does not answer yet: looking for its modem",
      "no page can be sent yet",
      "urgent fault: SMS_MODEM_GONE mobile",
    ],
  });
});

test("an urgent fault that is new undoes it, one that was there does not", () => {
  const faulty = { ...WELL, urgentFaults: ["MQTT_DOWN broker"] };
  assert.equal(watch(WELL, () => faulty).kind, "sick");
  assert.equal(watch(faulty, () => faulty).kind, "healthy");
});

test("one that comes up again and again is in a loop", () => {
  const verdict = watch(WELL, (second) => ({ ...WELL, pid: Math.floor(second / 2) }));
  assert.equal(verdict.kind, "sick");
  assert.ok(verdict.second < 10);
});

test("a stumble begins the steady time anew", () => {
  const verdict = watch(WELL, (second) => (second === 4 ? undefined : WELL));
  assert.deepEqual(verdict, { kind: "healthy", warnings: [], second: 10 });
});
