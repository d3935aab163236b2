import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readReply } from "../channel/ReplyGrammar.ts";
import { CallInBench, OPEN } from "./callin/CallInBench.fixture.ts";
import { CALL_IN_ROWS, CALL_ROWS, doctorCard, keysTable, MENU_ROWS, SMS_ROWS } from "./doctorCard.ts";
import { TalkBench } from "./TalkBench.fixture.ts";

const page = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

test("docs/doctor-card.md and the README say what the table says", () => {
  const card = doctorCard({ clinic: "Rosewood Family Practice", shortName: "Rosewood" });
  assert.equal(page("docs/doctor-card.md"), card, "write it anew: ./firstring card > docs/doctor-card.md");
  assert.ok(page("README.md").includes(keysTable()), `the README's table of keys is to be:\n${keysTable()}`);
});

test("the replies on the card are those that the box understands", () => {
  const kinds = SMS_ROWS.map(({ input }) => readReply(input, (code) => code === "7Q4K"));
  assert.deepEqual(kinds, [
    { kind: "take", code: "7Q4K" },
    { kind: "close", code: "7Q4K" },
    { kind: "pass", code: "7Q4K" },
    { kind: "who", code: "7Q4K" },
    { kind: "who" },
    { kind: "help" },
  ]);
});

const told = (): CallInBench =>
  CallInBench.inside((bench) => {
    bench.lists = { open: OPEN, messages: OPEN };
  }).listens() as CallInBench;

/** What a key leads to while a call is told, as somebody would notice it. */
const CALL: Readonly<Record<string, (talk: CallInBench) => unknown>> = {
  "4": (talk) => assert.deepEqual(talk.acts, ["take 7Q4K"]),
  "5": (talk) => assert.deepEqual(talk.acts, ["pass 7Q4K"]),
  "6": (talk) => assert.deepEqual(talk.acts, ["close 7Q4K"]),
  "1": (talk) => assert.match(talk.heard, /call back is 3125550142/),
  "2": (talk) => assert.match(talk.heard, /<reason>/),
  "*": (talk) => assert.match(talk.heard, /Urgent call.*3125550142.*<name>.*<reason>/s),
  "3": (talk) => assert.match(talk.heard, /received at two thirteen/),
  "7": (talk) => assert.match(talk.heard, /This is the first one/),
  "0": (talk) => assert.match(talk.heard, /For open calls, press 1/),
  "9": (talk) => assert.match(talk.heard, /For the number, slowly, press 1/),
  "#": (talk) => assert.equal(talk.isOver, true),
};

test("each key of the card does in a call what the card says", () => {
  for (const { input } of [...CALL_ROWS, ...CALL_IN_ROWS]) {
    const talk = told();
    assert.match(talk.heard, /press/);
    talk.keys(input).listens();
    assert.ok(CALL[input] !== undefined, `${input} is on the card, and nobody has looked whether it is so`);
    CALL[input](talk);
  }
});

test("the same keys when the box has called", () => {
  for (const { input } of CALL_ROWS) {
    const talk = new TalkBench().keys("2468").listens();
    const { heard: before } = talk;
    assert.match(before, /press 4/);
    if (input === "6") talk.keys("4").listens();
    talk.keys(input).listens();
    assert.doesNotMatch(talk.heard, /not one of the choices/, input);
  }
});

const MENU: Readonly<Record<string, RegExp>> = {
  "1": /There is no open call/,
  "2": /There are no messages of the last seven days/,
  "3": /On call now/,
  "4": /To record the greeting, press 1\. To hear it, press 2\. To undo the last one, press 3\. To record your name, press 4/,
};

test("the menu of the card is the menu of the box", () => {
  for (const { input } of MENU_ROWS) {
    const talk = CallInBench.inside().listens() as CallInBench;
    const { heard: before } = talk;
    assert.match(before, /press 9/);
    talk.keys(input).listens();
    assert.match(talk.heard, MENU[input]!);
  }
});
