import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { enterBox, type Gate } from "./enterBox.ts";
import { Talk } from "./serial/Talk.ts";

for (const { box, claimed, hasCode, answers } of [
  { box: "a box of a clinic", claimed: true, hasCode: false, answers: ["the old blue house"] },
  {
    box: "a new box with a label",
    claimed: false,
    hasCode: true,
    answers: ["ABCD", "the old blue house", "the old blue house"],
  },
  {
    box: "a new box without a label",
    claimed: false,
    hasCode: false,
    answers: ["the old blue house", "the old blue house"],
  },
])
  test(`Enter alone says again which box this is, and is no try: ${box}`, async () => {
    const typed = new PassThrough();
    let said = "";
    const talk = new Talk(typed, (text) => {
      said += text;
    });
    const tries: string[] = [];
    const letIn = (kind: string) => (asked: { readonly passphrase: string }) => {
      tries.push(`${kind} ${asked.passphrase}`);
      return Promise.resolve({ kind: "in" as const, session: "s1" });
    };
    const gate: Gate = {
      owner: () =>
        Promise.resolve({ serial: "10000000abcdef01", claimed, hasCode, presentForMs: 60_000, lockedForMs: 0 }),
      claim: letIn("claimed"),
      enter: letIn("entered"),
      changePassphrase: letIn("changed"),
      leave: () => Promise.resolve(),
    };
    const entered = enterBox(talk, gate, { by: "serial" }, ["FirstRing set-up"]);
    typed.write(`\r\r${answers.map((line) => `${line}\r`).join("")}`);
    assert.equal(await entered, "s1");
    assert.equal(said.split("FirstRing set-up").length - 1, 2, said);
    assert.deepEqual(tries, [`${claimed ? "entered" : "claimed"} the old blue house`]);
  });
