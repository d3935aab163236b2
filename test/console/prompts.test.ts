import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { activeSpeechLevel, PROMPT_LEVEL_DBM0 } from "../../device/audio/polish.ts";
import { readWav, toMono } from "../../device/audio/wav.ts";
import type { ChangesAnswer } from "../../device/console/api/changes.ts";
import type { PromptDetail, PromptRow, PromptsAnswer } from "../../device/console/api/prompts.ts";
import { until } from "../e2e/until.ts";
import { ChangeBox } from "./ChangeBox.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

const fileText = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const EXAMPLE = fileText("../../provisioning/example/clinic.yaml");
const VOICE = readFileSync(new URL("../../device/rehearsal/callers/urgent-reason.wav", import.meta.url));
const OTHER = readFileSync(new URL("../../device/rehearsal/callers/urgent-name.wav", import.meta.url));

async function rig(clinicText = EXAMPLE) {
  const box = await ChangeBox.start(clinicText);
  const bench = await ConsoleBench.start({ clinic: box.clinicFile, changeSocket: box.socket });
  // On a box, both are the service's data directory.
  const { prompts } = box.engine.places;
  mkdirSync(dirname(prompts), { recursive: true });
  mkdirSync(prompts);
  symlinkSync(prompts, join(bench.directory, "prompts"));
  const put = (path: string, body: Buffer, type = "audio/wav") =>
    bench.ask(`/api/v1/prompts/${path}`, { method: "PUT", body, headers: { "content-type": type } });
  const use = (...prompts: readonly object[]) => bench.ask("/api/v1/prompts/use", { body: { prompts } });
  const detail = async (path: string): Promise<PromptDetail> => (await bench.ask(`/api/v1/prompts/${path}`)).json;
  const ended = () =>
    until("the change has ended", async () => {
      const { going, last } = (await bench.ask("/api/v1/changes")).json as ChangesAnswer;
      return going === undefined && last;
    });
  return {
    ...{ box, bench, put, use, detail, ended, prompts },
    [Symbol.asyncDispose]: async () => {
      await bench[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
    },
  };
}

const samplesOf = (bytes: Uint8Array): Int16Array => {
  const wav = readWav(bytes);
  assert.ok(!("error" in wav));
  assert.equal(wav.rate, 8000);
  return toMono(wav);
};

test("a sentence is recorded, listened to, put into force, changed again and taken back, and it stands who did it", async () => {
  await using all = await rig();
  const { bench, detail, ended, prompts, put, use } = all;
  await bench.signIn("manager", { id: "maria" });
  const { json } = await bench.ask("/api/v1/prompts?language=en");
  const { languages, prompts: rows } = json as PromptsAnswer;
  assert.deepEqual(languages, ["en", "es"]);
  const greeting = rows.find(({ id }) => id === "greeting");
  assert.deepEqual(
    { ...greeting, ms: 0 },
    {
      ...{ language: "en", clip: "greeting.rosewood-family-practice", id: "greeting", group: "script", ms: 0 },
      ...{ words: "You have reached Rosewood Family Practice.", source: "shipped", steps: ["greeting"] },
    },
  );
  assert.deepEqual(
    [...new Set(rows.map(({ group }) => group))],
    ["script", "names", "call", "doctors", "spoken", "other"],
  );
  assert.ok(rows.every(({ words }) => words !== ""));

  const shipped = await bench.ask("/api/v1/prompts/en/greeting/audio");
  assert.equal(shipped.headers["content-type"], "audio/wav");
  const some = await bench.ask("/api/v1/prompts/en/greeting/audio", { headers: { range: "bytes=0-43" } });
  assert.equal(some.status, 206);
  assert.equal(some.bytes.length, 44);

  const { json: draft } = await put("en/greeting/draft?how=recorded", VOICE);
  assert.equal(draft.how, "recorded");
  assert.equal(draft.by, "MARIA");
  const heard = await bench.ask("/api/v1/prompts/en/greeting/audio?of=draft&download=1");
  const samples = samplesOf(heard.bytes);
  assert.ok(Math.abs(activeSpeechLevel(samples) - PROMPT_LEVEL_DBM0) < 2);
  assert.equal(Math.round(samples.length / 8), draft.ms);
  assert.equal((await bench.ask("/api/v1/prompts/en/greeting/waveform?of=draft")).json.ms, draft.ms);
  const still = await bench.ask("/api/v1/prompts/en/greeting/audio");
  assert.deepEqual(still.bytes, shipped.bytes, "callers hear the old one until it is put into force");

  assert.equal((await use({ language: "en", id: "greeting", use: { draft: "0123456789abcdef" } })).status, 409);
  const begun = await use({ language: "en", id: "greeting", use: { draft: draft.id } });
  assert.equal(begun.status, 200, begun.text);
  assert.equal((await ended()).outcome.kind, "kept");
  const file = join(prompts, "en/greeting.rosewood-family-practice.wav");
  assert.deepEqual(readFileSync(file), heard.bytes);
  const first = await detail("en/greeting");
  assert.equal(first.source, "own");
  assert.equal(first.changedBy, "MARIA");
  assert.equal(first.draft, undefined);
  assert.deepEqual(
    first.history.map(({ by, how, inUse }) => ({ by, how, inUse })),
    [{ by: "MARIA", how: "recorded", inUse: true }],
  );

  const { json: second } = await put("en/greeting/draft", OTHER, "application/octet-stream");
  await use({ language: "en", id: "greeting", use: { draft: second.id } });
  await ended();
  const { history } = await detail("en/greeting");
  assert.deepEqual(
    history.map(({ how, inUse }) => [how, inUse]),
    [
      ["uploaded", true],
      ["recorded", false],
    ],
  );
  const again = await bench.ask(`/api/v1/prompts/en/greeting/audio?of=${history[1]?.id}&download=1`);
  assert.deepEqual(again.bytes, heard.bytes);
  await use({ language: "en", id: "greeting", use: { version: history[1]?.id } });
  await ended();
  assert.deepEqual(readFileSync(file), heard.bytes, "the one before is back, sample for sample");

  await use({ language: "en", id: "greeting", use: { shipped: true } });
  await ended();
  assert.equal(existsSync(file), false);
  const back = await detail("en/greeting");
  assert.equal(back.source, "shipped");
  assert.equal(back.how, "shipped");
  assert.deepEqual((await bench.ask("/api/v1/prompts/en/greeting/audio")).bytes, shipped.bytes);
  const audit = bench.console.box.audit.list({ limit: 50 });
  assert.deepEqual(
    audit.filter(({ kind }) => kind.startsWith("prompt")).map(({ kind, person }) => [kind, person]),
    [
      ["prompts-changed", "maria"],
      ["prompts-changed", "maria"],
      ["prompts-changed", "maria"],
      ["prompt-recorded", "maria"],
      ["prompts-changed", "maria"],
      ["prompt-recorded", "maria"],
    ],
  );
});

test("what is no recording is refused with a reason and a cure, and changes nothing", async () => {
  await using all = await rig();
  const { bench, detail, put } = all;
  await bench.signIn("manager");
  const refusals = [
    ["ID3 is how an MP3 begins", 422, "RECORDING_OTHER_FORMAT"],
    ["nothing of the kind", 422, "RECORDING_UNREADABLE"],
  ] as const;
  for (const [text, status, code] of refusals) {
    const { json, status: got } = await put("en/greeting/draft", Buffer.from(text));
    assert.equal(got, status);
    assert.equal(json.error.code, code);
    assert.ok(json.error.cure.length > 10);
  }
  // As a telephone records it, sent as what it is.
  const telephones = [
    ["\0\0\0\x18ftypM4A ", "audio/mp4", /MPEG-4 file \(M4A\), no WAV file/],
    ["\xff\xfb\x90\x44", "audio/mpeg", /MP3 or AAC file, no WAV file/],
    ["OggS", "audio/ogg", /Ogg file/],
  ] as const;
  for (const [begins, type, words] of telephones) {
    const { json, status } = await put("en/greeting/draft", Buffer.from(begins.padEnd(200, "\0"), "latin1"), type);
    assert.deepEqual([status, json.error.code], [422, "RECORDING_OTHER_FORMAT"], type);
    assert.match(json.error.message, words);
    assert.match(json.error.cure, /WAV/);
  }
  const letter = await put("en/greeting/draft", Buffer.from("x"), "text/rtf");
  assert.deepEqual([letter.status, letter.json.error.code], [415, "OTHER_TYPE"]);
  assert.equal((await put("en/greeting/draft", VOICE.subarray(0, 5_000))).json.error.code, "RECORDING_CUT_OFF");
  assert.equal((await put("en/greeting/draft", Buffer.alloc(13 * 1024 * 1024))).status, 413);
  assert.equal((await put("en/nothing-of-ours/draft", VOICE)).status, 404);
  assert.equal((await put("fr/greeting/draft", VOICE)).status, 404);
  assert.equal((await put("en/..%2f..%2fetc/draft", VOICE)).status, 400);
  assert.equal((await detail("en/greeting")).draft, undefined);
  bench.otherBrowser();
  assert.equal(
    (await put("en/greeting/draft", Buffer.alloc(13 * 1024 * 1024))).status,
    401,
    "nothing of it is taken in",
  );
});

test("who may only look does not record; a change that the box does not stand is taken back and not in the history", async () => {
  await using all = await rig();
  const { bench, box, detail, ended, put, use } = all;
  await bench.signIn("frontDesk");
  assert.equal((await bench.ask("/api/v1/prompts")).status, 403);
  assert.equal((await put("en/greeting/draft", VOICE)).status, 403);
  await bench.signIn("manager");
  const { json: draft } = await put("en/greeting/draft", VOICE);
  box.engine.service.health = () => undefined;
  await use({ language: "en", id: "greeting", use: { draft: draft.id } });
  assert.equal((await ended()).outcome.kind, "rolled-back");
  const after = await detail("en/greeting");
  assert.deepEqual(after.history, []);
  assert.equal(after.source, "shipped");
  assert.equal(after.draft?.id, draft.id, "the recording is still there, for another try");

  // Thrown away is the one that was heard, and not one that somebody has made meanwhile.
  const { json: other } = await put("en/greeting/draft", OTHER);
  const drop = (id: string) => bench.ask(`/api/v1/prompts/en/greeting/draft?id=${id}`, { method: "DELETE" });
  const late = await drop(draft.id);
  assert.deepEqual([late.status, late.json.error.code], [409, "DRAFT_OTHER"]);
  assert.equal((await detail("en/greeting")).draft?.id, other.id);
  assert.equal((await drop(other.id)).status, 200);
  assert.equal((await drop(other.id)).status, 404);
});

test("words that were changed are told from sounds that were not; what nobody has spoken is told as silence", async () => {
  const own = `script:
  prompts:
    greeting: { en: "This is {clinic}, on Main Street." }
    parking: { en: "Parking is behind the house.", es: "Hay aparcamiento detrás de la casa." }`;
  const { bench, box, detail, ended, put, use } = await rig(EXAMPLE.replace(/^script:$/m, own));
  await using _bench = bench;
  await using _box = box;
  await bench.signIn("technician");
  const { json } = await bench.ask("/api/v1/prompts?language=en");
  const row = (id: string) => (json as PromptsAnswer).prompts.find((one: PromptRow) => one.id === id);
  assert.equal(row("greeting")?.words, "This is Rosewood Family Practice, on Main Street.");
  assert.equal(row("greeting")?.trouble, "otherWords");
  assert.equal(row("greeting")?.heard, "You have reached Rosewood Family Practice.");
  assert.equal(row("parking")?.trouble, "silence");
  assert.equal(
    (await use({ language: "en", id: "parking", use: { shipped: true } })).json.error.code,
    "NOTHING_INSTEAD",
  );
  const { json: draft } = await put("en/parking/draft", VOICE);
  await use({ language: "en", id: "parking", use: { draft: draft.id } });
  await ended();
  const spoken = await detail("en/parking");
  assert.equal(spoken.trouble, undefined);
  assert.equal(spoken.canShipped, false);
});
