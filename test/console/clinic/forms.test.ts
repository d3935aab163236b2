import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { parse } from "yaml";
import type { ClinicEdit } from "../../../device/console/api/clinic.ts";
import {
  everyEdits,
  freshRotation,
  nextTurn,
  turnValue,
  usesOf,
} from "../../../device/console/client/clinic/duty/dutyEdits.ts";
import {
  EVERY,
  handoffFor,
  handoffIn,
  handoffText,
  WEEKDAYS,
} from "../../../device/console/client/clinic/duty/handoff.ts";
import { forEscalation, moveStep, OWN } from "../../../device/console/client/clinic/escalationEdits.ts";
import { placeOf } from "../../../device/console/client/clinic/parts.ts";
import { placeAt } from "../../../device/console/client/clinic/placeAt.ts";
import { edited } from "../../../device/console/clinic/editsOf.ts";
import { clinicFileJsonSchema } from "../../../firmware/config/clinicFileSchema.ts";
import { checkHandoff } from "../../../firmware/config/leafChecks.ts";
import { lineDiff } from "../../../firmware/config/lineDiff.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";

const EXAMPLE = readFileSync(
  fileURLToPath(new URL("../../../provisioning/example/clinic.yaml", import.meta.url)),
  "utf8",
);
const TODAY = "2026-11-26";
const ROTATION = ["onCall", "rotations", 0];

const comments = (text: string): readonly string[] => text.match(/#.*$/gm) ?? [];

/** The lines that went and came; every comment stays, the file can be used, and the same once more changes nothing. */
function made(edits: readonly ClinicEdit[], before = EXAMPLE, again = true): readonly string[] {
  const after = edited(before, edits);
  assert.deepEqual(comments(after), comments(before));
  const read = readClinicFile(after);
  assert.ok(read.ok, JSON.stringify(read));
  if (again) assert.equal(edited(after, edits), after);
  return lineDiff(before, after)
    .filter(({ sign }) => sign !== " ")
    .map(({ sign, text }) => `${sign}${text.trim()}`);
}

test("another order of a rotation is another order of its line, and the way back is the file as it was", () => {
  const path = [...ROTATION, "people"];
  const move = { do: "move", path, from: 0, to: 1 } as const;
  assert.deepEqual(made([move], EXAMPLE, false), [
    '-- { id: doctors, every: week, handoff: "mon 08:00", starts: 2026-11-02, people: [chen, patel] }',
    '+- { id: doctors, every: week, handoff: "mon 08:00", starts: 2026-11-02, people: [patel, chen] }',
  ]);
  assert.equal(edited(edited(EXAMPLE, [move]), [{ ...move, from: 1, to: 0 }]), EXAMPLE);
});

test("turns come, are two people's at once, and go; a list in one line stays in one line", () => {
  const turn = (at: number, value: unknown): ClinicEdit => ({
    do: "set",
    path: [...ROTATION, "people", at],
    value: value as never,
  });
  const [, line] = made([turn(2, nextTurn(["chen"], ["chen", "patel"])), turn(0, turnValue(["chen", "patel"]))]);
  assert.match(line ?? "", /people: \[\[chen, patel\], patel, patel\]/);
  const tall = EXAMPLE.replace(
    /- \{ id: doctors, .*\}/,
    '- id: doctors # all year\n      every: week\n      handoff: "mon 08:00"\n      starts: 2026-11-02\n      people: [chen, patel] # by age',
  );
  assert.deepEqual(made([turn(2, "chen")], tall), [
    "-people: [chen, patel] # by age",
    "+people: [chen, patel, chen] # by age",
  ]);
  assert.equal(nextTurn(["chen", ["patel", "chen"]], ["chen", "patel"]), "chen");
});

test("another measure brings a handoff that it understands, and keeps the time of day", () => {
  for (const every of EVERY) made(everyEdits(ROTATION, every, "mon 07:30"));
  assert.equal(handoffFor("month", "mon 07:30"), "1 07:30");
  assert.equal(handoffFor("week", ":00"), "mon 08:00");
});

test("every handoff that the fields can show is one that the box understands, and is read as it was written", () => {
  const time = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((n) => String(n).padStart(2, "0")).join(":"));
  fc.assert(
    fc.property(
      fc.constantFrom(...EVERY),
      fc.constantFrom(...WEEKDAYS),
      fc.integer({ min: 1, max: 31 }),
      time,
      (every, weekday, day, at) => {
        const text = handoffText(every, { weekday, day: String(day), time: at });
        assert.equal(checkHandoff(text, every), undefined, text);
        assert.equal(handoffText(every, handoffIn(every, text)!), text);
      },
    ),
  );
  assert.equal(handoffIn("hour", ":00")?.time, ":00");
  for (const [every, text] of [
    ["week", "08:00"],
    ["week", "monday-ish 08:00"],
    ["day", "mon 08:00"],
    ["day", ":00"],
    ["month", "32 08:00"],
    ["week", "mon 25:00"],
    ["fortnight", ""],
  ] as const)
    assert.equal(handoffIn(every, text), undefined, `${every} ${text}`);
});

test("a new rotation, rule, group, absence and route are entries of their own, each in a line, and understood", () => {
  const rotation = { id: "nights", ...freshRotation(["chen", "patel"], TODAY) };
  assert.deepEqual(parse(JSON.stringify(rotation)).starts, "2026-11-30");
  const lines = made([
    { do: "set", path: ["onCall", "rotations", 1], value: rotation as never },
    {
      do: "set",
      path: ["onCall", "rules", 0],
      value: { id: "holidays", days: "holidays", from: "07:00", to: "07:00", people: ["patel"], layer: 3 },
    },
    { do: "set", path: ["onCall", "absences", 0], value: { person: "chen", from: "2027-02-08", to: "2027-02-14" } },
    { do: "set", path: ["onCall", "groups", 0], value: { id: "all", people: ["chen", "patel"] } },
    { do: "set", path: ["escalation", "policies", "hospital"], value: OWN as never },
    { do: "set", path: ["escalation", "routes", 0], value: { callers: "professional", policy: "hospital" } },
    { do: "set", path: ["escalation", "digest"], value: { notify: "group:all", by: ["sms"] } },
  ]);
  assert.ok(
    lines.every((line) => line.startsWith("+")),
    lines.join("\n"),
  );
  assert.equal(lines.filter((line) => line.startsWith("+- {")).length, 7);
});

test("steps change places, their times do not", () => {
  const after = (text: string): readonly (readonly [string | undefined, string])[] =>
    parse(text).escalation.urgent.map((step: { after?: string; notify: string }) => [step.after, step.notify]);
  const times = ["", "60s", "2m", "5m"];
  const up = edited(EXAMPLE, moveStep(["escalation", "urgent"], times, 3, 0));
  assert.deepEqual(after(up), [
    [undefined, "everyone"],
    ["60s", "rotation:doctors"],
    ["2m", "rotation:doctors"],
    ["5m", "rotation:doctors"],
  ]);
  assert.deepEqual(comments(up), comments(EXAMPLE));
  const back = edited(up, moveStep(["escalation", "urgent"], times, 0, 3));
  assert.deepEqual(parse(back), parse(EXAMPLE));
});

test("a file that left escalation to the box says what the box did, before it says more", () => {
  const bare = parse(EXAMPLE) as Record<string, unknown>;
  const silent = EXAMPLE.replace(/^escalation:\n(?: {2}.*\n|\n)*/m, "");
  assert.equal(parse(silent).escalation, undefined);
  const route: ClinicEdit = { do: "set", path: ["escalation", "routes", 0], value: { policy: "urgent" } };
  const before = readClinicFile(silent);
  const after = readClinicFile(edited(silent, forEscalation(parse(silent), route)));
  assert.ok(before.ok && after.ok, JSON.stringify(after));
  assert.deepEqual(
    after.clinic.escalation.urgent.map(({ after: time, by, repeat }) => [time, [...by], repeat]),
    before.clinic.escalation.urgent.map(({ after: time, by, repeat }) => [
      time,
      by.filter((way) => way !== "mqtt"),
      repeat,
    ]),
  );
  assert.deepEqual(forEscalation(bare, route), [route]);
});

test("how often a step names a rotation is counted, wherever it is", () => {
  assert.equal(usesOf(parse(EXAMPLE).escalation, "rotation:doctors"), 3);
  assert.equal(usesOf(parse(EXAMPLE).escalation, "group:none"), 0);
});

test("what is dragged comes to lie between those whose middles it is between", () => {
  const middles = [10, 30, 50];
  assert.deepEqual(
    [5, 25, 45, 99].map((y) => placeAt(y, middles, 0)),
    [0, 0, 1, 2],
  );
  assert.deepEqual(
    [5, 25, 45, 99].map((y) => placeAt(y, middles, 2)),
    [0, 1, 2, 2],
  );
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

function leavesOf(schema: Schema, path: string): readonly string[] {
  const { anyOf = [], items, oneOf = [], properties } = schema;
  const inner = Object.entries(properties ?? {}).flatMap(([key, one]) =>
    leavesOf(one, path === "" ? key : `${path}.${key}`),
  );
  const more = [...anyOf, ...oneOf].flatMap((one) => leavesOf(one, path));
  const entries = items === undefined ? [] : leavesOf(items, `${path}.*`);
  const found = [...inner, ...more, ...entries];
  return found.length === 0 ? [path] : [...new Set(found)];
}

test("every place of the clinic file has a form, a page, or a reason why it is written as text", () => {
  const leaves = leavesOf(clinicFileJsonSchema() as Schema, "");
  assert.ok(leaves.length > 60, String(leaves.length));
  assert.deepEqual(
    leaves.filter((path) => placeOf(path) === undefined),
    [],
  );
});
