import assert from "node:assert/strict";
import { test } from "node:test";
import { asPrompt } from "../../device/audio/recordedSpeech.ts";
import type { RecordingNews } from "../../device/doctor/studio/RecordingCodes.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { Clinic, scenario } from "../harness/Clinic.ts";
import { GsmRig } from "../harness/GsmRig.ts";
import { isRoutine, isUrgent, tellsEverything } from "./ways.ts";

// A sentence is recorded by whoever holds a code of the console's; nobody else finds anything but the patient's script.

const CHEN = "+13125550101";
const PATIENT = "+13125550142";
const ORDER = {
  maker: { id: "lopez", name: "Maria Lopez" },
  language: "en",
  number: 12,
  clip: "goodbye-only",
  now: { clip: "goodbye-only", language: "en" },
};

/** A code, and all that its maker is told. */
function codeOf(clinic: Clinic) {
  const news: RecordingNews[] = [];
  const { close, code } = clinic.recordingCodes.give(ORDER, (told) => void news.push(told));
  const kinds = (): readonly string[] => news.map((told) => (told.kind === "over" ? told.why : told.kind));
  return { close, code, kinds, news };
}

async function records(clinic: Clinic, number: string, stars: string): Promise<void> {
  const { code, kinds, news } = codeOf(clinic);
  const caller = await clinic.phone(number).calls();
  for (const star of stars) {
    await clinic.passes(Seconds(1));
    await caller.presses(star);
  }
  await caller.hears("code-ask");
  await caller.presses(code);
  await caller.hears("studio-now");
  await caller.hears("goodbye-only");
  await caller.hears("studio-speak");
  await caller.speaks(Seconds(3));
  await caller.presses("#");
  await caller.hears("studio-review");
  await caller.presses("1");
  await caller.hears("studio-kept");
  await caller.isReleased();
  assert.deepEqual(kinds(), ["entered", "kept", "call"]);
  const kept = news.find((told) => told.kind === "kept");
  const prompt = kept?.kind === "kept" ? asPrompt(kept.samples) : "nothing";
  assert.ok(typeof prompt !== "string" && Math.abs(prompt.length / 8000 - 3) < 0.7, `${prompt.length}`);
  assert.doesNotMatch(clinic.story(), new RegExp(code), "the code is nowhere in what is told");
  assert.deepEqual(clinic.pages, [], "nobody is paged");
  assert.equal(clinic.recordingCodes.isAny, false, "it is worth nothing any more");
}

scenario(
  "from any telephone: star, the code, the sentence; it is kept for whoever asked, and callers hear the old one",
  (clinic) => records(clinic, PATIENT, "*"),
);

scenario(
  "from a doctor's own telephone: star leads away from the PIN, and star once more to the code",
  (clinic) => records(clinic, CHEN, "**"),
  {
    pins: { chen: "2468" },
  },
);

scenario(
  "on a cellular line with its real driver, keys heard in the sound",
  (clinic) => records(clinic, PATIENT, "*"),
  {
    rig: () => new GsmRig({ emulator: { voice: { keys: "audio" } } }),
  },
);

scenario(
  "a patient who presses star meanwhile waits, and is a patient; without a code star is what it always was",
  async (clinic) => {
    const before = await clinic.phone("+13125550143").calls();
    await before.presses("*");
    await isRoutine(before);
    before.neverHeard("code-ask");
    await before.hangsUp();
    await before.isReleased();
    const { close, kinds } = codeOf(clinic);
    const caller = await clinic.phone(PATIENT).calls();
    await caller.presses("*");
    await caller.hears("code-ask");
    await caller.hears("emergency");
    await caller.presses("*");
    await isUrgent(caller);
    await tellsEverything(caller);
    await caller.hangsUp();
    assert.equal(clinic.pages.length, 1);
    assert.deepEqual(kinds(), []);
    close();
  },
);

scenario(
  "wrong codes: three a call, six an hour; then the right one is worth nothing, and no other is given",
  async (clinic) => {
    const { code, kinds } = codeOf(clinic);
    const wrong = code === "000000" ? "111111" : "000000";
    for (let call = 0; call < 2; call += 1) {
      const caller = await clinic.phone(PATIENT).calls();
      await caller.presses("*");
      await caller.hears("code-ask");
      for (let tries = 0; tries < 3; tries += 1) await caller.presses(wrong);
      await caller.hears("emergency");
      caller.neverHeard("studio-now");
      await caller.hangsUp();
      await caller.isReleased();
    }
    assert.deepEqual(kinds(), ["wrong"]);
    assert.throws(() => codeOf(clinic), /Too many wrong codes/);
    await clinic.passes(Minutes(31));
    const next = codeOf(clinic);
    assert.equal(next.code.length, 6);
    next.close();
  },
);

test("a code is good for ten minutes, for one call, for one person's last wish, and while whoever asked is there", async () => {
  await using clinic = await Clinic.open({});
  const first = codeOf(clinic);
  const second = codeOf(clinic);
  assert.deepEqual([first.kinds(), clinic.recordingCodes.tried(first.code)], [["replaced"], "wrong"]);
  const used = clinic.recordingCodes.tried(second.code);
  assert.ok(typeof used !== "string" && used.keep(new Int16Array(8_000)));
  assert.equal(clinic.recordingCodes.tried(second.code), "wrong");
  second.close();
  assert.equal(used.keep(new Int16Array(8_000)), false, "signed out in the middle of the call: nothing is kept");
  const late = codeOf(clinic);
  await clinic.passes(Minutes(11));
  assert.deepEqual(late.kinds(), ["time"]);
  const gone = codeOf(clinic);
  gone.close();
  assert.equal(clinic.recordingCodes.isAny, false);
  assert.deepEqual(gone.kinds(), []);
});

scenario("a hang-up in the middle keeps nothing that was not confirmed", async (clinic) => {
  const { code, kinds } = codeOf(clinic);
  const caller = await clinic.phone(PATIENT).calls();
  await caller.presses("*");
  await caller.hears("code-ask");
  await caller.presses(code);
  await caller.hears("studio-speak");
  await caller.speaks(Seconds(3));
  await caller.hangsUp();
  await caller.isReleased();
  assert.deepEqual(kinds(), ["entered", "call"]);
  assert.deepEqual(clinic.pages, []);
});
