// What the watchdog is fed by, on the real parts: no trouble with a modem is a reason to restart, and a dialogue that has
// lost its way is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeService, type Proof } from "../../firmware/health/ServiceProof.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { GsmRig } from "../../test/harness/GsmRig.ts";
import { VoiceRig } from "../../test/harness/VoiceRig.ts";

/** Looks every ten seconds, as the watchdog does. */
function looking(clock: Clock, proof: () => Omit<Proof, "kind" | "where">, kind: Proof["kind"]) {
  const stuck: string[] = [];
  const look = (): void => {
    const proofs = [{ kind, where: "it", ...proof() }];
    const verdict = judgeService({ atMs: clock.monotonic(), proofs, pastHelp: [] });
    if (verdict.stuck !== undefined) stuck.push(`${clock.monotonic() / 1000}: ${verdict.stuck.why}`);
    clock.after("look", Seconds(10), look);
  };
  look();
  return stuck;
}

const cellular: readonly [why: string, trouble: (rig: GsmRig) => unknown][] = [
  ["it works", () => {}],
  ["the modem is unplugged", (rig) => rig.unplug()],
  ["the modem is silent, and nothing helps", (rig) => rig.emulator.fallSilent("replug")],
  ["the modem wants an ESC", (rig) => rig.emulator.fallSilent("escape")],
  [
    "the modem refuses its set-up",
    (rig) => {
      rig.emulator.inject({ kind: "refuse", on: "+CMGF=0", times: Number.POSITIVE_INFINITY });
      rig.modem.reinit();
    },
  ],
];

for (const [why, trouble] of cellular)
  test(`cellular modem, an hour: ${why}; no reason to restart FirstRing`, async (t) => {
    const rig = new GsmRig({ emulator: { reenumerateMs: 8_000 } });
    t.after(() => rig.stop());
    await rig.start();
    const stuck = looking(rig.clock, () => rig.modem.proof, "modem");
    await trouble(rig);
    await rig.passes(Minutes(60));
    assert.deepEqual(stuck, []);
  });

const voice: readonly [why: string, trouble: (rig: VoiceRig) => unknown][] = [
  ["it works", () => {}],
  ["the modem is unplugged", (rig) => rig.unplug()],
  ["the modem is silent", (rig) => rig.modem.setFaults({ dead: true })],
  ["the modem has no voice", (rig) => rig.modem.setFaults({ noVoiceClass: true })],
];

for (const [why, trouble] of voice)
  test(`voice modem, an hour: ${why}; no reason to restart FirstRing`, async (t) => {
    const rig = new VoiceRig({});
    t.after(() => rig.stop());
    await rig.start();
    const stuck = looking(rig.clock, () => rig.line.proof, "line");
    await trouble(rig);
    await rig.passes(Minutes(60));
    assert.deepEqual(stuck, []);
  });

test("a port that hangs in the kernel while it is opened, and nobody gives it up: that is stuck", async () => {
  const rig = new VoiceRig({}, { openPort: () => new Promise(() => {}) });
  const stuck = looking(rig.clock, () => rig.line.proof, "line");
  void rig.line.start();
  await rig.passes(Minutes(3));
  assert.match(stuck[0] ?? "", /^100: line it has heard nothing from its modem, and nothing was done about it/);
});
