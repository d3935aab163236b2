import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { parse } from "yaml";
import { type Edit, editYaml } from "./editYaml.ts";
import { lineDiff } from "./lineDiff.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)), "utf8");

/** Lines that went and came. */
const changed = (before: string, after: string) =>
  lineDiff(before, after)
    .filter(({ sign }) => sign !== " ")
    .map(({ sign, text }) => `${sign}${text}`);

const edits = (...list: readonly Edit[]) => changed(EXAMPLE, editYaml(EXAMPLE, list));

test("a changed value changes its line and no other, and what stands beside it stays", () => {
  assert.deepEqual(edits({ do: "set", path: ["clinic", "name"], value: "Rosewood Clinic" }), [
    "-  name: Rosewood Family Practice # as callers hear it",
    "+  name: Rosewood Clinic # as callers hear it",
  ]);
  assert.deepEqual(edits({ do: "set", path: ["clinic", "emergencyNumber"], value: "112" }), [
    '-  emergencyNumber: "911" # what a patient in danger is told to dial; in quotes',
    '+  emergencyNumber: "112" # what a patient in danger is told to dial; in quotes',
  ]);
  assert.deepEqual(edits({ do: "set", path: ["hours", "open", 0, "from"], value: "08:30" }), [
    '-    - { days: mon-fri, from: "08:00", to: "17:00" }',
    '+    - { days: mon-fri, from: "08:30", to: "17:00" }',
  ]);
});

test("the same value leaves the file as it is, to the byte", () => {
  assert.deepEqual(
    editYaml(EXAMPLE, [{ do: "set", path: ["clinic", "name"], value: "Rosewood Family Practice" }]),
    EXAMPLE,
  );
});

test("entries come, go and move without touching their neighbours", () => {
  assert.deepEqual(
    edits({ do: "set", path: ["hours", "holidays", 1], value: { date: "2027-01-01", name: "New Year" } }),
    ["+    - { date: 2027-01-01, name: New Year }"],
  );
  assert.deepEqual(edits({ do: "remove", path: ["escalation", "urgent", 1] }), [
    '-    - { after: 60s, notify: "rotation:doctors", by: [sms] }',
  ]);
  const moved = editYaml(EXAMPLE, [{ do: "move", path: ["escalation", "urgent"], from: 3, to: 1 }]);
  assert.deepEqual(
    parse(moved).escalation.urgent.map(({ after }: { after?: string }) => after),
    [...[undefined, "5m", "60s", "2m"]],
  );
  assert.equal(changed(EXAMPLE, moved).length, 2);
});

test("a section that was not there is made, and goes again with its last entry", () => {
  const words = {
    do: "set",
    path: ["script", "prompts", "greeting", "en"],
    value: "Hello: this is {clinic}.",
  } as const;
  const own = editYaml(EXAMPLE, [words]);
  assert.equal(parse(own).script.prompts.greeting.en, "Hello: this is {clinic}.");
  assert.ok(changed(EXAMPLE, own).every((line) => line.startsWith("+")));
  const back = editYaml(own, [{ do: "remove", path: words.path }]);
  assert.deepEqual(parse(back), parse(EXAMPLE));
  assert.deepEqual(changed(EXAMPLE, back), []);
});

test("a file in another hand stays in it: indents, list marks, line ends", () => {
  const wide = "clinic:\n    # said\n    name:   A   # here\n    zone: B\nlist:\n- { a: 1,  b: 2 }\n- { a: 3 }\n";
  const edit = { do: "set", path: ["clinic", "zone"], value: "C" } as const;
  assert.equal(editYaml(wide, [edit]), wide.replace("zone: B", "zone: C"));
  const windows = wide.replaceAll("\n", "\r\n");
  assert.equal(editYaml(windows, [edit]), windows.replace("zone: B", "zone: C"));
});

test("whatever the edit, the file says what it said, and that", () => {
  const values = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.integer(),
    fc.constantFrom("off", "12:00", "2026-01-01", "a: b", "#x"),
  );
  const paths = fc.constantFrom<readonly (string | number)[]>(
    ["clinic", "shortName"],
    ["people", 0, "name"],
    ["hours", "open", 0, "from"],
    ["script", "prompts", "greeting", "es"],
    ["privacy", "retention", "audioDays"],
  );
  fc.assert(
    fc.property(paths, values, (path, value) => {
      const after = editYaml(EXAMPLE, [{ do: "set", path, value }]);
      const want = structuredClone(parse(EXAMPLE));
      let place = want;
      for (const part of path.slice(0, -1)) place = place[part] ??= {};
      place[path.at(-1)!] = value;
      assert.deepEqual(parse(after), want);
      assert.ok(changed(EXAMPLE, after).length <= 4);
    }),
    { numRuns: 50 },
  );
});
