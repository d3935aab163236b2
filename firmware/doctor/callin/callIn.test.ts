import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOffered, promptLanguages, wordingOf } from "../../triage/PromptCatalogue.ts";
import { DETAILS } from "../TalkBench.fixture.ts";
import { CallInBench, DUTY, MESSAGES, MONDAY, OPEN } from "./CallInBench.fixture.ts";

const words = (talk: CallInBench): string => talk.listens().heard;

test("the doctor is asked for the PIN by name, and everybody else for a moment's patience", () => {
  assert.match(
    words(new CallInBench()),
    /^If you are Doctor Chen enter your PIN\. To leave a message, press star, or wait\.$/,
  );
});

test("whoever is not the doctor is a patient: silence, star, pound, three wrong PINs, slow fingers, a locked PIN", () => {
  const cases: readonly (readonly [string, (talk: CallInBench) => unknown])[] = [
    ["silence", (talk) => talk.listens().fires("answer")],
    ["star", (talk) => talk.keys("*")],
    ["star", (talk) => talk.keys("#")],
    ["wrong-pin", (talk) => talk.keys("1111#2222#3333#")],
    ["silence", (talk) => talk.keys("24").fires("limit")],
  ];
  for (const [because, happens] of cases) {
    const talk = new CallInBench();
    happens(talk);
    assert.deepEqual(talk.effects.at(-1), { kind: "toPatient", because });
    assert.deepEqual(talk.of("hangUp"), [], "the call goes on");
    assert.equal(talk.isOver, true);
    assert.deepEqual(talk.state.timers, []);
  }
  const locked = new CallInBench({ locked: true });
  assert.match(words(locked), /locked after wrong PINs. Pages still come as text messages/);
  assert.deepEqual(locked.effects.at(-1), { kind: "toPatient", because: "locked" });
});

test("a PIN that is left without an end at the door was tried: by hanging up, by star, by the time that is over", () => {
  const ways: readonly ((talk: CallInBench) => unknown)[] = [
    (talk) => talk.tell({ kind: "farEndHungUp" }),
    (talk) => talk.keys("*"),
    (talk) => talk.fires("limit"),
  ];
  for (const leaves of ways)
    for (const [keys, tries] of [
      ["1111", 1],
      ["11", 0],
    ] as const) {
      const talk = new CallInBench();
      talk.keys(keys);
      leaves(talk);
      assert.equal(talk.of("pinTried").filter(({ right }) => !right).length, tries, keys);
      assert.equal(talk.isOver, true);
    }
});

test("what is open is told at once, the newest urgent one first, and can be taken over every word", () => {
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: OPEN, messages: [] };
  });
  const told = words(talk);
  assert.match(
    told,
    /There are two open calls\. Urgent call, received at two fourteen A M.*3125550142.*<name>.*<reason>/s,
  );
  assert.match(told, /take this call, press 4.*called back, press 6.*pass it on, press 5.*next one, press 3/s);
  talk.keys("4");
  assert.match(words(talk), /You have taken this call. The reference is 7Q4K/);
  assert.deepEqual(talk.acts, ["take 7Q4K"]);
  talk.keys("6");
  assert.match(words(talk), /This call is closed\. Urgent call, received at two thirteen/);
  talk.keys("5");
  assert.deepEqual(talk.acts, ["take 7Q4K", "close 7Q4K", "pass 8W3M"]);
  assert.match(words(talk), /The next doctor is being paged\. For open calls, press 1/);
});

test("what is open cannot be listed: that is said, and is not that there is nothing", () => {
  const talk = CallInBench.inside((bench) => {
    bench.store = "silent";
  });
  talk.fires("store");
  assert.match(words(talk), /did not work.*For open calls, press 1/s);
});

test("a message that the box cannot read in time is not one without a number; 1, 2 and star look again", () => {
  for (const key of ["1", "2", "*"]) {
    const talk = CallInBench.inside((bench) => {
      bench.lists = { open: OPEN, messages: [] };
    });
    talk.store = "silent";
    talk.keys("3").fires("store");
    const told = words(talk);
    assert.match(told, /received at two thirteen.*message cannot be read at this moment.*press 4/s);
    assert.doesNotMatch(told, /no number|no recording/);
    assert.ok(!talk.of("markHeard").some(({ ref }) => ref === "8W3M"), "what was not told was not heard");
    talk.store = "answers";
    talk.keys(key);
    assert.match(words(talk), /call back is 3125550142.*<name>.*<reason>/s);
  }
});

test("a call that a colleague was faster with: the truth, and on to the next", () => {
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: OPEN, messages: [] };
    bench.result = { kind: "other", by: { id: "patel", name: "Dr. Patel" } };
  });
  talk.keys("4");
  assert.match(words(talk), /Doctor Patel has taken this call\. Urgent call, received at two thirteen/);
});

test("the pound that closes a PIN does not end the call; a later one does", () => {
  const talk = CallInBench.inside();
  assert.equal(talk.isOver, false);
  assert.match(words(talk), /There is no open call\. For open calls, press 1/);
  talk.keys("#").listens();
  assert.equal(talk.isOver, true);
  assert.equal(talk.effects.at(-1)?.kind, "hangUp");
});

test("messages: new ones first, each is marked as heard once it was, and every listening is in the audit", () => {
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: [], messages: MESSAGES };
  });
  talk.keys("2");
  const told = words(talk);
  assert.match(told, /There is one new message\. New\. Message, received at one fourteen A M/);
  assert.doesNotMatch(
    told.slice(told.indexOf("New.")),
    /press 4/,
    "nobody was paged for it, so there is nothing to take",
  );
  assert.deepEqual(
    talk.of("markHeard").map(({ ref }) => ref),
    ["9T2P"],
  );
  const heard = talk.of("audit").filter(({ what, ref }) => what === "recording-heard-by-telephone" && ref === "9T2P");
  assert.deepEqual(
    heard.map(({ detail }) => detail),
    ["name", "reason"],
  );
  talk.keys("3");
  assert.match(words(talk), /Heard before\. Urgent call, received at two fourteen A M It is closed/);
  talk.keys("7");
  assert.match(words(talk), /Heard before\. Message, received at one fourteen/);
  talk.keys("7");
  assert.match(words(talk), /This is the first one/);
});

test("a message that was left in the middle of its first words is still new", () => {
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: [], messages: MESSAGES };
  });
  talk.keys("2").keys("0");
  assert.deepEqual(talk.of("markHeard"), []);
});

test("taking over until the handoff: said in full before it counts", () => {
  const talk = CallInBench.inside();
  talk.keys("3");
  assert.match(
    words(talk),
    /On call now: Doctor Patel until Monday eight o'clock A M|On call now: Doctor Patel until Monday eight/,
  );
  talk.keys("1");
  assert.match(words(talk), /until Monday eight.*press 1\. For some hours, press 2/);
  talk.keys("1");
  assert.match(words(talk), /You take over from Doctor Patel until Monday eight.*If that is right, press 1/);
  assert.deepEqual(talk.of("changeDuty"), []);
  talk.keys("1");
  assert.deepEqual(talk.of("changeDuty"), [
    { kind: "changeDuty", wish: { kind: "takeOver", from: DUTY.people[0]! }, until: MONDAY },
  ]);
  assert.match(words(talk), /Done\. It counts from now on\./);
});

test("handing on to a colleague for three hours", () => {
  const talk = CallInBench.inside((bench) => {
    bench.duty = { ...DUTY, people: [{ id: "chen", name: "Dr. Chen" }] };
  });
  talk.keys("3").listens();
  talk.keys("2");
  assert.match(words(talk), /To whom\? For Doctor Patel press 1\. For Doctor Okafor press 2\./);
  talk.keys("2").listens().keys("2").listens().keys("3#");
  assert.match(words(talk), /You hand on your duty to Doctor Okafor until five fourteen A M/);
  talk.keys("1");
  const [change] = talk.of("changeDuty");
  assert.deepEqual(change?.wish, { kind: "handOn", to: { id: "okafor", name: "Dr. Okafor" } });
  assert.equal(change.until - DUTY.at, 3 * 3_600_000);
});

test("hours that make no sense are asked for again", () => {
  const talk = CallInBench.inside().keys("312").listens();
  for (const keys of ["#", "73", "99"]) {
    talk.keys(keys);
    assert.match(words(talk), /one to seventy-two hours/);
  }
  assert.deepEqual(talk.of("changeDuty"), []);
});

test("undo is offered to whoever made a change, and says what became of it", () => {
  const none = CallInBench.inside().keys("33");
  assert.match(words(none), /not one of the choices/);
  assert.deepEqual(none.of("undoDuty"), []);
  const talk = CallInBench.inside((bench) => {
    bench.duty = { ...DUTY, undoable: true };
  });
  talk.keys("33");
  assert.equal(talk.of("undoDuty").length, 1);
  assert.match(words(talk), /Your last change is undone\. On call now: Doctor Patel/);
});

test("a change that only memory has is told as such, one that failed changes nothing", () => {
  for (const [result, told] of [
    ["memory", /may be lost in a power cut/],
    ["failed", /That did not work/],
  ] as const) {
    const talk = CallInBench.inside((bench) => {
      bench.changed = result;
    });
    talk.keys("31").listens().keys("11");
    assert.match(words(talk), told);
  }
});

test("a new greeting: recorded, heard, and kept only when its maker says so", () => {
  const talk = CallInBench.inside().keys("41");
  assert.match(words(talk), /say the greeting. Then press pound/);
  talk.tell({ kind: "recordingStarted" });
  talk.keys("#");
  assert.deepEqual(talk.of("stopRecording").length, 1);
  talk.tell({ kind: "recordingStopped", speechMs: 2_000 });
  assert.equal(talk.of("playTake").length, 1);
  assert.match(words(talk), /To keep it, press 1/);
  assert.deepEqual(talk.of("keepTake"), []);
  talk.keys("1");
  assert.deepEqual(talk.of("keepTake"), [{ kind: "keepTake", clip: "greeting", language: "en" }]);
  assert.match(words(talk), /It is kept\. Callers hear it from now on\./);
  talk.keys("3");
  assert.deepEqual(talk.of("undoClip"), [{ kind: "undoClip", clip: "greeting", language: "en" }]);
  assert.match(words(talk), /Callers hear the one before again/);
});

test("a recording without a word, discarded, or cut off by a hang-up is not kept", () => {
  const silent = CallInBench.inside().keys("41").listens();
  silent.tell({ kind: "recordingStarted" });
  silent.tell({ kind: "recordingStopped", speechMs: 0 });
  assert.match(words(silent), /did not hear anything/);
  const discarded = CallInBench.inside().keys("44").listens();
  discarded.tell({ kind: "recordingStarted" });
  discarded.tell({ kind: "recordingStopped", speechMs: 900 });
  discarded.keys("0");
  assert.match(words(discarded), /Nothing has changed/);
  const gone = CallInBench.inside().keys("41").listens();
  gone.tell({ kind: "recordingStarted" });
  gone.tell({ kind: "farEndHungUp" });
  assert.equal(gone.of("stopRecording").length, 1);
  for (const talk of [silent, discarded, gone]) assert.deepEqual(talk.of("keepTake"), []);
});

test("a clinic of two languages is asked for which, each in its own voice", () => {
  const talk = CallInBench.inside(() => {}, { why: { kind: "callsIn", languages: ["en", "es"] } }).keys("41");
  assert.match(words(talk), /For English, press 1\. Para español, oprima 2\./);
  talk.keys("2").listens();
  talk.tell({ kind: "recordingStarted" });
  talk.keys("#");
  talk.tell({ kind: "recordingStopped", speechMs: 2_000 });
  talk.keys("1");
  assert.deepEqual(talk.of("keepTake"), [{ kind: "keepTake", clip: "greeting", language: "es" }]);
});

test("silence in the hall: asked again twice, then hung up; the longest talk ends by itself", () => {
  const talk = CallInBench.inside().listens() as CallInBench;
  for (let i = 0; i < 3; i += 1) talk.fires("answer").listens();
  assert.equal(talk.isOver, true);
  const long = CallInBench.inside();
  long.fires("limit");
  assert.match(words(long), /This call has to end now/);
  assert.equal(long.isOver, true);
});

test("a store that does not answer leaves nobody in silence", () => {
  for (const keys of ["1", "2", "3"]) {
    const talk = CallInBench.inside((bench) => {
      bench.lists = { open: OPEN, messages: MESSAGES };
    });
    talk.keys("0").listens();
    assert.notEqual(talk.heard, "");
    talk.store = "silent";
    talk.keys(keys).listens();
    if (talk.state.timers.includes("store")) talk.fires("store");
    assert.match(words(talk), /press/);
  }
});

test("no menu offers more than five keys, and every key that one offers does something", () => {
  const menus = ["hall-menu", "voice-menu", "voice-review"];
  for (const id of menus) {
    const offered = keysOffered(wordingOf(id, "en", { clinic: "Elm", emergencyNumber: "911" })!);
    assert.ok(offered.length <= 5, id);
    for (const language of promptLanguages)
      assert.deepEqual(keysOffered(wordingOf(id, language, { clinic: "Elm", emergencyNumber: "911" })!), offered);
  }
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: OPEN, messages: MESSAGES };
  });
  const spoken = words(talk);
  assert.ok(keysOffered(spoken.slice(spoken.lastIndexOf("<reason>"))).length <= 5);
});

test("who has it is looked at when it is told: a colleague may have been faster since the list was made", () => {
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: OPEN, messages: [] };
    bench.details = { ...DETAILS, alert: { state: "taken", takenBy: { id: "patel", name: "Dr. Patel" } } };
  });
  const told = words(talk);
  assert.match(told, /It is taken by Doctor Patel/);
  assert.doesNotMatch(told, /press 4/);
  talk.keys("4");
  assert.deepEqual(talk.acts, []);
});

test("a call that is one's own already is one's own", () => {
  const talk = CallInBench.inside((bench) => {
    bench.lists = { open: OPEN, messages: [] };
    bench.result = { kind: "other", by: { id: "chen", name: "Dr. Chen" } };
  });
  talk.keys("4");
  assert.match(words(talk), /You have taken this call.*If you have called back, press 6/s);
});
