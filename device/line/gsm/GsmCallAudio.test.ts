import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { GsmCallAudio } from "./GsmCallAudio.ts";
import { quectelEc25 } from "./models/QuectelEc25.ts";
import type { AudioLink, VoicePort } from "./VoicePort.ts";

const call = {
  supply: (count: number) => new Int16Array(count),
  heard: () => {},
  noAudio: () => {},
  audioIsBack: () => {},
  leadMs: 0,
};

test("a sound card that opens only when the caller has gone is let go at once: the next call needs it", async () => {
  const opening = Promise.withResolvers<AudioLink>();
  let released = 0;
  const asked: string[] = [];
  const port: VoicePort = {
    model: quectelEc25,
    voice: quectelEc25.voice!,
    firmware: "",
    audioKind: "alsa",
    ask: async (text) => {
      asked.push(text);
      return { kind: "ok", final: "OK", lines: [] };
    },
    listCalls: async () => [],
    openAudio: () => opening.promise,
  };
  const nothing = (): void => {};
  const audio = new GsmCallAudio({
    ...{ port, clock: new VirtualClock(), call },
    ...{ stopped: nothing, flows: nothing, fault: nothing, faultOver: nothing, failed: nothing, log: nothing },
  });
  const opened = audio.open();
  await audio.close();
  opening.resolve({
    port: undefined as never,
    listen: nothing,
    release: async () => {
      released += 1;
    },
  });
  await opened;
  assert.equal(released, 1);
  assert.deepEqual(asked, ["AT+QPCMV=0"]);
});
