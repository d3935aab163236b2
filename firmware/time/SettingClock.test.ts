import assert from "node:assert/strict";
import { test } from "node:test";
import { type ClockTrustState, type ClockVerdict, nothingTold, step, type TimeSource } from "./ClockTrust.ts";
import { Milliseconds } from "./Duration.ts";
import { momentsOf } from "./ExchangeTime.ts";
import { grant, restored, wishFor } from "./SettingClock.ts";
import { zoneClock } from "./ZoneClock.ts";

const TRUE = Date.UTC(2026, 10, 25, 20, 3, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNKNOWN: ClockVerdict = { level: "hinted", disagreement: undefined, better: undefined };

/** A box whose clock is `error` off, which hears from sources that are off themselves; what it would wish for, off the truth. */
function wished(
  error: number,
  heard: readonly (readonly [TimeSource, off: number])[],
  { synchronised = false, onCall = false, jump = 0 } = {},
): number | undefined {
  let state: ClockTrustState = nothingTold;
  let verdict = UNKNOWN;
  let atMs = 1_000;
  const now = () => TRUE + atMs + error;
  const looks = () => {
    [state, verdict] = step(state, { kind: "system", atMs, now: now(), synchronised });
  };
  looks();
  for (const [source, off] of heard) {
    atMs += 30_000;
    const civil = TRUE + atMs + off;
    [state, verdict] = step(state, {
      kind: "told",
      source,
      civil: source === "caller-id" ? [civil - (civil % MINUTE)] : civil,
      atMs,
      now: now(),
    });
  }
  atMs += MINUTE;
  error += jump;
  looks();
  const wish = wishFor(verdict, { now: now(), atMs, onCall });
  return wish === undefined ? undefined : wish.now - (TRUE + atMs);
}

const rows: readonly [why: string, wished: number | undefined, ...rest: Parameters<typeof wished>][] = [
  ["the clock is right, and confirmed", undefined, 0, [["network", 0]]],
  ["1970: the network alone is enough", 0, -TRUE, [["network", 0]]],
  ["1970, and nobody tells the time", undefined, -TRUE, []],
  ["1970, and only a caller ID, which has no year", undefined, -TRUE, [["caller-id", 0]]],
  ["an hour ahead, says the network alone", undefined, HOUR, [["network", 0]]],
  [
    "an hour ahead, say network and exchange",
    0,
    HOUR,
    [
      ["network", 0],
      ["caller-id", 0],
    ],
  ],
  [
    "an hour behind, say network and a service centre",
    0,
    -HOUR,
    [
      ["network", 0],
      ["sms", 0],
    ],
  ],
  ["the network gives the wrong zone: an hour off, by itself", undefined, 0, [["network", HOUR]]],
  [
    "the network gives the wrong zone, and the exchange confirms the box",
    undefined,
    0,
    [
      ["network", HOUR],
      ["caller-id", 0],
    ],
  ],
  [
    "a time server keeps it, whatever others say",
    undefined,
    HOUR,
    [
      ["network", 0],
      ["caller-id", 0],
    ],
    { synchronised: true },
  ],
  [
    "a call is up: later",
    undefined,
    HOUR,
    [
      ["network", 0],
      ["caller-id", 0],
    ],
    { onCall: true },
  ],
  [
    "a leap second",
    undefined,
    0,
    [
      ["network", 0],
      ["caller-id", 0],
    ],
    { jump: -1_000 },
  ],
  ["a time server steps by half a minute", undefined, 0, [["network", 0]], { jump: 30_000 }],
  [
    "somebody sets the clock an hour back, and two others knew better",
    0,
    0,
    [
      ["network", 0],
      ["caller-id", 0],
    ],
    { jump: -HOUR },
  ],
];

for (const [why, expected, ...how] of rows)
  test(`the box ${expected === undefined ? "leaves its clock" : "asks for the right time"}: ${why}`, () => {
    const off = wished(...how);
    if (expected === undefined) assert.equal(off, undefined);
    else assert.ok(off !== undefined && Math.abs(off - expected) < 1_000, String(off));
  });

test("a wish is repeated after ten minutes, not each minute", () => {
  const verdict: ClockVerdict = { level: "untrusted", disagreement: undefined, better: Milliseconds(HOUR) };
  const ask = (atMs: number) => wishFor(verdict, { now: TRUE, atMs, wishedAtMs: 0, onCall: false });
  assert.equal(ask(9 * MINUTE), undefined);
  assert.equal(ask(10 * MINUTE)?.now, TRUE + HOUR);
});

test("the days on which the clocks change: the exchange's hour that comes twice means either, the skipped one the moment after", () => {
  const chicago = zoneClock("America/Chicago");
  const years = { from: 2026, to: 2026 };
  const twice = momentsOf({ month: 11, day: 1, hour: 1, minute: 30 }, chicago, years);
  assert.deepEqual(twice, [Date.UTC(2026, 10, 1, 6, 30), Date.UTC(2026, 10, 1, 7, 30)]);
  const skipped = momentsOf({ month: 3, day: 8, hour: 2, minute: 30 }, chicago, years);
  assert.deepEqual(skipped, [Date.UTC(2026, 2, 8, 8, 0)]);
});

const wish = { now: TRUE, atMs: 5_000, because: "two other clocks agree against it" };
const grants: readonly [
  why: string,
  state: Partial<Parameters<typeof grant>[1]>,
  made: Partial<typeof wish>,
  outcome: number | string,
][] = [
  ["of now", {}, {}, TRUE + 1_000],
  ["a time server has come meanwhile", { synchronised: true }, {}, "a time server keeps it"],
  ["of an earlier boot", { atMs: 4_000 }, {}, "the wish is not of now"],
  ["left lying about", { atMs: 500_000 }, {}, "the wish is not of now"],
  ["garbage for a time", {}, { now: Number.NaN }, "the wish is no plausible date"],
  ["1970", {}, { now: 0 }, "the wish is no plausible date"],
  ["year 9999", {}, { now: Date.UTC(9999, 1, 1) }, "the wish is no plausible date"],
  ["already so", { now: TRUE }, {}, "it is right already"],
];

for (const [why, state, made, outcome] of grants)
  test(`a wish is looked at again by whoever sets the clock: ${why}`, () => {
    const granted = grant({ ...wish, ...made }, { now: TRUE - HOUR, atMs: 6_000, synchronised: false, ...state });
    assert.equal(granted.kind === "set" ? granted.to : granted.why, outcome);
  });

const LAST = TRUE - HOUR;
const starts: readonly [why: string, known: Parameters<typeof restored>[0], to: number | undefined][] = [
  ["all is well", { now: TRUE, battery: TRUE, last: LAST }, undefined],
  ["no battery clock: the image's time", { now: Date.UTC(2026, 0, 1), last: LAST }, LAST],
  ["1970, battery clock empty", { now: 0, battery: 0, last: LAST }, LAST],
  ["1970, battery clock good", { now: 0, battery: TRUE, last: LAST }, TRUE],
  ["battery clock behind what was known: it had stopped", { now: 0, battery: LAST - HOUR, last: LAST }, LAST],
  ["1970, and nothing is known", { now: 0 }, undefined],
  ["what was kept is nonsense", { now: TRUE, last: Date.UTC(2999, 0, 1) }, undefined],
  ["a battery clock from the future", { now: 0, battery: Date.UTC(2999, 0, 1), last: LAST }, LAST],
];

for (const [why, known, to] of starts)
  test(`at boot: ${why}`, () => {
    const outcome = restored(known);
    assert.equal(outcome.kind === "set" ? outcome.to : undefined, to);
  });
