import assert from "node:assert/strict";
import { test } from "node:test";
import { type AskedSpan, reportSpan } from "./reportSpan.ts";

const NOW = Date.UTC(2026, 11, 1, 4); // still 30 November in Chicago
const utc = (text: string): number => Date.parse(text);

const spans: readonly (readonly [string, AskedSpan, string, string, string])[] = [
  [
    "the last month that is over, by the clinic's calendar",
    {},
    "America/Chicago",
    "2026-10-01T05:00Z",
    "2026-11-01T05:00Z",
  ],
  ["the same moment further east", {}, "Europe/Paris", "2026-10-31T23:00Z", "2026-11-30T23:00Z"],
  [
    "a month in which the clock is set back",
    { month: "2026-11" },
    "America/Chicago",
    "2026-11-01T05:00Z",
    "2026-12-01T06:00Z",
  ],
  [
    "a month in which it is set forward",
    { month: "2027-03" },
    "America/Chicago",
    "2027-03-01T06:00Z",
    "2027-04-01T05:00Z",
  ],
  ["a leap February", { month: "2028-02" }, "UTC", "2028-02-01T00:00Z", "2028-03-01T00:00Z"],
  ["over the turn of the year", { month: "2026-12" }, "UTC", "2026-12-01T00:00Z", "2027-01-01T00:00Z"],
  // Chile begins summer time at midnight: that day begins at 01:00 (rule T5 of our on-call sheet).
  [
    "a day that begins at one o'clock",
    { from: "2027-09-05", to: "2027-09-05" },
    "America/Santiago",
    "2027-09-05T04:00Z",
    "2027-09-06T03:00Z",
  ],
  ["a week of 169 hours", { week: "2026-W44" }, "America/Chicago", "2026-10-26T05:00Z", "2026-11-02T06:00Z"],
  [
    "the first week of a year begins in the year before",
    { week: "2026-W01" },
    "UTC",
    "2025-12-29T00:00Z",
    "2026-01-05T00:00Z",
  ],
  ["a year of 53 weeks", { week: "2026-W53" }, "UTC", "2026-12-28T00:00Z", "2027-01-04T00:00Z"],
  [
    "days, the last one included",
    { from: "2026-11-01", to: "2026-11-15" },
    "UTC",
    "2026-11-01T00:00Z",
    "2026-11-16T00:00Z",
  ],
];

for (const [why, asked, zone, from, to] of spans)
  test(`a report of ${why}`, () => {
    const span = reportSpan(asked, NOW, zone);
    assert(!("wrong" in span), JSON.stringify(span));
    assert.deepEqual([new Date(span.from), new Date(span.to)], [new Date(utc(from)), new Date(utc(to))]);
  });

const wrong: readonly (readonly [AskedSpan, RegExp])[] = [
  [{ month: "November" }, /such as 2026-11, not 'November'/],
  [{ month: "2026-13" }, /such as 2026-11/],
  [{ month: "2026-11-01" }, /such as 2026-11/],
  [{ week: "2026-W54" }, /such as 2026-W48/],
  [{ week: "2027-W53" }, /such as 2026-W48/],
  [{ week: "W48" }, /such as 2026-W48/],
  [{ week: "2026-W00" }, /such as 2026-W48/],
  [{ from: "2026-11-01" }, /--from and --to are the first and the last day/],
  [{ from: "2026-02-30", to: "2026-03-01" }, /--from and --to/],
  [{ from: "2026-11-02", to: "2026-11-01" }, /comes after/],
  [{ month: "2026-11", week: "2026-W48" }, /exclude each other/],
  [{ month: "2026-11", to: "2026-11-02" }, /exclude each other/],
];

for (const [asked, words] of wrong)
  test(`a span that makes no sense: ${JSON.stringify(asked)}`, () => {
    const span = reportSpan(asked, NOW, "America/Chicago");
    assert("wrong" in span);
    assert.match(span.wrong, words);
  });

test("months follow one another without gap and without overlap, in any zone", () => {
  for (const zone of ["America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Chicago"]) {
    let end: number | undefined;
    for (let i = 0; i < 60; i += 1) {
      const month = `${2026 + Math.floor(i / 12)}-${`${(i % 12) + 1}`.padStart(2, "0")}`;
      const span = reportSpan({ month }, NOW, zone);
      assert(!("wrong" in span));
      if (end !== undefined) assert.equal(span.from, end, `${zone} ${month}`);
      end = span.to;
    }
  }
});
