import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CallerIdEffect, type CallerIdEvent, noCallerId, step } from "./CallerIdParser.ts";
import type { CallerId } from "./Line.ts";

/** Lines, `RING`, and `…` for the passing of every running timer. */
function groups(script: readonly string[]): CallerId[] {
  let state = noCallerId;
  const found: CallerId[] = [];
  const timers = new Set<"callerIdSettles" | "callerIdExpires">();
  const tell = (event: CallerIdEvent): void => {
    const [next, effects] = step(state, event);
    state = next;
    for (const effect of effects) perform(effect);
  };
  const perform = (effect: CallerIdEffect): void => {
    if (effect.kind === "group") found.push(effect.callerId);
    if (effect.kind === "startTimer") timers.add(effect.timer);
    if (effect.kind === "cancelTimer") timers.delete(effect.timer);
  };
  for (const text of script) {
    if (text === "RING") tell({ kind: "ring" });
    else if (text === "idle") tell({ kind: "reset" });
    else if (text === "…") for (const timer of [...timers]) tell({ kind: "timer", timer });
    else tell({ kind: "line", text });
  }
  return found;
}

const hex = (text: string): string => Buffer.from(text, "latin1").toString("hex").toUpperCase();
const parameter = (tag: string, value: string): string => tag + value.length.toString(16).padStart(2, "0") + hex(value);
const withChecksum = (message: string): string => {
  const sum = Buffer.from(message, "hex").reduce((all, octet) => all + octet, 0);
  return message + ((256 - (sum % 256)) % 256).toString(16).padStart(2, "0");
};
const mdmf = (...parameters: string[]): string => {
  const body = parameters.join("");
  return withChecksum(`80${(body.length / 2).toString(16).padStart(2, "0")}${body}`);
};
const sdmf = (text: string): string => withChecksum(`04${text.length.toString(16).padStart(2, "0")}${hex(text)}`);

const number = "3125550101";
const cases: [why: string, script: string[], expected: CallerId[]][] = [
  [
    "Conexant and Rockwell, with spaces",
    ["RING", "DATE = 0117", "TIME = 1234", `NMBR = ${number}`, "NAME = JANE DOE"],
    [{ kind: "number", number, name: "JANE DOE" }],
  ],
  [
    "USR5637, tight",
    ["RING", "DATE=0117", "TIME=1234", `NMBR=${number}`, "NAME=JANE DOE"],
    [{ kind: "number", number, name: "JANE DOE" }],
  ],
  ["no NAME (UK): after 0.3 s", ["RING", `NMBR=${number}`, "…"], [{ kind: "number", number }]],
  ["no NAME: at the next ring", ["RING", `NMBR=${number}`, "RING"], [{ kind: "number", number }]],
  [
    "empty lines between the fields",
    ["RING", "", "DATE=0117", "", "TIME=1234", "", `NMBR=${number}`, "", "NAME=JANE DOE", ""],
    [{ kind: "number", number, name: "JANE DOE" }],
  ],
  ["before any ring", [`NMBR=${number}`, "…", "RING"], [{ kind: "number", number }]],
  ["name before number", ["NAME = JANE DOE", `NMBR = ${number}`], [{ kind: "number", number, name: "JANE DOE" }]],
  ["withheld, one letter", ["NMBR = P", "NAME = P"], [{ kind: "withheld" }]],
  ["withheld, a word", ["NMBR=PRIVATE", "NAME=PRIVATE"], [{ kind: "withheld" }]],
  ["withheld, other words", ["NMBR = Restricted", "NAME = Unavailable"], [{ kind: "withheld" }]],
  [
    "withheld, with ETSI's call type before it",
    ["MESG = 110101", "DATE = 0421", "TIME = 0934", "NMBR = P", "NAME = WITHHELD"],
    [{ kind: "withheld" }],
  ],
  ["out of area, one letter", ["NMBR = O", "NAME = O"], [{ kind: "unavailable" }]],
  ["out of area, words", ["NMBR = OUT OF AREA", "…"], [{ kind: "unavailable" }]],
  ["an empty number", ["DATE = ", "TIME = ", "NMBR = ", "…"], [{ kind: "unavailable" }]],
  ["a row of zeros", ["NMBR = 0000000000", "NAME = PrivDirOff"], [{ kind: "unavailable", name: "PrivDirOff" }]],
  [
    "a time of five digits",
    ["DATE = 0312", "TIME = 12541", `NMBR = ${number}`, "NAME = ELMHURST, IL"],
    [{ kind: "number", number, name: "ELMHURST, IL" }],
  ],
  ["a name in UTF-8", [`NMBR = ${number}`, "NAME = Vähälä"], [{ kind: "number", number, name: "Vähälä" }]],
  [
    "a name longer than fifteen characters",
    [`NMBR = ${number}`, "NAME = THE VERY LONG NAME OF A PRACTICE"],
    [{ kind: "number", number, name: "THE VERY LONG NAME OF A PRACTICE" }],
  ],
  ["a foreign number", ["NMBR = +13125550101", "…"], [{ kind: "number", number: "+13125550101" }]],
  ["the dialable number", [`DDN_NMBR= ${number}`, "…"], [{ kind: "number", number }]],
  [
    "the dialable number beside another form of it",
    [`NMBR = ${number}`, `DDN_NMBR= 1${number}`, "…"],
    [{ kind: "number", number }],
  ],
  ["the dialable number where NMBR gives none", ["NMBR = O", `DDN_NMBR= ${number}`, "…"], [{ kind: "number", number }]],
  [
    "Bell Canada: the number in MESG",
    [`MESG = ${parameter("03", "5550101")}`, "…"],
    [{ kind: "number", number: "5550101" }],
  ],
  [
    "a whole MDMF message",
    [`MESG = ${mdmf(parameter("01", "01171234"), parameter("02", number), parameter("07", "JANE DOE"))}`],
    [{ kind: "number", number, name: "JANE DOE" }],
  ],
  [
    "MDMF: withheld",
    [`MESG = ${mdmf(parameter("01", "01171234"), parameter("04", "P"))}`, "…"],
    [{ kind: "withheld" }],
  ],
  ["MDMF with a wrong checksum is nothing", [`MESG = ${mdmf(parameter("02", number)).slice(0, -2)}00`, "…"], []],
  ["SDMF", [`MESG = ${sdmf(`01171234${number}`)}`, "…"], [{ kind: "number", number }]],
  [
    "AT+VCID=2: naked hex",
    [mdmf(parameter("02", number), parameter("07", "JANE DOE"))],
    [{ kind: "number", number, name: "JANE DOE" }],
  ],
  ["ZyXEL", [`CALLER NUMBER: ${number}`, "CALLER NAME: JANE DOE"], [{ kind: "number", number, name: "JANE DOE" }]],
  ["date and time alone say nothing", ["DATE = 0117", "TIME = 1234", "…", "RING"], []],
  ["nonsense", ["OK", "ERROR", "NMBR", "= 5", "NMBR-3125550101", "\u0000\u0001", "…"], []],
];

for (const [why, script, expected] of cases) {
  test(`caller ID: ${why}`, () => assert.deepEqual(groups(script), expected));
}

test("the second call is never named after the first caller (a peer does that)", () => {
  const found = groups([
    ...["RING", "NMBR = 3125550101", "NAME = FIRST", "idle"],
    ...["RING", "NMBR = 3125550102", "NAME = SECOND", "idle"],
    ...["RING", "NMBR = 3125550103", "…"],
  ]);
  assert.deepEqual(found, [
    { kind: "number", number: "3125550101", name: "FIRST" },
    { kind: "number", number: "3125550102", name: "SECOND" },
    { kind: "number", number: "3125550103" },
  ]);
});

test("a name that comes after its group was closed is nobody's, not the next caller's", () => {
  const found = groups(["RING", "NMBR = 3125550101", "…", "NAME = LATE", "idle", "RING", "NMBR = 3125550102", "…"]);
  assert.deepEqual(found, [
    { kind: "number", number: "3125550101" },
    { kind: "number", number: "3125550102" },
  ]);
});

test("two numbers in one gap are two callers", () => {
  assert.deepEqual(groups(["NMBR=3125550101", "NMBR=3125550102", "NAME=SECOND"]), [
    { kind: "number", number: "3125550101" },
    { kind: "number", number: "3125550102", name: "SECOND" },
  ]);
});

test("whatever a modem prints, nothing throws and a number is only ever one that was printed", () => {
  const fieldLine = fc
    .tuple(
      fc.constantFrom("DATE", "TIME", "NMBR", "NAME", "MESG", "DDN_NMBR", "NDID"),
      fc.constantFrom("=", " = "),
      fc.string(),
    )
    .map((parts) => parts.join(""));
  const line = fc.oneof(fieldLine, fc.string(), fc.constantFrom("RING", "…", "idle", ""));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (script) => {
      const printed = script.join("\n");
      for (const found of groups(script)) {
        if (found.kind === "number" && !script.some((text) => /^\s*MESG|^(80|04)/i.test(text))) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what the parser takes out
          const plain = printed.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffd]/g, "");
          assert.ok(plain.includes(found.number), `${found.number} was never printed`);
        }
      }
    }),
  );
});
