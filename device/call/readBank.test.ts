import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { readWav } from "../audio/wav.ts";
import { PromptLibrary } from "./PromptLibrary.ts";
import { packagedPrompts } from "./packagedPrompts.ts";
import { packSpeech } from "./packedSpeech.ts";
import { writeBank } from "./promptBank.ts";

const wavOf = (clip: string) => join(packagedPrompts, "en", `${clip}.wav`);
const samplesOf = (clip: string): Int16Array => {
  const wav = readWav(readFileSync(wavOf(clip)));
  assert.ok(!("error" in wav));
  return wav.samples;
};
const CLIPS = ["ask-caller-kind", "digit-0", "digit-1"].filter((clip) => readFileSync(wavOf(clip)).length > 0);

function box(context: TestContext): { readonly own: string; readonly packaged: string; readonly bank: string } {
  const folder = mkdtempSync(join(tmpdir(), "firstring-bank-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const [own, packaged] = [join(folder, "own"), join(folder, "packaged")];
  for (const made of [join(own, "en"), packaged]) mkdirSync(made, { recursive: true });
  const bank = join(packaged, "en.bank");
  writeFileSync(bank, writeBank(CLIPS.map((clip) => [clip, packSpeech(samplesOf(clip))])));
  return { own, packaged, bank };
}

test("a bank gives what its files would give; the clinic's own recording comes before it", (context) => {
  const { own, packaged } = box(context);
  copyFileSync(wavOf("digit-1"), join(own, "en/digit-0.wav"));
  const library = PromptLibrary.load([own, packaged], ["en", "es"]);
  assert.deepEqual(library.broken, []);
  for (const clip of CLIPS)
    assert.deepEqual(library.clip(clip, "en"), samplesOf(clip === "digit-0" ? "digit-1" : clip), clip);
  assert.equal(library.clip("digit-0", "es"), undefined);
});

test("only what is wanted is read", (context) => {
  const { packaged } = box(context);
  const library = PromptLibrary.load([packaged], ["en"], (clip) => clip === "digit-0");
  assert.deepEqual(library.clip("digit-0", "en"), samplesOf("digit-0"));
  assert.equal(library.clip("digit-1", "en"), undefined);
});

test("a damaged bank is named, and takes nothing else away", (context) => {
  const { own, packaged, bank } = box(context);
  copyFileSync(wavOf("digit-1"), join(own, "en/digit-1.wav"));
  const whole = readFileSync(bank);
  for (const damaged of [
    whole.subarray(0, whole.length - 1),
    whole.subarray(0, 10),
    Buffer.alloc(0),
    Buffer.from("?"),
  ]) {
    writeFileSync(bank, damaged);
    const library = PromptLibrary.load([own, packaged], ["en"]);
    assert.match(library.broken.join(), /en\.bank: no bank of prompts, or a damaged one/);
    assert.deepEqual(library.clip("digit-1", "en"), samplesOf("digit-1"));
  }
});
