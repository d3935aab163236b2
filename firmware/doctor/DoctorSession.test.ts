import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOffered, wordingOf } from "../triage/PromptCatalogue.ts";
import { AT, PAGE, SETUP, TalkBench } from "./TalkBench.fixture.ts";

const OTHER = { kind: "other", by: { id: "patel", name: "Dr. Patel" } } as const;

test("PIN, the page in the caller's own voice, taken with 4, and the line is free", () => {
  const talk = new TalkBench();
  assert.match(talk.heard, /answering service of Rosewood Family Practice.*urgent call for you.*PIN/s);
  talk.listens().keys("2468#").listens();
  const told = talk.heard;
  assert.match(told, /Urgent call, received at two fourteen/);
  assert.match(told, /call back is 3125550142/);
  assert.match(told, /<name>.*<reason>.*press 4/s);
  talk.keys("4").listens();
  assert.match(talk.heard, /You have taken this call. The reference is 7Q4K.*press 6/s);
  assert.deepEqual(talk.acts, ["take 7Q4K"]);
  talk.tell({ kind: "farEndHungUp" });
  assert.deepEqual(talk.over, { kind: "over", heard: true, detail: "taken" });
  assert.equal(talk.effects.at(-1)?.kind, "hangUp");
});

test("barge-in: whoever knows the way presses PIN and 4 at once", () => {
  const talk = new TalkBench().keys("2468#4");
  assert.deepEqual(talk.acts, ["take 7Q4K"]);
  assert.equal(talk.state.heard, true);
});

test("nothing of the patient before the PIN, whatever is pressed", () => {
  const talk = new TalkBench()
    .listens()
    .keys("4")
    .keys("1111#")
    .listens()
    .keys("22#")
    .listens()
    .keys("4545#")
    .listens();
  assert.doesNotMatch(talk.heard, /3125550142|<name>|<reason>/);
  assert.deepEqual(talk.acts, []);
  assert.deepEqual(talk.over, { kind: "over", heard: false, detail: "wrong PIN" });
  assert.equal(talk.effects.filter((effect) => effect.kind === "pinTried" && !effect.right).length, 2, "22 is no PIN");
});

test("whoever hangs up after a PIN that does not open has tried it: nobody guesses for ever by hanging up in time", () => {
  const wrong = (talk: TalkBench) =>
    talk.effects.filter((effect) => effect.kind === "pinTried" && !effect.right).length;
  for (const [keys, tries] of [
    ["1111", 1],
    ["111", 0],
    ["1111#2222", 2],
    ["2222#", 1],
  ] as const) {
    const talk = new TalkBench().listens().keys(keys);
    talk.tell({ kind: "farEndHungUp" });
    assert.equal(wrong(talk), tries, keys);
    assert.equal(talk.isOver, true);
  }
  const limit = new TalkBench().listens().keys("1111").fires("limit").listens();
  assert.equal(wrong(limit), 1);
  const right = new TalkBench().keys("2468").listens();
  right.tell({ kind: "farEndHungUp" });
  assert.equal(wrong(right), 0);
});

test("silence at the PIN: asked again twice, then hung up, and not heard", () => {
  const talk = new TalkBench().listens();
  for (let i = 0; i < 3; i += 1) talk.fires("answer").listens();
  assert.deepEqual(talk.over, { kind: "over", heard: false, detail: "nobody entered a PIN" });
});

test("a mailbox: hung up at once; but whoever has pressed a key is a person", () => {
  const mailbox = new TalkBench();
  mailbox.tell({ kind: "machineHeard" });
  assert.equal(mailbox.over?.heard, false);
  const person = new TalkBench().keys("2");
  person.tell({ kind: "machineHeard" });
  assert.equal(person.isOver, false);
});

test("a locked PIN: the call says that there is one, its reference, and to answer by SMS; nothing else", () => {
  const talk = new TalkBench({ locked: true }).keys("2468#4").listens();
  assert.match(talk.heard, /locked for now.*text message.*reference is 7Q4K.*7Q4K/s);
  assert.deepEqual(talk.acts, []);
  assert.deepEqual(talk.over, { kind: "over", heard: false, detail: "the PIN is locked" });
});

test("without a PIN: urgency and reference, take and pass by key, nothing of the patient", () => {
  const { pin: _, ...person } = SETUP.person;
  const talk = new TalkBench({ person }).listens();
  assert.match(talk.heard, /urgent call.*reference is 7Q4K.*press 4.*press 5/s);
  talk.keys("1").listens().keys("2").listens();
  assert.doesNotMatch(talk.heard, /3125550142|<name>|<reason>/);
  talk.keys("4").listens();
  assert.deepEqual(talk.acts, [], "a tone in somebody's greeting is not enough");
  assert.match(talk.heard, /press 4 once more/);
  talk.keys("1").listens().keys("4").listens();
  assert.deepEqual(talk.acts, [], "twice, one after the other");
  talk.keys("4").listens();
  assert.deepEqual(talk.acts, ["take 7Q4K"]);
  assert.equal(talk.state.heard, true);
});

test("1 says the number again with a pause after each digit, 2 the reason, * all of it", () => {
  const talk = new TalkBench().keys("2468").listens();
  const { heard: _told } = talk;
  talk.keys("1");
  const slow = talk.effects.findLast((effect) => effect.kind === "play");
  assert.ok(slow?.kind === "play");
  assert.equal(slow.clips.filter(({ clip }) => clip === "pause").length, 11);
  talk.listens();
  assert.doesNotMatch(talk.heard, /<reason>/);
  talk.keys("2").listens();
  assert.match(talk.heard, /<reason>/);
  talk.keys("*").listens();
  assert.match(talk.heard, /received at.*3125550142.*<reason>/s);
});

test("5 hands it to the next doctor, whose name is not told", () => {
  const talk = new TalkBench().keys("2468").listens().keys("5").listens();
  assert.deepEqual(talk.acts, ["pass 7Q4K"]);
  assert.match(talk.heard, /The next doctor is being paged/);
  assert.deepEqual(talk.over, { kind: "over", heard: true, detail: "passed on" });
});

test("5 where there is nobody else: that is said, and not that somebody is being paged", () => {
  const talk = new TalkBench().keys("2468").listens();
  talk.result = { kind: "done", nobodyElse: true };
  talk.keys("5").listens();
  const { heard } = talk;
  assert.match(heard, /nobody else to page.*stays open/);
  assert.doesNotMatch(heard, /next doctor is being paged/);
});

test("6 closes what they have taken, and nothing else", () => {
  const talk = new TalkBench().keys("2468").listens().keys("6").listens();
  assert.deepEqual(talk.acts, []);
  talk.keys("46").listens();
  assert.deepEqual(talk.acts, ["take 7Q4K", "close 7Q4K"]);
  assert.equal(talk.over?.detail, "closed");
});

test("somebody else was faster: it is said who, and nobody hears 'you have taken it'", () => {
  const talk = new TalkBench().keys("2468").listens();
  talk.result = OTHER;
  talk.keys("4").listens();
  const { heard } = talk;
  assert.doesNotMatch(heard, /You have taken/);
  assert.match(heard, /has taken this call/);
  assert.equal(talk.over?.detail, "somebody else had it");
});

test("the store does not answer: it is not called taken, and the key may be pressed again", () => {
  const talk = new TalkBench().keys("2468").listens();
  talk.store = "silent";
  talk.keys("4").fires("store").listens();
  assert.match(talk.heard, /did not work. Please press the key again/);
  talk.store = "answers";
  talk.keys("4");
  assert.deepEqual(talk.acts, ["take 7Q4K", "take 7Q4K"]);
  assert.equal(talk.state.detail, "taken");
});

test("a store that is slow to say what there is: told what is known, and it can be taken", () => {
  const talk = new TalkBench();
  talk.store = "silent";
  talk.keys("2468").fires("store").listens();
  const { heard } = talk;
  assert.match(heard, /Urgent call, received at.*message cannot be read at this moment.*press star.*press 4/s);
  assert.doesNotMatch(heard, /no number|no recording/, "nobody knows that yet");
  talk.keys("1").fires("store").listens();
  assert.match(talk.heard, /cannot be read at this moment/);
  talk.store = "answers";
  talk.keys("2").listens();
  assert.match(talk.heard, /<reason>/);
  talk.keys("1").listens();
  assert.match(talk.heard, /call back is 3125550142/);
});

test("the caller still speaks: what there is, and that there will be more", () => {
  const talk = new TalkBench();
  talk.details = { recorded: ["name"], callGoesOn: true };
  talk.keys("2468").listens();
  assert.match(talk.heard, /<name>.*still on the line/s);
  talk.details = { callback: "3125550142", recorded: ["name", "reason"], callGoesOn: true };
  talk.keys("2").listens();
  assert.match(talk.heard, /<reason>/);
});

test("after the take: how many more are open, newest urgent first, with one key", () => {
  const talk = new TalkBench();
  talk.open = [
    { ref: "8R2M", urgency: "urgent", state: "open", raisedAt: AT + 60_000 },
    PAGE,
    { ref: "5T3N", urgency: "routine", state: "open", raisedAt: AT },
  ];
  talk.keys("24684").listens();
  assert.match(talk.heard, /taken this call.*You have two more open calls/s);
  talk.keys("1").listens();
  assert.match(talk.heard, /Urgent call, received at two fifteen/);
  talk.keys("4").listens();
  assert.deepEqual(talk.acts, ["take 7Q4K", "take 8R2M"]);
  assert.match(talk.heard, /one more open call/);
});

test("somebody takes it while the PIN is being asked for: told without a name, and hung up", () => {
  const talk = new TalkBench().listens();
  talk.tell({ kind: "notWanted", result: OTHER });
  talk.listens();
  assert.match(talk.heard, /Another doctor has taken this call/);
  assert.equal(talk.over?.heard, false);
});

test("the longest talk: it is said, and hung up", () => {
  const talk = new TalkBench().keys("2468").listens().fires("limit").listens();
  assert.match(talk.heard, /has to end now/);
  assert.equal(talk.isOver, true);
});

test("a message longer than the talk may last does not cut off its own menu; hearing it again wins no more time", () => {
  const talk = new TalkBench();
  talk.details = { ...talk.details, spokenMs: 300_000 };
  talk.keys("2468").listens().keys("*").listens();
  const limits = talk.effects.flatMap((effect) =>
    effect.kind === "startTimer" && effect.timer === "limit" ? [effect.after] : [],
  );
  assert.deepEqual(limits, [SETUP.longest, SETUP.longest + 300_000]);
});

test("every menu offers the keys that it has, in both languages", () => {
  for (const [menu, keys] of [
    ["page-menu", ["4", "5", "1", "2"]],
    ["page-menu-taken", ["6", "5", "1", "2"]],
    ["page-menu-bare", ["4", "5"]],
    ["page-menu-bare-taken", ["6", "5"]],
    ["more-one", ["1"]],
    ["more-after", ["1"]],
  ] as const)
    for (const language of ["en", "es"])
      assert.deepEqual(keysOffered(wordingOf(menu, language, SETUP.variables) ?? ""), keys, `${menu} ${language}`);
});
