import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  clipName,
  clipOf,
  clipsToRender,
  isSayable,
  keysOffered,
  promptIds,
  promptLanguages,
  soundIds,
  spokenCode,
  spokenDate,
  spokenDigits,
  spokenTime,
  spokenTimeAt,
  textOf,
  wordingOf,
} from "./PromptCatalogue.ts";

const rosewood = {
  clinic: "Rosewood Family Practice",
  emergencyNumber: "911",
  people: [
    { id: "chen", name: "Dr. Chen" },
    { id: "patel", name: "Dr. Patel" },
    { id: "okafor", name: "Dr. Okafor" },
  ],
};

test("a Spanish caller never gets a sentence that exists in English only", () => {
  for (const id of promptIds) {
    for (const language of promptLanguages)
      assert.ok((wordingOf(id, language, rosewood) ?? "") !== "", `${language}/${id}`);
  }
});

test("both languages offer the same keys, so that the menu means the same", () => {
  for (const id of promptIds) {
    const [english, spanish] = ["en", "es"].map((language) => keysOffered(wordingOf(id, language, rosewood)!));
    assert.deepEqual(english, spanish, id);
  }
});

test("no variable is left unfilled", () => {
  for (const language of promptLanguages) {
    for (const { clip, text } of clipsToRender(language, rosewood)) assert.doesNotMatch(text, /[{}]/, clip);
  }
});

test("every clip has a file name of its own that any file system takes", () => {
  const names = clipsToRender("en", { clinic: "Müller & Söhne / Praxis #1", emergencyNumber: "112" }).map(
    ({ clip }) => clip,
  );
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[a-z0-9.-]+$/);
});

test("a clinic whose name was never rendered is not greeted by another clinic's name", () => {
  assert.equal(clipName("greeting", rosewood), "greeting.rosewood-family-practice");
  assert.deepEqual(clipOf("greeting", "es", { clinic: "Elm", emergencyNumber: "911" }), {
    clip: "greeting.elm",
    language: "es",
    orElse: ["greeting-generic"],
  });
});

test("a caller in Germany is told 112, never 911", () => {
  const clip = clipOf("emergency", "en", { clinic: "Elm", emergencyNumber: "112" });
  assert.equal(clip.clip, "emergency.112");
  assert.deepEqual(clip.orElse, ["emergency-dial", "digit-1", "digit-1", "digit-2"]);
  for (const id of clip.orElse ?? []) assert.ok(isSayable(id) || promptIds.includes(id));
});

test("an emergency number is spoken as digits", () => {
  const text = clipsToRender("en", rosewood).find(({ clip }) => clip === "emergency.911")?.text;
  assert.equal(text, "If this is an emergency, hang up and dial 9 1 1.");
});

test("a number is read back digit by digit, every digit once and in order", () => {
  assert.deepEqual(
    spokenDigits("+1 (312) 555-0142").join(" "),
    "digit-1 pause digit-3 digit-1 digit-2 pause digit-5 digit-5 digit-5 pause digit-0 digit-1 digit-4 digit-2",
  );
  for (let length = 1; length <= 15; length += 1) {
    const digits = "123456789012345".slice(0, length);
    const back = spokenDigits(digits).flatMap((clip) => (clip.startsWith("digit-") ? [clip.at(-1)] : []));
    assert.equal(back.join(""), digits);
  }
});

const said = (date: string, language: string) =>
  spokenDate(date, language)
    .map((clip) => wordingOf(clip, language, rosewood))
    .join(" ");

test("a date of birth is said as people say it", () => {
  const table = [
    ["1985-05-03", "May third nineteen eighty-five", "tres de mayo de mil novecientos ochenta y cinco"],
    ["1900-01-01", "January first nineteen hundred", "primero de enero de mil novecientos"],
    ["1905-12-31", "December thirty-first nineteen oh five", "treinta y uno de diciembre de mil novecientos cinco"],
    ["2000-02-29", "February twenty-ninth two thousand", "veintinueve de febrero de dos mil"],
    ["2024-10-20", "October twentieth two thousand twenty-four", "veinte de octubre de dos mil veinticuatro"],
  ] as const;
  for (const [date, english, spanish] of table) {
    assert.equal(said(date, "en"), english);
    assert.equal(said(date, "es"), spanish);
  }
});

const saidTime = (time: string, language: string) =>
  spokenTime(time)
    .map((clip) => wordingOf(clip, language, rosewood))
    .join(" ");

test("a time is said as people say it", () => {
  const table = [
    ["02:16", "two sixteen A M", "las dos y dieciséis de la mañana"],
    ["02:05", "two oh five A M", "las dos y cinco de la mañana"],
    ["08:00", "eight A M", "las ocho de la mañana"],
    ["13:01", "one oh one P M", "la una y uno de la tarde"],
    ["12:30", "twelve thirty P M", "las doce y treinta de la tarde"],
    ["12:00", "twelve noon", "las doce del mediodía"],
    ["00:00", "twelve midnight", "las doce de la noche"],
    ["00:07", "twelve oh seven A M", "las doce y siete de la noche"],
    ["19:59", "seven fifty-nine P M", "las siete y cincuenta y nueve de la tarde"],
    ["23:59", "eleven fifty-nine P M", "las once y cincuenta y nueve de la noche"],
  ] as const;
  for (const [time, english, spanish] of table) {
    assert.equal(saidTime(time, "en"), english);
    assert.equal(saidTime(time, "es"), spanish);
  }
});

test("every minute of the day can be said, and no two sound alike", () => {
  for (const language of promptLanguages) {
    const said = new Set<string>();
    for (let minute = 0; minute < 1440; minute += 1) {
      const time = `${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}`;
      for (const clip of spokenTime(time)) assert.ok(promptIds.includes(clip), clip);
      said.add(saidTime(time, language));
    }
    assert.equal(said.size, 1440, language);
  }
});

test("an instant is said as the clock on the clinic's wall shows it, in winter and in summer", () => {
  assert.deepEqual(spokenTimeAt(Date.UTC(2026, 10, 25, 8, 16), "America/Chicago"), spokenTime("02:16"));
  assert.deepEqual(spokenTimeAt(Date.UTC(2026, 6, 25, 7, 16, 59), "America/Chicago"), spokenTime("02:16"));
});

test("a reference is spelled with a word for each letter", () => {
  const words = spokenCode("7Q4K").map((clip) => wordingOf(clip, "en", rosewood) ?? "·");
  assert.deepEqual(words, ["seven", "·", "Q, as in Quebec", "·", "four", "·", "K, as in Kilo"]);
});

test("every code that can be reserved can be spoken", () => {
  for (const c of "23456789ABCDEFGHJKLMNPQRSTUVWXYZ") assert.ok(promptIds.includes(spokenCode(c)[0]!), c);
});

test("the timeline shows a number as digits", () => {
  const clips = ["callback-is", ...spokenDigits("3125550142"), "callback-confirm"].map((clip) => ({
    clip,
    language: "en",
  }));
  assert.equal(
    textOf(clips, rosewood),
    "The number to call you back is 3125550142 If that is right, press 1. To enter a different number, press 2.",
  );
});

test("every clip has its recording in both languages, for the rehearsal clinic", () => {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "device", "prompts");
  for (const language of promptLanguages) {
    const recorded = new Set(readdirSync(join(folder, language)));
    const missing = [...clipsToRender(language, rosewood).map(({ clip }) => clip), ...soundIds].filter(
      (clip) => !recorded.has(`${clip}.wav`),
    );
    assert.deepEqual(missing, [], language);
  }
});
