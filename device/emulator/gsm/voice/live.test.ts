import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds } from "../../../../firmware/time/Duration.ts";
import { gsmVoiceBench } from "../../../../test/harness/GsmVoiceBench.ts";
import type { LiveSound } from "../../caller/LiveSound.ts";
import { sines } from "../../caller/tones.ts";

const FRAME = 160;
const VOICE = sines([440, 620], 600, 6_000);
const bytesOf = (samples: Int16Array): Buffer => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

test("a caller with a microphone: what is said is on the line sample for sample, what is played is heard", async (t) => {
  const { modem, host, pass, ask } = await gsmVoiceBench(t, {});
  const heard: LiveSound[] = [];
  modem.onSound((sound) => heard.push(sound));
  void modem.callFrom([{ call: { number: "+13125550142" } }]);
  await pass(Milliseconds(5));
  await ask("ATA", "AT+CPCMREG=1");
  host.plays(bytesOf(VOICE));
  for (let at = 0; at < VOICE.length; at += FRAME) {
    modem.talk(VOICE.slice(at, at + FRAME));
    await pass(Milliseconds(20));
  }
  await pass(Milliseconds(300));
  assert.ok(host.sound().includes(bytesOf(VOICE)), "in one piece");
  const played = Int16Array.from(
    heard.filter(({ from }) => from === "appliance").flatMap(({ samples }) => [...samples]),
  );
  assert.ok(bytesOf(played).includes(bytesOf(VOICE)));
});

test("a doctor who is called picks up by hand, speaks and listens in the same way", async (t) => {
  const { modem, host, pass, ask } = await gsmVoiceBench(t, {});
  const heard: LiveSound[] = [];
  modem.onSound((sound) => heard.push(sound));
  await ask("ATD+13125550101;");
  await pass(Milliseconds(500));
  modem.talk(VOICE.slice(0, FRAME));
  assert.equal(modem.doctorPicksUp(), true);
  await ask("AT+CPCMREG=1");
  modem.talk(VOICE.slice(0, FRAME));
  host.plays(bytesOf(VOICE));
  await pass(Milliseconds(800));
  assert.ok(host.sound().includes(bytesOf(VOICE.slice(0, FRAME))));
  assert.ok(heard.length > 20);
  modem.callerHangsUp();
  modem.talk(VOICE.slice(0, FRAME));
});
