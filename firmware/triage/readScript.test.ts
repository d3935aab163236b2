import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Minutes, Seconds } from "../time/Duration.ts";
import { readScript, scriptFileSchema } from "./readScript.ts";

test("a clinic that says nothing of its script gets the family-practice dialogue, and is asked to decide about routine calls", () => {
  const { script, issues } = readScript(undefined);
  assert.equal(script?.template, "family-practice");
  assert.deepEqual(
    issues.map(({ severity }) => severity),
    ["warning"],
  );
  assert.match(issues[0]!.what, /wait until the office opens/);
});

test("whoever has decided is not asked again", () => {
  for (const routine of ["waits", "pages"]) assert.deepEqual(readScript({ template: "dental", routine }).issues, []);
});

const whole = {
  start: "hello",
  escape: "urgent",
  routine: "waits",
  steps: {
    hello: { say: ["greeting", "emergency"], next: "which" },
    which: { menu: "ask-urgency", keys: { 1: "urgent", 2: "later" }, tries: 2, wait: "8s", otherwise: "urgent" },
    urgent: { say: "treated-urgent", urgency: "urgent", next: "number" },
    later: { say: [], urgency: "routine", because: "refill", next: "number" },
    number: { ask: "callback", next: "reason" },
    reason: { record: "reason", say: "ask-reason", longest: "3m", review: false, next: "save" },
    save: { save: { urgent: "thanks", routine: "thanks", failed: "sorry" } },
    thanks: { end: ["reference", "goodbye"] },
    sorry: { end: "not-saved" },
  },
};

test("a practice writes a whole dialogue of its own in nine short lines", () => {
  const { script, issues } = readScript(whole, ["en", "es"]);
  assert.deepEqual(issues, []);
  const { which, reason, number } = script!.steps;
  assert.deepEqual(which, {
    kind: "menu",
    say: ["ask-urgency"],
    keys: { 1: "urgent", 2: "later" },
    tries: 2,
    wait: Seconds(8),
    otherwise: "urgent",
  });
  assert.ok(
    reason?.kind === "record" && reason.longest === Minutes(3) && !reason.review && reason.otherwise === "save",
  );
  assert.ok(number?.kind === "callback" && number.otherwise === "reason");
});

const mistakes: readonly (readonly [string, unknown, readonly (string | number)[], RegExp])[] = [
  ["a template that does not exist", { template: "vet" }, ["template"], /family-practice or paediatrics/],
  ["a word that does not exist", { template: "dental", rutine: "waits" }, ["rutine"], /template, routine/],
  ["nothing to begin with", {}, [], /template: family-practice/],
  [
    "a step that does nothing",
    { ...whole, steps: { ...whole.steps, number: { next: "reason" } } },
    ["steps", "number"],
    /exactly one of/,
  ],
  [
    "a step without a way on",
    { ...whole, steps: { ...whole.steps, number: { ask: "callback" } } },
    ["steps", "number", "next"],
    /name of a step/,
  ],
  [
    "a question that we do not ask",
    { ...whole, steps: { ...whole.steps, number: { ask: "weight", next: "reason" } } },
    ["steps", "number", "ask"],
    /callback or date-of-birth/,
  ],
  [
    "a time without a unit",
    { ...whole, steps: { ...whole.steps, number: { ask: "callback", next: "reason", wait: "8" } } },
    ["steps", "number", "wait"],
    /6s or 2m/,
  ],
  [
    "a misspelled word in a step",
    { ...whole, steps: { ...whole.steps, number: { ask: "callback", next: "reason", trys: 2 } } },
    ["steps", "number", "trys"],
    /tries/,
  ],
  [
    "a step that every object in JavaScript has",
    { ...whole, steps: { ...whole.steps, number: { ask: "callback", next: "toString" } } },
    ["steps", "number", "next"],
    /choose another/,
  ],
  [
    "a sentence that every object in JavaScript has",
    { ...whole, steps: { ...whole.steps, number: { say: ["constructor"], next: "reason" } } },
    ["steps", "number", "say", 0],
    /choose another|sentence of the catalogue/,
  ],
  ["a start that every object in JavaScript has", { ...whole, start: "valueOf" }, ["start"], /choose another/],
  ["a list where there should be a group", [], [], /group/],
];

for (const [name, value, path, cure] of mistakes) {
  test(`script file: ${name}`, () => {
    const { script, issues } = readScript(value);
    assert.equal(script, undefined);
    assert.deepEqual(issues[0]?.path, path);
    assert.match(issues[0]?.instead ?? "", cure);
  });
}

test("whatever stands under script:, reading it gives a script or says what is wrong", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const { script, issues } = readScript(value);
      assert(script !== undefined || issues.length > 0);
    }),
  );
});

test("a dialogue with anything at the place of anything is read or refused, never a crash", () => {
  const names = Object.keys(whole.steps);
  const junk = fc.oneof(
    fc.anything(),
    fc.constantFrom(...names),
    fc.record({ say: fc.anything(), next: fc.constantFrom(...names) }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...names), junk, (name, value) => {
      const { script, issues } = readScript({ ...whole, steps: { ...whole.steps, [name]: value } });
      assert(script !== undefined || issues.length > 0);
    }),
  );
});

test("how long a caller may stay is a time, off, or what the dialogue says", () => {
  const stays = (stay?: string) =>
    readScript({ template: "family-practice", routine: "waits", ...(stay ? { stay } : {}) });
  assert.equal(stays().script?.stay, undefined);
  assert.equal(stays("2m").script?.stay, 120_000);
  assert.equal(stays("off").script?.stay, 0);
  assert.match(stays("for ever").issues[0]?.instead ?? "", /10s to 5m, or off/);
  assert.equal(stays("5s").script, undefined);
});

test("a clinic's own dialogue may let callers stay", () => {
  const script = { stay: "stay-offer", next: "bye" };
  const { issues } = readScript({
    template: "family-practice",
    routine: "waits",
    steps: { stay: script, bye: { end: "goodbye" }, goodbye: { end: "goodbye" } },
  });
  assert.deepEqual(
    issues.filter(({ severity }) => severity === "error"),
    [],
  );
});

test("the file schema knows what the reader knows", () => {
  assert.equal(scriptFileSchema.safeParse(whole).success, true);
});
