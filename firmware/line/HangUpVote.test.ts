import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../time/Duration.ts";
import { type Doing, type HangUpEvent, step, stillThere } from "./HangUpVote.ts";

const rules = { longestSilence: Seconds(60), doubtful: new Set(["d"]), doubtfulWhileRecording: ["i"] };

const verdicts = (events: readonly HangUpEvent[]): string[] => {
  let state = stillThere;
  return events.flatMap((event) => {
    const [next, verdict] = step(state, event, rules);
    state = next;
    if (verdict === undefined) return [];
    return verdict.kind === "gone" ? [verdict.sign] : [`check ${verdict.code}`];
  });
};

const verdict = (events: readonly HangUpEvent[]): string | undefined =>
  verdicts(events).find((found) => !found.startsWith("check"));

const code = (atMs: number, letter: string, during: Doing = "listening"): HangUpEvent => ({
  kind: "modemEvent",
  atMs,
  code: letter,
  during,
});

const waits: HangUpEvent = { kind: "quietExpected", ms: 90_000 };
const silent = (ms: number): HangUpEvent => ({ kind: "silenceHeard", ms });

const cases: [why: string, events: HangUpEvent[], expected: string | undefined][] = [
  ["a broken loop ends the call at once", [code(0, "l")], "loop-break"],
  ["also while playing", [code(0, "l", "playing")], "loop-break"],
  ["one busy report may be a mistake", [code(0, "b")], undefined],
  ["busy, repeated every 4 s by Rockwell", [code(0, "b"), code(4_000, "b")], "busy"],
  ["busy while playing, repeated", [code(0, "b", "playing"), code(4_000, "b", "playing")], "busy"],
  ["fast busy, repeated", [code(0, "K"), code(4_000, "K")], "fast-busy"],
  ["dial tone, repeated every 3 s", [code(0, "d"), code(3_000, "d")], "dial-tone"],
  ["dial tone once only", [code(0, "d")], undefined],
  ["copies of one report are one report", [code(0, "d"), code(10, "d"), code(20, "d")], undefined],
  ["two reports far apart are two mistakes", [code(0, "b"), code(60_000, "b")], undefined],
  ["false dial tone while playing (old USR)", [0, 1, 2, 3, 4].map((s) => code(s * 1_000, "d", "playing")), undefined],
  ["false dial tone while recording", [code(0, "d", "recording"), code(3_000, "d", "recording")], undefined],
  ["a kind known for it", [code(0, "i", "recording"), code(3_000, "i", "recording")], undefined],
  ["busy while recording", [code(0, "b", "recording"), code(4_000, "b", "recording")], "busy"],
  ["… does not count for what comes after the prompt", [code(0, "d", "playing"), code(3_000, "d")], undefined],
  ["an honest report while playing does", [code(0, "i", "playing"), code(3_000, "i")], "dial-tone"],
  ["our own ears decide alone", [{ kind: "toneHeard", tone: "busy" }], "busy"],
  ["modem's silence reports alone mean nothing", [code(0, "s"), code(1_000, "s"), code(2_000, "q")], undefined],
  ["silence has its bound", [{ kind: "silenceHeard", ms: 60_000 }], "silence"],
  ["half of it when the modem hears silence too", [{ kind: "silenceHeard", ms: 30_000 }, code(0, "s")], "silence"],
  [
    "sound ends the silence",
    [{ kind: "silenceHeard", ms: 59_000 }, { kind: "soundHeard" }, { kind: "silenceHeard", ms: 59_000 }],
    undefined,
  ],
  [
    "a tone sounds too: it must not unsay the modem's report",
    [code(0, "b"), { kind: "soundHeard" }, code(4_000, "b")],
    "busy",
  ],
  ["a caller who was asked to wait may be silent", [waits, silent(149_999)], undefined],
  ["but not for ever", [waits, silent(150_000)], "silence"],
  [
    "nor does what was heard meanwhile take the time away",
    [waits, silent(20_000), { kind: "soundHeard" }, silent(149_999)],
    undefined,
  ],
  ["who presses a key is there", [code(0, "b"), { kind: "keyPressed" }, code(4_000, "b")], undefined],
  ["NO CARRIER", [{ kind: "noCarrier" }], "no-carrier"],
  ["the plug was pulled", [{ kind: "portGone" }], "port-gone"],
  ["no call is endless", [{ kind: "timeLimit" }], "time-limit"],
  [
    "handset, fax and call-waiting events end nothing",
    [..."HhpPtcmefaJvVwRru"].map((letter, at) => code(at * 1_000, letter)),
    undefined,
  ],
];

for (const [why, events, expected] of cases) {
  test(`hang-up: ${why}`, () => assert.equal(verdict(events), expected));
}

test("that somebody is gone is said once", () => {
  assert.deepEqual(verdicts([code(0, "l"), code(1, "l"), { kind: "timeLimit" }]), ["loop-break"]);
});

test("a tone reported while we play, and so are deaf, asks for a check; our ears then decide", () => {
  assert.deepEqual(verdicts([code(0, "b", "playing"), { kind: "toneHeard", tone: "busy" }]), ["check b", "busy"]);
});

test("a check that heard nothing wipes the report out", () => {
  assert.deepEqual(verdicts([code(0, "b", "playing"), { kind: "disproved" }, code(4_000, "b")]), ["check b"]);
});

test("no check for what is known to be said falsely, nor for what is no tone", () => {
  assert.deepEqual(verdicts([code(0, "d", "playing"), code(1, "s", "playing"), code(2, "u", "playing")]), []);
});
