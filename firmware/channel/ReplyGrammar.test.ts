import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Reply, readReply } from "./ReplyGrammar.ts";

const TABLE: readonly (readonly [string, Reply])[] = [
  ["7Q4K", { kind: "take", code: "7Q4K" }],
  ["7q4k", { kind: "take", code: "7Q4K" }],
  ["  7q4k. ", { kind: "take", code: "7Q4K" }],
  ["'7Q4K'", { kind: "take", code: "7Q4K" }],
  ["\u201c7Q4K\u201d", { kind: "take", code: "7Q4K" }],
  ["7 q 4 k", { kind: "take", code: "7Q4K" }],
  ["7Q4K!", { kind: "take", code: "7Q4K" }],
  ["7Q4K \u{1F44D}", { kind: "take", code: "7Q4K" }],
  ["\uff17Q4K", { kind: "take", code: "7Q4K" }],
  ["7q4ka", { kind: "take", code: "7Q4K" }],
  ["7q4k a", { kind: "take", code: "7Q4K" }],
  ["7Q4K ok", { kind: "take", code: "7Q4K" }],
  ["ok 7Q4K", { kind: "take", code: "7Q4K" }],
  ["ack #7q4k", { kind: "take", code: "7Q4K" }],
  ["acknowledged 7q4k", { kind: "take", code: "7Q4K" }],
  ["a7q4k", { kind: "take", code: "7Q4K" }],
  ["7Q4K pass", { kind: "pass", code: "7Q4K" }],
  ["7q4kpass", { kind: "pass", code: "7Q4K" }],
  ["PASS 7Q4K", { kind: "pass", code: "7Q4K" }],
  ["7q4k e", { kind: "pass", code: "7Q4K" }],
  ["7Q4K no", { kind: "pass", code: "7Q4K" }],
  ["7Q4K done", { kind: "close", code: "7Q4K" }],
  ["7Q4K\ndone\n", { kind: "close", code: "7Q4K" }],
  ["7q4kc", { kind: "close", code: "7Q4K" }],
  ["close #7q4k", { kind: "close", code: "7Q4K" }],
  ["7Q4K?", { kind: "who", code: "7Q4K" }],
  ["23AB9", { kind: "take", code: "23AB9" }],
  ["23AB9 done", { kind: "close", code: "23AB9" }],
  ["ack", { kind: "take" }],
  ["a", { kind: "take" }],
  ["e", { kind: "pass" }],
  ["done", { kind: "close" }],
  ["c", { kind: "close" }],
  ["who", { kind: "who" }],
  ["Who?", { kind: "who" }],
  ["?", { kind: "who" }],
  ["help", { kind: "help" }],
  ["STOP", { kind: "stop" }],
  ["stop.", { kind: "stop" }],
  ["Unsubscribe", { kind: "stop" }],
  ["7Q4K cannot", { kind: "unclear", code: "7Q4K" }],
  ["can't take 7Q4K", { kind: "unclear", code: "7Q4K" }],
  ["not me, 7Q4K", { kind: "unclear", code: "7Q4K" }],
  ["7Q4K aa", { kind: "unclear", code: "7Q4K" }],
  ["", { kind: "unclear" }],
  ["what is this", { kind: "unclear" }],
];

for (const [text, expected] of TABLE) {
  test(`${JSON.stringify(text)} means ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(readReply(text), expected);
  });
}

test("letters that run together are read as the code that exists", () => {
  assert.deepEqual(
    readReply("a7q4a", (code) => code === "7Q4A"),
    { kind: "take", code: "7Q4A" },
  );
  assert.deepEqual(
    readReply("a7q4a", (code) => code === "A7Q4"),
    { kind: "take", code: "A7Q4" },
  );
});

const ALPHABET = [..."23456789ABCDEFGHJKLMNPQRSTUVWXYZ"];
const anyCode = fc
  .array(fc.constantFrom(...ALPHABET), { minLength: 4, maxLength: 4 })
  .map((letters) => letters.join(""))
  .filter((code) => /\d/.test(code) && /[A-Z]/.test(code));
const anyCase = (text: string) =>
  fc.constantFrom(text, text.toLowerCase(), `${text[0]?.toLowerCase() ?? ""}${text.slice(1)}`);
const VERBS = [
  ["", "take"],
  ["a", "take"],
  ["ok", "take"],
  ["pass", "pass"],
  ["e", "pass"],
  ["done", "close"],
  ["c", "close"],
] as const;

test("every code with every verb, in any case and spacing, means what it says", () => {
  fc.assert(
    fc.property(
      anyCode.chain(anyCase),
      fc.constantFrom(...VERBS),
      fc.constantFrom("", " ", "  ", " - ", "\n"),
      (code, [verb, kind], gap) => {
        assert.deepEqual(
          readReply(` ${code}${gap}${verb} `, (known) => known === code.toUpperCase()),
          { kind, code: code.toUpperCase() },
        );
      },
    ),
    { numRuns: 500 },
  );
});

test("no code alone is ever read as a word, whatever code it is", () => {
  fc.assert(
    fc.property(anyCode, (code) => assert.deepEqual(readReply(code), { kind: "take", code })),
    { numRuns: 2000 },
  );
});

test("any text at all is read without a throw, in bounded time", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme", maxLength: 2000 })), (text) =>
      assert.equal(typeof readReply(text).kind, "string"),
    ),
    { numRuns: 500 },
  );
  assert.equal(readReply("7Q4K ".repeat(100_000)).kind, "unclear");
});

test("a text that is not the code with a known verb never takes an alert", () => {
  fc.assert(
    fc.property(
      anyCode,
      fc.array(fc.constantFrom("cannot", "not", "busy", "wrong", "sorry", "who", "please", "stop"), {
        minLength: 1,
        maxLength: 4,
      }),
      (code, words) => {
        const read = readReply([code, ...words].join(" "));
        assert(read.kind !== "take" && read.kind !== "close", JSON.stringify(read));
      },
    ),
  );
});
