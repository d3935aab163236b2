import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { noDigits, step } from "./DigitMerger.ts";
import type { Digit } from "./Line.ts";

/** `120 m/` modem code `/` at 120 ms; `130 a5` our detector's 5; `130 h5` the same from the first sample of a new stretch on;
 *  `700 a5@130`: we were held up from 130 to 700 ms. */
function keys(script: readonly string[]): string {
  let state = noDigits;
  let pressed = "";
  for (const entry of script) {
    const [, at, source, code, since] = /^(\d+) ([mah])(.)(?:@(\d+))?$/.exec(entry)!;
    const atMs = Number(at);
    const held = since === undefined ? {} : { sinceMs: Number(since) };
    const event =
      source === "m"
        ? ({ kind: "modemEvent", atMs, code: code!, ...held } as const)
        : ({ kind: "audioKey", atMs, digit: code as Digit, heldOver: source === "h", ...held } as const);
    const [next, press] = step(state, event);
    state = next;
    pressed += press?.digit ?? "";
  }
  return pressed;
}

const cases: [why: string, script: string[], expected: string][] = [
  ["one framed key", ["0 m/", "5 m5", "90 m~"], "5"],
  ["one framed key, held: a copy every 70 ms", ["0 m/", "5 m5", "75 m5", "145 m5", "215 m5", "230 m~"], "5"],
  ["one press read as 000 by a peer", ["0 m/", "0 m0", "0 m0", "0 m0", "0 m~"], "0"],
  ["a bare key", ["0 m7"], "7"],
  ["a bare key reported three times", ["0 m7", "0 m7", "70 m7"], "7"],
  ["the same key pressed twice, bare", ["0 m7", "250 m7"], "77"],
  ["the same key pressed twice, framed", ["0 m/", "5 m7", "90 m~", "150 m/", "155 m7", "240 m~"], "77"],
  ["a frame that was never closed closes itself", ["0 m/", "5 m7", "1100 m7"], "77"],
  ["a frame that was never closed, then another key", ["0 m/", "5 m7", "400 m/", "405 m7"], "77"],
  ["another key inside an open frame", ["0 m/", "5 m7", "300 m8"], "78"],
  ["modem first, then our ears", ["0 m/", "5 m5", "60 a5", "90 m~"], "5"],
  ["our ears first, then the modem", ["0 a5", "80 m/", "85 m5", "170 m~"], "5"],
  ["the modem missed it", ["0 a5"], "5"],
  ["our ears missed it (a prompt was playing)", ["0 m5"], "5"],
  ["the same key twice, both heard by both", ["0 m5", "50 a5", "250 m5", "300 a5"], "55"],
  ["the same key twice, the modem missed the second", ["0 m5", "50 a5", "250 a5"], "55"],
  ["the same key twice, the modem missed the first", ["50 a5", "250 m5", "300 a5"], "55"],
  ["a quick number", ["0 m1", "40 a1", "120 m2", "160 a2", "240 m3", "280 a3"], "123"],
  [
    "a long press that stops a prompt: the rest of it is heard when listening begins",
    ["0 m/", "5 m1", "400 m1", "450 a1", "470 m~"],
    "1",
  ],
  [
    "a key that ends a recording is still down when listening begins, and was heard by both already",
    ["0 m/", "0 m#", "2 a#", "70 m#", "84 h#", "140 m#", "600 m~"],
    "#",
  ],
  ["the same, heard by our ears only", ["45 a#", "130 h#"], "#"],
  ["the same, another key", ["45 a#", "130 h5"], "#5"],
  ["held up between the modem's report and its tone", ["0 m1", "650 a1@10"], "1"],
  ["held up between the tone and the modem's report", ["0 a1", "650 m1@10"], "1"],
  ["held up for longer than a press could be told late: another press", ["0 m1", "1000 a1@600"], "11"],
  ["pressed twice while we were held up", ["600 m1@10", "601 m1@10", "602 a1@10", "603 a1@10"], "11"],
  ["pressed while nobody listened", ["84 h#"], "#"],
  ["let go long ago, then pressed again", ["0 m5", "1000 a5"], "55"],
  ["all sixteen keys", [..."0123456789*#ABCD"].map((key, at) => `${at * 500} m${key}`), "0123456789*#ABCD"],
  ["other events are no keys", ["0 mb", "5 md", "10 ms", "15 mR", "20 m~"], ""],
];

for (const [why, script, expected] of cases) {
  test(`keys: ${why}`, () => assert.equal(keys(script), expected));
}

test("a number is taken down digit for digit, however the modem reports and whatever our ears miss", () => {
  const digit = fc.constantFrom(..."0123456789*#");
  const press = fc.record({
    digit,
    framed: fc.boolean(),
    copies: fc.integer({ min: 1, max: 3 }),
    held: fc.integer({ min: 60, max: 200 }),
    pause: fc.integer({ min: 120, max: 800 }),
    heardByModem: fc.boolean(),
    heardByUs: fc.boolean(),
    delay: fc.integer({ min: 20, max: 55 }),
  });
  fc.assert(
    fc.property(fc.array(press, { maxLength: 15 }), (presses) => {
      const script: [number, string][] = [];
      let expected = "";
      let at = 0;
      for (const { digit: key, framed, copies, held, pause, heardByModem, heardByUs, delay } of presses) {
        if (heardByModem) {
          if (framed) script.push([at, "m/"]);
          for (let copy = 0; copy < copies; copy += 1) script.push([at + Math.min(copy * 70, held), `m${key}`]);
          if (framed) script.push([at + held, "m~"]);
        }
        if (heardByUs) script.push([at + delay, `a${key}`]);
        // The same key twice, once heard only here and once only there, within 300 ms: that is what merging costs.
        if (heardByModem || heardByUs) expected += key;
        at += held + pause + (heardByModem === heardByUs ? 0 : 400);
      }
      script.sort(([a], [b]) => a - b);
      assert.equal(keys(script.map(([ms, what]) => `${ms} ${what}`)), expected);
    }),
  );
});
