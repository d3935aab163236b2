import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HIDDEN, logFields, withStandIns } from "./redact.ts";

const CANARY = "Quillfeather";

test("no field that nobody allowed shows what it holds, whatever its name and however deep", () => {
  const name = fc.string({ minLength: 1 }).filter((field) => logFields({ [field]: "x" })[field] === HIDDEN);
  const value = fc.oneof(
    fc.constant(CANARY),
    fc.constant([CANARY]),
    fc.constant({ deep: { deeper: [CANARY] } }),
    fc.constant(new Error(CANARY)),
  );
  fc.assert(
    fc.property(name, value, (field, held) => {
      assert.equal(JSON.stringify(logFields({ [field]: held })).includes(CANARY), false);
    }),
  );
});

test("a telephone number is in no log line, in whichever field and writing", () => {
  const written = ["3125550142", "+1 312 555 0142", "(312) 555-0142", "312.555.0142", "1-312-555-0142"];
  for (const number of written)
    for (const field of ["detail", "error", "lines", "why", "caller", "anything"])
      for (const value of [number, `from ${number}.`, [number], { [number]: number }, new Error(`to ${number}`)])
        assert.equal(/0142/.test(JSON.stringify(logFields({ [field]: value }))), false, `${field}: ${number}`);
});

test("what a technician needs is still there", () => {
  const fields = {
    lines: { front: "ready, usb:0baf:0303" },
    code: "LINE_PORT_GONE",
    number: 101,
    ms: 250,
    detail: "after 3 tries",
  };
  assert.deepEqual(logFields(fields), fields);
});

test("names have stand-ins as whole words only, in any case, the longer name first", () => {
  const names = [
    ["Chen", "Person 1"],
    ["Dr. Chen", "Person 1"],
    ["Rosewood", "Clinic"],
  ] as const;
  assert.deepEqual(withStandIns({ chen: ["Dr. Chen takes it", "Chenille"], text: "ROSEWOOD: urgent" }, names), {
    "Person 1": ["Person 1 takes it", "Chenille"],
    text: "Clinic: urgent",
  });
});
