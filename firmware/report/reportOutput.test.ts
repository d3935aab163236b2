import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { reportOf } from "./Report.ts";
import { cell, reportCsv } from "./reportCsv.ts";
import { type ReportLine, reportLines } from "./reportLines.ts";
import { reportSpan } from "./reportSpan.ts";
import { durationText, reportText } from "./reportText.ts";

const span = reportSpan({ month: "2026-11" }, 0, "America/Chicago");
assert(!("wrong" in span));
const about = { zone: "America/Chicago", soFar: false };
const AT = Date.UTC(2026, 10, 3, 8);
const lines = reportLines(
  reportOf([
    {
      rangAt: AT,
      answeredAt: AT + 1_500,
      ending: "completed",
      keys: 4,
      messages: [
        {
          urgency: "urgent",
          because: "caller",
          callerKind: "patient",
          complete: true,
          alert: {
            raisedAt: AT + 30_000,
            state: "taken",
            takenAt: AT + 330_000,
            pages: [],
            events: [{ kind: "alert-taken", at: AT + 330_000, person: "chen" }],
          },
        },
      ],
    },
  ]),
);

/** A reader of RFC 4180 that knows nothing of the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i]!;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      rows.at(-1)!.push(field);
      field = "";
    } else if (c === "\r" && text[i + 1] === "\n") {
      rows.at(-1)!.push(field);
      field = "";
      i += 1;
      rows.push([]);
    } else field += c;
  }
  return rows.slice(0, -1);
}

test("the text has every section, each figure beside its yardstick", () => {
  const text = reportText(lines, span, about);
  assert.match(text, /^2026-11: 2026-11-01 to 2026-11-30 \(America\/Chicago\)\n\nCalls\n/);
  assert.match(
    text,
    /ring to answer +median 1.5 s, 90 % within 1.5 s, most 1.5 s, of 1 +\[ours: before the second ring/,
  );
  assert.match(text, /urgent known to taken +median 5 min/);
  assert.match(text, /alert raised to page sent +- +\[ours: 3 s\]/);
  assert.match(text, /Person chen\n {2}paged for +0\n {2}took +1\n/);
  assert.doesNotMatch(text, /undefined|NaN|\[object/);
});

test("a month without a call says so instead of a column of noughts", () => {
  assert.equal(
    reportText(reportLines(reportOf([])), span, { ...about, soFar: true }),
    "2026-11: 2026-11-01 to 2026-11-30 (America/Chicago), so far\n\nNo calls.\n",
  );
});

test("the same figures as CSV: every row as long as the first, what did not occur is empty", () => {
  const rows = parseCsv(reportCsv(lines));
  assert.deepEqual(rows[0], ["section", "figure", "unit", "n", "value", "median", "p90", "max", "yardstick"]);
  assert.equal(rows.length, lines.length + 1);
  for (const row of rows) assert.equal(row.length, 9, row.join());
  const find = (name: string) => rows.find(([, figure]) => figure === name);
  assert.deepEqual(find("ring to answer")?.slice(2, 8), ["s", "1", "", "1.5", "1.5", "1.5"]);
  assert.deepEqual(find("alert raised to page sent")?.slice(3, 8), ["", "", "", "", ""]);
  assert.deepEqual(find("rang")?.slice(2, 5), ["calls", "", "1"]);
});

test("a cell is read as it was written, and is never a formula", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (content) => {
      const [[read] = []] = parseCsv(`${cell(content)}\r\n`);
      assert.ok(read === content || read === `'${content}`);
      assert.ok(!/^[=+\-@\t\r]/.test(read), JSON.stringify(read));
    }),
  );
  for (const evil of ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
    assert.match(cell(evil), /^"?'/);
});

test("a reason with commas and quotes does not move the columns", () => {
  const odd: ReportLine = { section: 'a "b", c', name: "d\r\ne", unit: "calls", value: 3 };
  const row = parseCsv(reportCsv([odd]))[1];
  assert.deepEqual(row?.slice(0, 5), ['a "b", c', "d\r\ne", "calls", "", "3"]);
});

const durations: readonly (readonly [number, string])[] = [
  [0, "0 s"],
  [3.4, "3.4 s"],
  [89, "89 s"],
  [90, "1.5 min"],
  [1_800, "30 min"],
  [5_400, "1.5 h"],
];
for (const [seconds, words] of durations)
  test(`${seconds} seconds are ${words}`, () => assert.equal(durationText(seconds), words));
