import assert from "node:assert/strict";
import { test } from "node:test";
import { clipsToRender, personClips, textOf } from "./PromptCatalogue.ts";
import { personClip, spokenName } from "./personNames.ts";

const clinic = {
  clinic: "Elm",
  emergencyNumber: "911",
  people: [
    { id: "nunez", name: "Dra. Núñez" },
    { id: "wang", name: "王医生" },
    { id: "nunez-2", name: "Dra. Nuñez" },
  ],
};

test("each of the clinic's people has a clip that says the name, one for those who are called the same", () => {
  const names = clipsToRender("es", clinic).filter(({ clip }) => clip.startsWith("person."));
  assert.deepEqual(names, [
    { clip: "person.dra-nunez", text: "doctora Núñez" },
    { clip: "person.wang", text: "王医生" },
  ]);
});

test("a name that nobody has recorded is not silence", () => {
  assert.deepEqual(personClips({ id: "chen", name: "Dr. Chen" }, "en"), [
    { clip: "person.dr-chen", language: "en", orElse: ["doctor-on-call"] },
  ]);
});

test("the timeline shows names as they are spoken", () => {
  assert.equal(textOf(personClips(clinic.people[0]!, "en"), clinic), "Doctor Núñez");
});

test("titles are written out for the voice, names are left alone", () => {
  const table = [
    ["Dr. Chen", "Doctor Chen", "doctor Chen"],
    ["Dr Drew", "Doctor Drew", "doctor Drew"],
    ["Prof. Dr. Okafor", "Professor Doctor Okafor", "profesor doctor Okafor"],
    ["A. Patel, MD", "A. Patel", "A. Patel"],
    ["Nurse Drury", "Nurse Drury", "Nurse Drury"],
  ] as const;
  for (const [name, en, es] of table) {
    assert.equal(spokenName({ id: "x", name }, "en"), en);
    assert.equal(spokenName({ id: "x", name }, "es"), es);
  }
});

test("a clip's name is a file name of its own kind: no sentence can have it", () => {
  assert.equal(personClip({ id: "chen", name: "Dr. Chen" }), "person.dr-chen");
});
