import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readWallMs, wallText } from "../../time/civil.ts";
import { zoneClock } from "../../time/ZoneClock.ts";
import { onWallOf, readIcalTime } from "./icalTime.ts";
import { occurrences, readRule } from "./Recurrence.ts";

const NEW_YORK = zoneClock("America/New_York");
const ruleOf = (text: string) =>
  readRule(text, (until) => {
    const time = readIcalTime(until, NEW_YORK);
    return time === undefined ? undefined : onWallOf(time, NEW_YORK);
  });

const dates = (text: string, starts: string, most: number, until = "2000-01-01"): readonly string[] => {
  const rule = ruleOf(text);
  assert(rule !== undefined, `${text} can be read`);
  const wall = readWallMs(starts)!;
  return [...occurrences(rule, wall, wall, readWallMs(until)!)]
    .slice(0, most)
    .map((one) => wallText(one).replace(" 09:00", ""));
};

// The examples of RFC 5545 §3.8.5.3, all of them at 09:00 in New York: rule, beginning, the first dates.
const EXAMPLES: readonly (readonly [string, string, string])[] = [
  ["FREQ=DAILY;COUNT=10", "1997-09-02", "09-02 09-03 09-04 09-05 09-06 09-07 09-08 09-09 09-10 09-11 end"],
  ["FREQ=DAILY;INTERVAL=2", "1997-09-02", "09-02 09-04 09-06"],
  ["FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "09-02 09-12 09-22 10-02 10-12 end"],
  ["FREQ=DAILY;UNTIL=19970906T130000Z", "1997-09-02", "09-02 09-03 09-04 09-05 09-06 end"],
  ["FREQ=WEEKLY;COUNT=10", "1997-09-02", "09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04 end"],
  ["FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02", "09-02 09-16 09-30 10-14 10-28"],
  [
    "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
    "1997-09-02",
    "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02 end",
  ],
  [
    "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
    "1997-09-01",
    "09-01 09-03 09-05 09-15 09-17 09-19 09-29",
  ],
  [
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "1997-09-02",
    "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16 end",
  ],
  ["FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05", "09-05 10-03 11-07 12-05"],
  ["FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07", "09-07 09-28 11-02 11-30"],
  ["FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "09-22 10-20 11-17 12-22"],
  ["FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "09-28 10-29 11-28 12-29"],
  ["FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997-09-02", "09-02 09-15 10-02 10-15 11-02 11-15 12-02 12-15"],
  ["FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30", "09-30 10-01 10-31 11-01 11-30 12-01 12-31"],
  ["FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13", "09-13 10-11 11-08 12-13"],
  ["FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06 end"],
  ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29", "09-29 10-30 11-27 12-30"],
  ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "08-05 08-10 08-19 08-24 end"],
  ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "08-05 08-17 08-19 08-31 end"],
];

for (const [rule, starts, expected] of EXAMPLES) {
  test(`RFC 5545: ${rule} from ${starts}`, () => {
    const wanted = expected.split(" ");
    const found = dates(rule, `${starts} 09:00`, wanted.length).map((date) => date.slice(5));
    assert.deepEqual(
      found,
      wanted.filter((date) => date !== "end"),
    );
  });
}

test("RFC 5545: years, leap days, days that a month lacks", () => {
  const until = "2010-01-01";
  assert.deepEqual(dates("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10 09:00", 9, until), [
    "1997-06-10",
    "1997-07-10",
    "1998-06-10",
    "1998-07-10",
  ]);
  assert.deepEqual(dates("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01 09:00", 9, until), [
    "1997-01-01",
    "1997-04-10",
    "1997-07-19",
    "2000-01-01",
  ]);
  assert.deepEqual(dates("FREQ=YEARLY;BYDAY=20MO", "1997-05-19 09:00", 3, until), [
    "1997-05-19",
    "1998-05-18",
    "1999-05-17",
  ]);
  assert.deepEqual(dates("FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13 09:00", 4, until), [
    "1997-03-13",
    "1997-03-20",
    "1997-03-27",
    "1998-03-05",
  ]);
  assert.deepEqual(
    dates("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05 09:00", 3, until),
    ["1996-11-05", "2000-11-07", "2004-11-02"],
  );
  assert.deepEqual(dates("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15 09:00", 9, until), [
    "2007-01-15",
    "2007-01-30",
    "2007-02-15",
    "2007-03-15",
    "2007-03-30",
  ]);
  assert.deepEqual(dates("FREQ=YEARLY", "2004-02-29 09:00", 3, until), ["2004-02-29", "2008-02-29"]);
});

test("hours, and several times of a day", () => {
  assert.deepEqual(dates("FREQ=HOURLY;INTERVAL=12;COUNT=3", "1997-09-02 20:00", 9), [
    "1997-09-02 20:00",
    "1997-09-03 08:00",
    "1997-09-03 20:00",
  ]);
  assert.deepEqual(dates("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0;COUNT=3", "1997-09-02 08:00", 9), [
    "1997-09-02 08:00",
    "1997-09-02 20:00",
    "1997-09-03 08:00",
  ]);
});

test("what would mean something else than we give is refused: unknown rhythms and parts, nonsense numbers", () => {
  for (const text of [
    "",
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=5",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;COUNT=-1",
    "FREQ=DAILY;COUNT=x",
    "FREQ=YEARLY;BYWEEKNO=20",
    "FREQ=DAILY;BYDAY=XX",
    "FREQ=DAILY;BYMONTH=13",
    "FREQ=DAILY;BYMONTH=-1",
    "FREQ=DAILY;BYHOUR=-1",
    "FREQ=DAILY;BYMONTHDAY=0",
    "FREQ=DAILY;UNTIL=soon",
    "FREQ=DAILY;FREQ=WEEKLY",
    "FREQ=DAILY;SURPRISE=1",
  ])
    assert.equal(ruleOf(text), undefined, text);
});

const anyRule = fc
  .record({
    frequency: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    interval: fc.integer({ min: 1, max: 6 }),
    more: fc.constantFrom(
      "",
      ";BYDAY=MO,SA",
      ";BYMONTHDAY=31",
      ";BYMONTH=2",
      ";BYMONTHDAY=30;BYMONTH=2",
      ";BYDAY=-1SU",
      ";BYDAY=MO;BYSETPOS=-1",
    ),
  })
  .map(({ frequency, interval, more }) => `FREQ=${frequency};INTERVAL=${interval}${more}`);

test("looked at years later, the occurrences are those of looking from the beginning; in order, each once; and it ends", () => {
  fc.assert(
    fc.property(anyRule, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 4000 }), (text, day, later) => {
      const rule = ruleOf(text)!;
      const starts = readWallMs("2015-01-01 17:00")! + day * 86_400_000;
      const from = starts + later * 86_400_000;
      const to = from + 200 * 86_400_000;
      const all = [...occurrences(rule, starts, starts, to)];
      assert.deepEqual(
        all,
        [...new Set(all)].sort((a, b) => a - b),
      );
      assert.deepEqual(
        [...occurrences(rule, starts, from, to)],
        all.filter((one) => one >= from),
      );
    }),
    { numRuns: 150, seed: 4 },
  );
});
