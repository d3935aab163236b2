import assert from "node:assert/strict";
import { test } from "node:test";
import { plainText } from "../channel/shortMessageText.ts";
import { FAULTS } from "./faults.ts";
import { faultText } from "./faultText.ts";

const TEXTS: readonly (readonly [string, Parameters<typeof faultText>[1], string])[] = [
  [
    "what it is, what it means and what to do, with the number to read out",
    [{ kind: "there", code: "LINE_PORT_GONE", where: "front" }],
    "Rosewood FirstRing: The telephone modem is not there (101 front). Calls on this line are not answered.",
  ],
  [
    "it is over",
    [{ kind: "over", code: "LINE_MODEM_SILENT", where: "front" }],
    "Rosewood FirstRing: the telephone modem works again (104 front).",
  ],
  [
    "one comes, one goes",
    [
      { kind: "there", code: "STORE_FULL", where: "store" },
      { kind: "over", code: "SMS_MODEM_GONE", where: "mobile" },
    ],
    "Rosewood FirstRing: The disk is full (302 store). The cellular modem is there again (201 mobile).",
  ],
  [
    "more than there is room for: the others by their numbers",
    [
      { kind: "there", code: "LINE_PORT_GONE", where: "front" },
      { kind: "there", code: "LINE_PORT_GONE", where: "back" },
      { kind: "there", code: "SMS_MODEM_GONE", where: "mobile" },
      { kind: "over", code: "STORE_FULL", where: "store" },
    ],
    "Rosewood FirstRing: The telephone modem is not there (101 front). The telephone modem is not there (101 back). Also 201 mobile, 302 store over.",
  ],
  [
    "the box as a whole has no place",
    [{ kind: "there", code: "CLOCK_WRONG", where: "" }],
    "Rosewood FirstRing: The box's clock and the cellular network's disagree (602).",
  ],
];

for (const [what, news, wanted] of TEXTS) {
  test(`the text of a fault: ${what}`, () => {
    const text = faultText("Rosewood", news);
    assert.ok(text.startsWith(wanted), text);
  });
}

test("every fault's text is one segment that every phone shows, and names its number", () => {
  for (const { code, number } of FAULTS.values()) {
    for (const kind of ["there", "over", "flapping"] as const) {
      const text = faultText("A practice with a long name", [{ kind, code, where: "the-line-with-a-long-name" }]);
      assert.ok(text.length <= 160, text);
      assert.equal(plainText(text), text);
      assert.ok(text.includes(String(number)), text);
      assert.ok(!text.endsWith("..."), text);
    }
  }
});
