/**
 * The emulated modem is believed only because a program that we did not write works with it: vgetty (Debian mgetty-voice)
 * answers, greets, records and hangs up, in both of its V.253 dialects, on a real pty.
 */
import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ProfileName } from "../../device/emulator/voice/profiles.ts";
import { VoiceModemEmulator } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { debianProgramsOrSkip } from "./debianPrograms.ts";
import { findNamespace, type VgettyDialect, VgettyStation } from "./vgettyStation.ts";

const BOUND = { timeout: 90_000 };
const CALLER = "3125550142";

/** A second of something like speech, then silence so that the caller knows that it has ended. */
const GREETING = Uint8Array.from({ length: 8000 }, (_, n) =>
  n < 6400 ? 128 + Math.round(60 * Math.sin(n * 0.3) * Math.sin(n * 0.001)) : 128,
);
/** Every code there is, 0x10 among them, many times, ending in runs of 0x10. */
const SPEECH = Uint8Array.from({ length: 8192 }, (_, n) => (n < 8000 ? (n * 7) & 0xff : 0x10));

/** What vgetty needs of this machine. In CI it must be there; elsewhere the test says why it is skipped. */
async function groundFor(t: TestContext) {
  const programs = await debianProgramsOrSkip(t, "vgetty", "wavtopvf", "pvftormd");
  if (!programs) return undefined;
  const namespace = await findNamespace();
  if (typeof namespace !== "string") return { programs, namespace };
  if (process.env["CI"] === "true") throw new Error(namespace);
  t.skip(namespace);
  return undefined;
}

async function answersOneCall(t: TestContext, profile: ProfileName, dialect: VgettyDialect): Promise<void> {
  const ground = await groundFor(t);
  if (!ground) return;
  const modem = new VoiceModemEmulator({ profile, cadence: "fast" });
  const station = new VgettyStation(ground.programs, dialect, ground.namespace);
  try {
    const greeting = await station.recordGreeting(GREETING);
    const port = await modem.plugIn({ kind: "pty" });
    await station.start(port);
    const call = modem.call([
      { call: { number: CALLER, name: "ANN EXAMPLE" } },
      { waitPrompt: {} },
      { waitTone: {} },
      { waits: 500 },
      { presses: "1", toneMs: 230 },
      { saysRaw: SPEECH },
      { waits: 300 },
      { hangsUp: {} },
    ]);
    await station.ended();
    modem.dropDtr();
    const report = await call;

    assert.equal(report.outcome, "answered");
    assert.deepEqual(report.puzzles, []);
    assert.deepEqual(report.prompts[0]?.bytes, greeting, "the caller hears exactly the greeting");
    const [delivered] = report.recordings;
    const [saved] = station.recordings();
    assert.ok(delivered && saved);
    assert.ok(saved.name.includes(CALLER), `the recording is named after the caller: ${saved.name}`);
    assert.ok(Buffer.from(saved.samples).equals(delivered.bytes), "saved sample for sample as the modem delivered it");
    assert.ok(
      Buffer.from(saved.samples).includes(Buffer.from(SPEECH)),
      "all that the caller said is in it, 0x10 undoubled",
    );
    const log = station.log();
    assert.ok(log.split("<DLE> <1>").length - 1 >= 3, "the modem reported the held key at least three times");
    assert.equal(log.split("queued event RECEIVED_DTMF at").length - 1, 2, "queued and unqueued once: one key");
  } finally {
    await modem.close();
    await station.close();
  }
}

describe("vgetty answers the emulated modem, greets, records and ends", { concurrency: true }, () => {
  test("USR5637, as V.253", BOUND, (t) => answersOneCall(t, "usr5637", "forceV253"));
  test("Conexant CX93001, as the V.253 subset", BOUND, (t) => answersOneCall(t, "cx93001", "forceV253subset"));
});
