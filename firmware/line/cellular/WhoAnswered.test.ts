import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Answerer, type AnswererEvent, step, unknownAnswerer } from "./WhoAnswered.ts";

const verdicts = (events: readonly AnswererEvent[]): Answerer[] => {
  let state = unknownAnswerer;
  return events.flatMap((event) => {
    const [next, verdict] = step(state, event);
    state = next;
    return verdict === undefined ? [] : [verdict];
  });
};

const KEY: AnswererEvent = { kind: "keyPressed" };
const BEEP: AnswererEvent = { kind: "beepHeard" };
const TIME_UP: AnswererEvent = { kind: "timeUp" };
const speech = (ms: number): AnswererEvent => ({ kind: "speechHeard", ms });
const talk = (seconds: number): AnswererEvent[] => Array.from({ length: seconds * 10 }, () => speech(100));

const cases: readonly [complaint: string, events: readonly AnswererEvent[], expected: readonly Answerer[]][] = [
  ["nobody knows yet", [], []],
  ["a person says a name and waits", talk(2), []],
  ["a person presses a key", [...talk(1), KEY], ["person"]],
  ["a key without a word is a person too", [KEY], ["person"]],
  ["a greeting of six seconds is a machine's", talk(6), ["machine"]],
  ["speech a little under six seconds is not", [...talk(5), speech(999)], []],
  ["speech in pieces adds up", [speech(3_000), speech(2_000), speech(1_000)], ["machine"]],
  ["a short greeting and its beep", [...talk(2), BEEP], ["machine"]],
  ["a beep before any speech is the network's", [BEEP], []],
  ["silence, and no key in time", [TIME_UP], ["machine"]],
  ["a verdict falls once", [...talk(8), BEEP, TIME_UP], ["machine"]],
  ["a person who first listens to it all presses after all", [...talk(7), KEY], ["machine", "person"]],
  ["a person stays one, whatever is heard then", [KEY, ...talk(20), BEEP, TIME_UP, KEY], ["person"]],
];

for (const [complaint, events, expected] of cases)
  test(`who took our call: ${complaint}`, () => assert.deepEqual(verdicts(events), expected));

test("nothing but a key ever makes a person of whoever took the call", () => {
  const other = fc.oneof(
    fc.integer({ min: 0, max: 60_000 }).map(speech),
    fc.constantFrom<AnswererEvent>(BEEP, TIME_UP),
  );
  fc.assert(fc.property(fc.array(other), (events) => !verdicts(events).includes("person")));
});

test("with a key it is a person in the end", () => {
  const any = fc.oneof(
    fc.integer({ min: 0, max: 60_000 }).map(speech),
    fc.constantFrom<AnswererEvent>(BEEP, TIME_UP, KEY),
  );
  fc.assert(
    fc.property(fc.array(any), fc.array(any), (before, after) => {
      const all = verdicts([...before, KEY, ...after]);
      return all.at(-1) === "person" && all.filter((one) => one === "person").length === 1;
    }),
  );
});
