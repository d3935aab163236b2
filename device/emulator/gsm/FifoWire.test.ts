import assert from "node:assert/strict";
import { once } from "node:events";
import { constants, existsSync, openSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { connect, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { sines } from "../caller/tones.ts";
import { openFifoWire } from "./FifoWire.ts";
import { GsmModemEmulator } from "./GsmModemEmulator.ts";

test("the sound of a modem with a sound card goes through two named pipes, and they are gone when it is unplugged", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "firstring-card-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const modem = new GsmModemEmulator({ model: "ec25-usb" });
  await modem.listen({ kind: "tcp" }, { kind: "fifos", folder });
  t.after(() => modem.stop());
  assert.equal(modem.audioPath, folder);
  const tone = sines([440, 620], 300, 6000);
  const answered = modem.waitFor(({ event }) => event === "callAnswered", Seconds(5), "the answer");
  const call = modem.callFrom([
    { call: { number: "+13125550142" } },
    { waitPrompt: {} },
    { says: tone },
    { hangsUp: {} },
  ]);
  const at = connect(Number(modem.path.split(":")[2]), "127.0.0.1");
  t.after(() => at.destroy());
  at.on("data", () => {});
  const recorder = new Socket({ fd: openSync(join(folder, "capture"), constants.O_RDONLY | constants.O_NONBLOCK) });
  t.after(() => recorder.destroy());
  const recorded: Buffer[] = [];
  recorder.on("data", (bytes) => recorded.push(bytes));
  const player = await open(join(folder, "playback"), "w");
  at.write("ATE0;+QPCMV=1,2;A\r");
  await answered;
  await player.write(Buffer.from(tone.buffer));
  const report = await call;
  assert.deepEqual(report.puzzles, []);
  assert.equal(report.prompts.length, 1);
  assert.deepEqual(report.prompts[0]!.gaps, [], "the card takes what fits, and plays it without a gap");
  await player.close();
  await modem.unplug();
  assert.equal(existsSync(join(folder, "capture")), false);
  await once(recorder, "end");
  assert.deepEqual(Buffer.concat(recorded), Buffer.from(report.recordings[0]!.bytes));
});

test("nobody records and nobody plays: nothing blocks", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "firstring-card-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const wire = openFifoWire(folder);
  for (let frame = 0; frame < 1000; frame++) wire.write(new Uint8Array(320));
  assert.equal(wire.pull!(320).length, 0);
  await wire.close();
  await wire.close();
});
