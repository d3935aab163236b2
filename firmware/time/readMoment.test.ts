import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { readMoment } from "./readMoment.ts";

const ZONE = "America/Chicago";
// Thursday, 02:14 on the clinic's wall.
const NOW = Temporal.Instant.from("2026-11-26T08:14:30Z").epochMilliseconds;

const TABLE: readonly (readonly [string, string | undefined])[] = [
  ["now", "2026-11-26T08:14:30Z"],
  ["02:10", "2026-11-26T08:10:00Z"],
  ["2:10", "2026-11-26T08:10:00Z"],
  ["today 23:00", "2026-11-27T05:00:00Z"],
  ["tomorrow 08:00", "2026-11-27T14:00:00Z"],
  ["yesterday 08:00", "2026-11-25T14:00:00Z"],
  ["Sun 02:10", "2026-11-29T08:10:00Z"],
  ["sunday 02:10", "2026-11-29T08:10:00Z"],
  ["thu 02:15", "2026-11-26T08:15:00Z"],
  ["thu 02:14", "2026-12-03T08:14:00Z"],
  ["2026-12-24 02:14", "2026-12-24T08:14:00Z"],
  ["2026-12-24T02:14", "2026-12-24T08:14:00Z"],
  ["2026-12-24T02:14:30", "2026-12-24T08:14:30Z"],
  ["2026-12-24", "2026-12-24T06:00:00Z"],
  ["2026-12-24T08:14Z", "2026-12-24T08:14:00Z"],
  ["2026-12-24T02:14-06:00", "2026-12-24T08:14:00Z"],
  // A skipped time and one that comes twice.
  ["2027-03-14 02:30", "2027-03-14T08:00:00Z"],
  ["2026-11-01 01:30", "2026-11-01T06:30:00Z"],
  ["", undefined],
  ["02", undefined],
  ["25:00", undefined],
  ["Sun", undefined],
  ["someday 08:00", undefined],
  ["toString 08:00", undefined],
  ["2026-13-01 08:00", undefined],
];

for (const [text, expected] of TABLE) {
  test(`a moment written as '${text}' is ${expected ?? "none"}`, () => {
    const read = readMoment(text, NOW, ZONE);
    assert.equal(read === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(read).toString(), expected);
  });
}

test("any text is a moment or none, never a crash", () => {
  const words = fc.constantFrom("sun", "tomorrow", "08:00", "2026-12-24", "T", "Z", " ", "24:00", "-06:00", "99:99");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((parts) => parts.join(" ")),
      ),
      (text) => {
        const read = readMoment(text, NOW, ZONE);
        assert(read === undefined || Number.isFinite(read));
      },
    ),
    { numRuns: 300, seed: 4 },
  );
});
