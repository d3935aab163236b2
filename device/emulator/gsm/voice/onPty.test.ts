import assert from "node:assert/strict";
import { test } from "node:test";
import { SerialPort } from "serialport";
import { Seconds } from "../../../../firmware/time/Duration.ts";
import { sines } from "../../caller/tones.ts";
import { GsmModemEmulator } from "../GsmModemEmulator.ts";

const TONE = sines([440, 620], 400, 6000);

const open = (path: string): Promise<SerialPort> =>
  new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: 115200, autoOpen: false });
    port.on("error", () => {});
    port.open((error) => (error ? reject(error) : resolve(port)));
  });

const closed = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));

test("a call on two real serial ports: the modem sets the pace, and what is said arrives at either end", async (t) => {
  const modem = new GsmModemEmulator({ voice: { ringCycleMs: 500 } });
  await modem.listen({ kind: "pty" }, { kind: "pty" });
  t.after(() => modem.stop());
  const [at, audio] = await Promise.all([open(modem.path), open(modem.audioPath)]);
  t.after(() => Promise.all([closed(at), closed(audio)]));
  const taken: Buffer[] = [];
  const prompt = Buffer.from(TONE.buffer);
  let played = 0;
  audio.on("data", (bytes: Buffer) => {
    taken.push(bytes);
    // One frame written for each that is read, three ahead.
    const upTo = Math.min(prompt.length, Buffer.concat(taken).length + 960);
    if (upTo > played) audio.write(prompt.subarray(played, upTo));
    played = Math.max(played, upTo);
  });
  at.on("data", () => {});
  at.write("ATE0;+CPCMBANDWIDTH=1,1\r");
  const answered = modem.waitFor(({ event }) => event === "callAnswered", Seconds(5), "the answer");
  const report = modem.callFrom([
    { call: { number: "+13125550142" } },
    { waitPrompt: { timeoutMs: 5000 } },
    { says: TONE },
    { waits: 300 },
    { hangsUp: {} },
  ]);
  at.write("ATA\r");
  await answered;
  at.write("AT+CPCMREG=1\r");
  const { prompts, recordings, puzzles } = await report;
  assert.deepEqual(puzzles, []);
  assert.equal(prompts.length, 1);
  assert.equal(prompts[0]!.bytes.length, lengthWithoutZeros(prompt));
  const sound = Buffer.from(recordings[0]!.bytes);
  const start = sound.findIndex((byte) => byte !== 0) & ~1;
  const first = prompt.findIndex((byte) => byte !== 0) & ~1;
  assert.deepEqual(sound.subarray(start, start + prompt.length - first - 2), prompt.subarray(first, -2));
});

const lengthWithoutZeros = (bytes: Buffer): number => {
  const from = bytes.findIndex((byte) => byte !== 0) & ~1;
  const to = bytes.findLastIndex((byte) => byte !== 0) & ~1;
  return to + 2 - from;
};
