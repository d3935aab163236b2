import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineEvent } from "../../../firmware/line/Line.ts";
import { Minutes } from "../../../firmware/time/Duration.ts";
import { isPtyMissing, VoiceModemEmulator } from "../../emulator/voice/VoiceModemEmulator.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import { openPort } from "../../serial/openPort.ts";
import { VoiceModemLine } from "./VoiceModemLine.ts";

const everyByte = Uint8Array.from({ length: 8_000 }, (_, n) => (n * 7 + (n >> 8)) & 0xff);
const prompt = { samples: Int16Array.from({ length: 4_000 }, (_, n) => ((n * 7_919) % 8_001) - 4_000) };

for (const kind of ["pty", "tcp"] as const) {
  test(`a whole call in real time over ${kind}: answered, prompt and recording exact, keys once, on-hook`, {
    timeout: 30_000,
  }, async (t) => {
    const modem = new VoiceModemEmulator({ profile: "cx93001", cadence: "fast" });
    let port: string;
    try {
      port = await modem.plugIn({ kind });
    } catch (error) {
      if (!isPtyMissing(error) || process.env["CI"] === "true") throw error;
      t.skip("this machine has no ptys: the same is proved over TCP");
      return;
    }
    const events: LineEvent[] = [];
    const line = new VoiceModemLine({
      id: "front",
      port,
      pickup: "caller-id",
      openPort,
      clock: new SystemClock(),
      answerPolicy: () => ({ atRing: 1 }),
      limits: { longestCall: Minutes(1) },
      onEvent: (event) => {
        events.push(event);
        if (event.kind === "answered") line.perform({ kind: "play", playId: 1, audio: prompt });
        if (event.kind === "promptFinished") line.perform({ kind: "startRecording" });
        if (event.kind === "digitReceived" && event.digit === "#") line.perform({ kind: "stopRecording" });
      },
    });
    try {
      await line.start();
      const report = await modem.call([
        ...[{ call: { number: "3125550101", name: "JANE DOE" } }, { waitPrompt: {} }, { saysRaw: everyByte }],
        ...[{ presses: "1#" }, { waits: 300 }, { hangsUp: {} }],
      ]);
      const told = (event: LineEvent["kind"]) => events.filter(({ kind: one }) => one === event);
      assert.equal(report.outcome, "answered");
      assert.deepEqual(report.puzzles, []);
      assert.equal(report.offHook?.rings, 1);
      assert.equal(report.prompts[0]?.bytes.length, prompt.samples.length);
      assert.deepEqual(
        told("digitReceived").map((event) => event.kind === "digitReceived" && event.digit),
        ["1", "#"],
      );
      const recorded = Buffer.concat(events.flatMap((event) => (event.kind === "audioReceived" ? [event.bytes] : [])));
      assert.ok(recorded.equals(Buffer.from(report.recordings[0]!.bytes)), "recorded ≠ sent");
      assert.ok(recorded.includes(Buffer.from(everyByte)), "all 256 values as the caller's line gave them");
      assert.deepEqual(told("callerHungUp").length, 1);
    } finally {
      await line.stop();
      await modem.close();
    }
    assert.equal(events.filter((event) => event.kind === "released").length, 1);
  });
}
