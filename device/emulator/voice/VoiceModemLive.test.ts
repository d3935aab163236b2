import assert from "node:assert/strict";
import { test } from "node:test";
import { VoiceModemBench } from "../../../test/harness/VoiceModemBench.ts";
import type { LiveSound } from "../caller/LiveSound.ts";
import { decodeLine } from "../caller/lineFormat.ts";
import { sines } from "../caller/tones.ts";
import { shield } from "./dle.ts";

const FRAME = 160;
const END = Uint8Array.of(0x10, 0x03);
const VOICE = sines([440, 620], 1_000, 6_000);

async function answered(): Promise<VoiceModemBench> {
  const bench = new VoiceModemBench();
  bench.setUp("ATE0", "AT+FCLASS=8");
  void bench.modem.call([{ call: { number: "3125550142" } }]);
  await bench.passes(300);
  bench.setUp("AT+VLS=1");
  return bench;
}

test("what a person says into the microphone is what the modem delivers, frame behind frame", async () => {
  const bench = await answered();
  assert.equal(bench.at("AT+VRX"), "\r\nCONNECT\r\n");
  for (let at = 0; at < VOICE.length; at += FRAME) {
    bench.modem.talk(VOICE.slice(at, at + FRAME));
    await bench.passes(20);
  }
  await bench.passes(200);
  bench.send(Uint8Array.of(0x10, 0x21));
  const report = bench.events.find(({ kind }) => kind === "recordingEnded");
  assert.ok(report);
  const sound = decodeLine(unshielded(bench.read()), "u8");
  const first = sound.findIndex((sample) => Math.abs(sample) > 256);
  const begin = VOICE.findIndex((sample) => Math.abs(sample >> 8) > 1);
  assert.deepEqual(
    sound.subarray(first, first + 7_900),
    VOICE.subarray(begin, begin + 7_900).map((sample) => (sample >> 8) << 8),
  );
  assert.ok(first >= 640 && first < 800, `held back by 80 ms, not more: ${first} samples`);
});

test("a listener hears prompts as they sound, tones as they begin, and what is pressed and said at the telephone", async () => {
  const bench = await answered();
  const heard: LiveSound[] = [];
  const stop = bench.modem.onSound((sound) => heard.push(sound));
  bench.at("AT+VTX");
  const prompt = Uint8Array.from({ length: 1_600 }, (_, n) => 100 + (n % 50));
  bench.send(Buffer.concat([shield(prompt), END]));
  await bench.passes(260);
  const played = heard.filter(({ from }) => from === "appliance").flatMap(({ samples }) => [...samples]);
  assert.deepEqual(Int16Array.from(played), decodeLine(prompt, "u8"));
  heard.length = 0;
  bench.at("AT+VTS=[1000,,40]");
  assert.deepEqual(
    heard.map(({ from, samples }) => [from, samples.length]),
    [["appliance", 3_200]],
    "before it is over",
  );
  await bench.passes(500);
  heard.length = 0;
  const pressed = bench.modem.press("5");
  await bench.passes(300);
  await pressed;
  bench.modem.say(VOICE);
  assert.deepEqual(
    heard.map(({ from, samples }) => [from, samples.length]),
    [
      ["here", 800],
      ["here", 8_000],
    ],
  );
  stop();
  heard.length = 0;
  bench.modem.say(VOICE);
  assert.equal(heard.length, 0);
});

function unshielded(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x10) out.push(bytes[at]!);
    else if (bytes[++at] === 0x10) out.push(0x10);
    else if (bytes[at] === 0x03) break;
  }
  return Uint8Array.from(out);
}
