import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { applyGain, SAMPLE_RATE } from "./level.ts";
import { activeSpeechLevel, PROMPT_LEVEL_DBM0, sine } from "./polish.ts";
import { promptFromFile } from "./promptFromFile.ts";
import { LONGEST_PROMPT_MS } from "./recordedSpeech.ts";
import type { RecordingRefusalCode } from "./recordingRefusals.ts";
import { readWav, toMono } from "./wav.ts";

const CALLER = new URL("../rehearsal/callers/urgent-reason.wav", import.meta.url);

function voice(): Int16Array {
  const wav = readWav(readFileSync(CALLER));
  assert.ok(!("error" in wav));
  // A sentence of it is enough.
  return toMono(wav).slice(0, 4 * SAMPLE_RATE);
}

interface Written {
  readonly rate?: number;
  readonly channels?: number;
  readonly tag?: number;
  readonly bits?: number;
  /** What the header says, where it is not the truth. */
  readonly says?: number;
}

/** As recorders and editors write it; `value`: full scale is ±1. */
function wavOf(
  length: number,
  value: (at: number) => number,
  { bits = 16, channels = 1, rate = SAMPLE_RATE, says, tag = 1 }: Written = {},
): Uint8Array {
  const width = bits / 8;
  const file = Buffer.alloc(44 + length * channels * width);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(tag, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * channels * width, 28);
  file.writeUInt16LE(channels * width, 32);
  file.writeUInt16LE(bits, 34);
  file.write("data", 36);
  file.writeUInt32LE(says ?? length * channels * width, 40);
  for (let i = 0; i < length * channels; i += 1) {
    const sample = value(Math.floor(i / channels));
    const at = 44 + i * width;
    if (tag === 3) file.writeFloatLE(sample, at);
    else if (bits === 24) file.writeIntLE(Math.round(sample * 0x7fffff), at, 3);
    else if (bits === 8) file.writeUInt8(Math.round(sample * 127) + 128, at);
    else file.writeInt16LE(Math.round(sample * 32767), at);
  }
  return file;
}

/** The caller's sentence with a second of a room before and after it, at another rate, as loud as somebody's microphone. */
function recorded(written: Written & { readonly loud?: number; readonly room?: number } = {}): Uint8Array {
  const said = voice();
  const { loud = 0.3, rate = SAMPLE_RATE, room = 0.0005 } = written;
  const peak = said.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  let seed = 1;
  const noise = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return (seed / 2 ** 30 - 1) * room;
  };
  const all = Math.round((said.length / SAMPLE_RATE + 2) * rate);
  return wavOf(
    all,
    (at) => {
      const place = (at / rate - 1) * SAMPLE_RATE;
      const [below, part] = [Math.floor(place), place - Math.floor(place)];
      const sample = (said[below] ?? 0) * (1 - part) + (said[below + 1] ?? 0) * part;
      return (sample / peak) * loud + noise();
    },
    written,
  );
}

async function taken(bytes: Uint8Array): Promise<Int16Array> {
  const prompt = await promptFromFile(bytes);
  if ("code" in prompt) assert.fail(`${prompt.code}: ${prompt.what}`);
  return prompt;
}

async function refusal(bytes: Uint8Array): Promise<RecordingRefusalCode | "taken"> {
  const prompt = await promptFromFile(bytes);
  return "code" in prompt ? prompt.code : "taken";
}

const seconds = (samples: Int16Array): number => samples.length / SAMPLE_RATE;

test("any usual recording becomes a prompt: as loud as the others, without the room around the words", async () => {
  const ours = voice().length / SAMPLE_RATE;
  for (const written of [
    { rate: 8000 },
    { rate: 44_100, channels: 2 },
    { rate: 48_000, bits: 24 },
    { rate: 16_000, bits: 32, tag: 3 },
    { rate: 22_050, bits: 8, loud: 0.8, room: 0 },
    // Soft, in a room that one hears.
    { rate: 48_000, loud: 0.05, room: 0.001 },
  ] satisfies Parameters<typeof recorded>[0][]) {
    const prompt = await taken(recorded(written));
    const told = `${JSON.stringify(written)}: ${seconds(prompt).toFixed(2)} s of ${ours.toFixed(2)}, ${activeSpeechLevel(prompt).toFixed(1)} dBm0`;
    assert.ok(Math.abs(activeSpeechLevel(prompt) - PROMPT_LEVEL_DBM0) < 2, told);
    assert.ok(seconds(prompt) < ours + 0.4 && seconds(prompt) > ours * 0.75, told);
  }
});

test("a click before the words and direct current under them are not kept", async () => {
  const said = voice();
  const bytes = wavOf(said.length + 2 * SAMPLE_RATE, (at) => {
    const click = at > 4_000 && at < 4_080 ? 0.5 : 0;
    return 0.1 + click + ((said[at - SAMPLE_RATE] ?? 0) / 32_768) * 0.6;
  });
  const prompt = await taken(bytes);
  assert.ok(seconds(prompt) < said.length / SAMPLE_RATE + 0.3, `${seconds(prompt)} s`);
});

test("a prompt that is imported again stays as it is", async () => {
  const once = await taken(recorded());
  const twice = await taken(wavOf(once.length, (at) => once[at]! / 32_767));
  assert.ok(Math.abs(once.length - twice.length) < 0.15 * SAMPLE_RATE, `${once.length} and ${twice.length} samples`);
});

test("what callers could not understand is refused, each with its own reason", async () => {
  const tone = sine(440, 3_000, -10);
  const said = voice();
  const shout = applyGain(said, 30);
  const minute = Math.ceil((LONGEST_PROMPT_MS * 8 * 1.2) / said.length);
  const rows: readonly (readonly [string, Uint8Array, RecordingRefusalCode])[] = [
    ["nothing", new Uint8Array(0), "RECORDING_UNREADABLE"],
    ["a letter", Buffer.from("Dear clinic, this is our greeting."), "RECORDING_UNREADABLE"],
    ["a voice memo", Buffer.from("\0\0\0\x20ftypM4A \0\0\0\0"), "RECORDING_OTHER_FORMAT"],
    ["an MP3", Buffer.from("ID3\x04\0\0\0\0\0\0"), "RECORDING_OTHER_FORMAT"],
    ["no samples", wavOf(0, () => 0), "RECORDING_EMPTY"],
    ["numbers that are none", wavOf(8_000, () => Number.NaN, { tag: 3, bits: 32 }), "RECORDING_UNREADABLE"],
    ["infinite ones", wavOf(8_000, () => Number.POSITIVE_INFINITY, { tag: 3, bits: 32 }), "RECORDING_UNREADABLE"],
    ["half a file", recorded().subarray(0, 20_000), "RECORDING_CUT_OFF"],
    ["a header that promises 4 GB", wavOf(8_000, () => 0.1, { says: 0xfffffff0 }), "RECORDING_CUT_OFF"],
    ["no rate", wavOf(8_000, () => 0.1, { rate: 0 }), "RECORDING_UNREADABLE"],
    ["ten samples a second", wavOf(8_000, () => 0.1, { rate: 10 }), "RECORDING_UNREADABLE"],
    ["no channels", wavOf(8_000, () => 0.1, { channels: 0 }), "RECORDING_UNREADABLE"],
    ["bits that nobody has", wavOf(8_000, () => 0.1, { bits: 40, tag: 9 }), "RECORDING_UNREADABLE"],
    ["digital silence", wavOf(16_000, () => 0), "RECORDING_SILENT"],
    ["a whisper far away", recorded({ loud: 0.003, room: 0 }), "RECORDING_TOO_SOFT"],
    ["a tone", wavOf(tone.length, (at) => tone[at]! / 32_768), "RECORDING_NO_SPEECH"],
    ["a word cut in two", recorded().subarray(0, 44), "RECORDING_CUT_OFF"],
    ["a knock", wavOf(8_000, (at) => (at > 4_000 && at < 4_200 ? 0.2 * Math.sin(at) : 0)), "RECORDING_SILENT"],
    ["shouted", wavOf(shout.length, (at) => shout[at]! / 32_767), "RECORDING_DISTORTED"],
    ["a speech", wavOf(said.length * minute, (at) => said[at % said.length]! / 32_768), "RECORDING_TOO_LONG"],
    ["six minutes", wavOf(8_000 * 360, () => 0.1), "RECORDING_TOO_LONG"],
    ["a film", new Uint8Array(13 * 1024 * 1024), "RECORDING_TOO_LARGE"],
  ];
  const found: string[] = [];
  for (const [what, bytes, code] of rows) {
    const got = await refusal(bytes);
    if (got !== code) found.push(`${what}: ${got}, not ${code}`);
  }
  assert.deepEqual(found, []);
});

test("a writer that never came back to its header is believed", async () => {
  assert.equal(await refusal(Buffer.from(recorded({ says: 0xffffffff }))), "taken");
});

test("whatever bytes come, the answer is a prompt or a reason", async () => {
  const head = recorded().subarray(0, 60);
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(fc.tuple(fc.nat(59), fc.nat(255)), { maxLength: 6 }),
      async (tail, changes) => {
        const bytes = Buffer.concat([head, tail]);
        for (const [at, byte] of changes) bytes[at] = byte;
        const prompt = await promptFromFile(bytes);
        if ("code" in prompt) assert.ok(prompt.what !== "" && prompt.cure !== "");
        else assert.ok(prompt.length > 0);
      },
    ),
    { numRuns: 200 },
  );
});
