import assert from "node:assert/strict";
import { test } from "node:test";
import { timersAfter } from "../../../test/harness/cellularScript.ts";
import { ANSWERED, ANSWERED_SAYS, DIALLED, table } from "../../../test/harness/cellularTable.ts";

table("a ring", [
  ["is answered at once, the number is not waited for", ["0 ring"], ["rang 1", "answer"], "answering"],
  ["told three ways is one ring", ["0 ring@3", "10 ring@3", "900 ring@3"], ["rang 1"], "ringing"],
  [
    "is answered at the third where the clinic wants it so",
    ["0 ring@3", "5000 ring@3", "10000 ring@3"],
    ["rang 1", "rang 2", "rang 3", "answer"],
    "answering",
  ],
  [
    "is never answered in the front desk's own hours",
    ["0 ring-never", "5000 ring-never"],
    ["rang 1", "rang 2"],
    "ringing",
  ],
  [
    "is answered when the hours end while it rings",
    ["0 ring-never", "5000 ring"],
    ["rang 1", "rang 2", "answer"],
    "answering",
  ],
  [
    "names its caller once, however often +CLIP comes",
    ["0 ring@9", "50 clip", "5000 ring@9", "5050 clip"],
    ["rang 1", "callerIdentified number", "rang 2"],
    "ringing",
  ],
  [
    "names its caller from the list when no +CLIP came",
    ["0 ring@9", "8000 timer ringingStops", "8100 list incoming!"],
    ["rang 1", "poll", "callerIdentified number"],
    "ringing",
  ],
  [
    "names its caller in the maker's words",
    ["0 ring@9", "20 says incoming!"],
    ["rang 1", "callerIdentified number"],
    "ringing",
  ],
  ["is withheld", ["0 ring@9", "50 clip withheld"], ["rang 1", "callerIdentified withheld"], "ringing"],
  [
    "that stops is told, when the list agrees",
    ["0 ring-never", "8000 timer ringingStops", "8100 list"],
    ["rang 1", "poll", "ringingStopped after 1"],
    "idle",
  ],
  [
    "goes on when only a RING got lost",
    ["0 ring-never", "8000 timer ringingStops", "8100 list incoming", "9000 ring-never"],
    ["rang 1", "poll", "rang 2"],
    "ringing",
  ],
  [
    "is kept while the modem does not answer the question",
    ["0 ring-never", "8000 timer ringingStops", "8100 list ?"],
    ["rang 1", "poll"],
    "ringing",
  ],
  [
    "is over at NO CARRIER, when the list agrees",
    ["0 ring-never", "3000 NO-CARRIER", "3100 list"],
    ["rang 1", "poll", "ringingStopped after 1"],
    "idle",
  ],
  [
    "is not over at a NO CARRIER of something else",
    ["0 ring-never", "3000 NO-CARRIER", "3100 list incoming"],
    ["rang 1", "poll"],
    "ringing",
  ],
  ["is over when the modem goes", ["0 ring-never", "3000 lost"], ["rang 1", "ringingStopped after 1"], "idle"],
  [
    "is not disturbed by what belongs to a call",
    ["0 ring-never", "1 hangUpWanted", "2 audioStopped", "3 audioFlows", "4 key 5", "5 ata ok", "6 dialled ok"],
    ["rang 1"],
    "ringing",
  ],
  ["makes a doctor's call wait", ["0 ring-never", "100 dial"], ["rang 1", "notReached failed"], "ringing"],
]);

table("a call that the modem holds when it comes into service", [
  [
    "is nobody's any more: it is let go, so that others find the line free",
    ["0 inService", "100 list active", "200 hangUpEnded", "300 list"],
    ["poll", "hangUp", "poll"],
    "idle",
  ],
  [
    "is looked for again while the modem does not answer, but not for ever",
    ["0 inService", "100 list ?", "200 list ?", "300 list ?", "400 list active"],
    ["poll", "poll", "poll"],
    "idle",
  ],
  [
    "is not one that only rings",
    ["0 inService", "100 list incoming", "900 ring"],
    ["poll", "rang 1", "answer"],
    "answering",
  ],
  ["is not looked for once the list was empty", ["0 inService", "100 list", "200 list active"], ["poll"], "idle"],
  ["is ours when it was not away for us", [...ANSWERED, "5000 inService"], ANSWERED_SAYS, "up"],
]);

table("a RING in the last moment of a call", [
  [
    "is the next caller's when the call turns out to be over, and he does not wait for a second one",
    [...ANSWERED, "5000 ring", "5050 list incoming!", "5350 list incoming!", "5400 list incoming!"],
    [
      ...[...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "released", "poll"],
      ...["rang 1", "callerIdentified number", "answer"],
    ],
    "answering",
  ],
  [
    "is a second caller's when the call goes on",
    [...ANSWERED, "5000 ring", "5050 list active,waiting", "9000 list", "9300 list"],
    [...ANSWERED_SAYS, "poll", "refuseWaiting", "farEndGone no-carrier", "released"],
    "idle",
  ],
  [
    "is not forgotten while we hang up",
    [...ANSWERED, "5000 ring", "5010 hangUpWanted", "5100 hangUpEnded", "5200 list incoming", "5300 list incoming"],
    [...ANSWERED_SAYS, "poll", "hangUp", "poll", "released", "poll", "rang 1", "answer"],
    "answering",
  ],
]);

table("a RING right after a call", [
  [
    "may be the old one's: the list is asked",
    [...ANSWERED, "5000 lost", "5400 ring"],
    [...ANSWERED_SAYS, "farEndGone port-gone", "released", "poll"],
    "idle",
  ],
  [
    "is the old one's when nothing is listed",
    ["0 ring-never", "1 lost", "500 ring", "600 list"],
    ["rang 1", "ringingStopped after 1", "poll"],
    "idle",
  ],
  [
    "is a new caller's when it is listed, and he is answered at once",
    ["0 ring-never", "1 lost", "500 ring", "600 list incoming!"],
    ["rang 1", "ringingStopped after 1", "poll", "rang 1", "callerIdentified number", "answer"],
    "answering",
  ],
  [
    "counts for nothing when the modem does not say; the next one will",
    ["0 ring-never", "1 lost", "500 ring", "600 list ?", "5500 ring"],
    ["rang 1", "ringingStopped after 1", "poll", "rang 1", "answer"],
    "answering",
  ],
  [
    "is not looked into any more on another modem",
    ["0 ring-never", "1 lost", "500 ring", "501 lost", "60000 list incoming"],
    ["rang 1", "ringingStopped after 1", "poll"],
    "idle",
  ],
  [
    "a second later is a new call",
    ["0 ring-never", "1 lost", "1100 ring"],
    ["rang 1", "ringingStopped after 1", "rang 1", "answer"],
    "answering",
  ],
]);

table("an answer", [
  ["is told when the modem says OK", ["0 ring", "900 ata ok"], ANSWERED_SAYS, "up"],
  [
    "carries the number that came meanwhile",
    ["0 ring", "50 clip", "900 ata ok"],
    ["rang 1", "answer", "callerIdentified number", "answered number"],
    "up",
  ],
  [
    "counts the rings that go on meanwhile",
    ["0 ring", "800 ring", "5000 ring", "5200 ata ok"],
    ["rang 1", "answer", "rang 2", "answered none"],
    "up",
  ],
  [
    "comes too late for the caller",
    ["0 ring", "900 ata noCarrier"],
    ["rang 1", "answer", "ringingStopped after 1"],
    "idle",
  ],
  [
    "that is refused gets another chance at the next ring",
    ["0 ring", "90 ata refused", "150 list incoming", "5000 ring"],
    ["rang 1", "answer", "poll", "rang 2", "answer"],
    "answering",
  ],
  [
    "that is refused because nobody rings any more is no call",
    ["0 ring", "90 ata refused", "150 list"],
    ["rang 1", "answer", "poll", "ringingStopped after 1"],
    "idle",
  ],
  [
    "whose OK got lost is found in the list",
    ["0 ring", "9000 ata late", "9100 list active!"],
    ["rang 1", "answer", "poll", "callerIdentified number", "answered number"],
    "up",
  ],
  [
    "that got lost itself is given again",
    ["0 ring", "9000 ata late", "9100 list incoming"],
    ["rang 1", "answer", "poll", "answer"],
    "answering",
  ],
  [
    "that nobody waited for",
    ["0 ring", "9000 ata late", "9100 list"],
    ["rang 1", "answer", "poll", "ringingStopped after 1"],
    "idle",
  ],
  [
    "of a call that the list shows as ended is none",
    ["0 ring", "9000 ata late", "9100 list ended"],
    ["rang 1", "answer", "poll", "ringingStopped after 1"],
    "idle",
  ],
  [
    "of which the modem knows nothing waits for the next ring",
    ["0 ring", "9000 ata late", "9100 list ?", "10000 ring"],
    ["rang 1", "answer", "poll", "rang 2", "answer"],
    "answering",
  ],
  [
    "whose OK and list both got lost is found by the next list",
    ["0 ring", "9000 ata late", "9100 list ?", "10100 timer ringingStops", "10200 list active!"],
    ["rang 1", "answer", "poll", "poll", "callerIdentified number", "answered number"],
    "up",
  ],
  [
    "is not given twice because of a list from before it",
    ["0 ring-never", "4000 NO-CARRIER", "5000 ring", "5100 list incoming", "5900 ata ok"],
    ["rang 1", "poll", "rang 2", "answer", "answered none"],
    "up",
  ],
  ["goes down with the modem", ["0 ring", "500 lost"], ["rang 1", "answer", "ringingStopped after 1"], "idle"],
]);

table("a call that is up", [
  [
    "ends when the modem says so and the list agrees",
    [...ANSWERED, "5000 NO-CARRIER", "5100 list"],
    [...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "released"],
    "idle",
  ],
  [
    "does not end by an indication that the list denies",
    [...ANSWERED, "5000 NO-CARRIER", "5100 list active", "7000 list active"],
    [...ANSWERED_SAYS, "poll"],
    "up",
  ],
  [
    "does not end by two false indications, each denied",
    [...ANSWERED, "5000 NO-CARRIER", "5100 list active", "6000 NO-CARRIER", "6100 list active"],
    [...ANSWERED_SAYS, "poll", "poll"],
    "up",
  ],
  [
    "ends without a word when the list lacks it twice in a row",
    [...ANSWERED, "3000 list", "3300 list"],
    [...ANSWERED_SAYS, "farEndGone no-carrier", "released"],
    "idle",
  ],
  [
    "does not end when the list lacks it once",
    [...ANSWERED, "3000 list", "3300 list active", "5000 list"],
    ANSWERED_SAYS,
    "up",
  ],
  [
    "ends when the sound stops and the list lacks it",
    [...ANSWERED, "3000 audioStopped", "3100 list"],
    [...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "released"],
    "idle",
  ],
  [
    "does not end because the sound stops",
    [...ANSWERED, "3000 audioStopped", "3100 list active", "5000 list active"],
    [...ANSWERED_SAYS, "poll"],
    "up",
  ],
  [
    "is hung up when the sound stopped and the modem says it is over, while the list cannot be had",
    [...ANSWERED, "3000 audioStopped", "3100 list ?", "3200 NO-CARRIER"],
    [...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "hangUp"],
    "ending",
  ],
  [
    "is hung up when a list denied the end and the sound stops soon after: the list is stale",
    [...ANSWERED, "3000 NO-CARRIER", "3100 list active", "4500 audioStopped"],
    [...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "hangUp"],
    "ending",
  ],
  [
    "is not hung up when the sound stops long after an end that the list denied",
    [...ANSWERED, "3000 NO-CARRIER", "3100 list active", "9000 audioStopped"],
    [...ANSWERED_SAYS, "poll", "poll"],
    "up",
  ],
  [
    "goes on when the sound comes back",
    [...ANSWERED, "3000 audioStopped", "3500 audioFlows", "4000 NO-CARRIER"],
    [...ANSWERED_SAYS, "poll", "poll"],
    "up",
  ],
  [
    "told as ended in the maker's words and by the list",
    [...ANSWERED, "5000 says ended", "5100 list ended"],
    [...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "released"],
    "idle",
  ],
  [
    "is not ended by another call's end",
    [...ANSWERED, "5000 says dialled-ended", "5100 list active"],
    ANSWERED_SAYS,
    "up",
  ],
  [
    "gets its number from the list",
    [...ANSWERED, "3000 list active!"],
    [...ANSWERED_SAYS, "callerIdentified number"],
    "up",
  ],
  [
    "gets its number from a late +CLIP",
    [...ANSWERED, "1500 clip"],
    [...ANSWERED_SAYS, "callerIdentified number"],
    "up",
  ],
  ["does not take a waiting caller's +CLIP for its own", [...ANSWERED, "9000 clip"], ANSWERED_SAYS, "up"],
  [
    "is still ours while the network carries the answer through",
    ["0 ring", "100 ata ok", "400 list incoming", "700 list incoming", "1000 list active"],
    ANSWERED_SAYS,
    "up",
  ],
  ["ends with the modem", [...ANSWERED, "5000 lost"], [...ANSWERED_SAYS, "farEndGone port-gone", "released"], "idle"],
  [
    "ends when fifteen questions in a row get no answer",
    [...ANSWERED, ...Array.from({ length: 15 }, (_, i) => `${3000 + 2000 * i} list ?`)],
    [...ANSWERED_SAYS, "farEndGone port-gone", "released"],
    "idle",
  ],
  [
    "outlives fourteen",
    [
      ...ANSWERED,
      ...Array.from({ length: 14 }, (_, i) => `${3000 + 2000 * i} list ?`),
      "40000 list active",
      "42000 list ?",
    ],
    ANSWERED_SAYS,
    "up",
  ],
  [
    "lets a second caller hear engaged",
    [...ANSWERED, "5000 waiting", "5100 list active,waiting"],
    [...ANSWERED_SAYS, "poll", "refuseWaiting"],
    "up",
  ],
  [
    "lets him hear it also when only RING tells of him",
    [...ANSWERED, "5000 ring", "5100 list active,incoming"],
    [...ANSWERED_SAYS, "poll", "refuseWaiting"],
    "up",
  ],
  [
    "does not go on for a caller who rings after its end",
    [...ANSWERED, "5000 NO-CARRIER", "5100 list incoming!"],
    [...ANSWERED_SAYS, "poll", "farEndGone no-carrier", "released"],
    "idle",
  ],
  ["makes a doctor's call wait", [...ANSWERED, "5000 dial"], [...ANSWERED_SAYS, "notReached failed"], "up"],
  [
    "asks the list every two seconds",
    [...ANSWERED, "2900 timer poll", "3000 list active", "4900 timer poll"],
    [...ANSWERED_SAYS, "poll", "poll"],
    "up",
  ],
]);

table("hanging up", [
  [
    "is over when the list proves it",
    [...ANSWERED, "5000 hangUpWanted", "5200 hangUpEnded", "5300 list"],
    [...ANSWERED_SAYS, "hangUp", "poll", "released"],
    "idle",
  ],
  [
    "is not over by the modem's word alone",
    [...ANSWERED, "5000 hangUpWanted", "5100 NO-CARRIER", "5200 hangUpEnded"],
    [...ANSWERED_SAYS, "hangUp", "poll"],
    "ending",
  ],
  [
    "is done again when the list still shows the call",
    [
      ...ANSWERED,
      "5000 hangUpWanted",
      "5200 hangUpEnded",
      "5300 list active",
      "5600 timer pollSoon",
      "5800 hangUpEnded",
      "5900 list",
    ],
    [...ANSWERED_SAYS, "hangUp", "poll", "hangUp", "poll", "released"],
    "idle",
  ],
  [
    "three times for nothing is told as stuck, and the line is free",
    [
      ...ANSWERED,
      "5000 hangUpWanted",
      ...[5, 6, 7].flatMap((s) => [
        `${s}200 hangUpEnded`,
        `${s}300 list active`,
        ...(s < 7 ? [`${s}600 timer pollSoon`] : []),
      ]),
    ],
    [...ANSWERED_SAYS, "hangUp", "poll", "hangUp", "poll", "hangUp", "poll", "released", "stuck"],
    "idle",
  ],
  [
    "is not done again because of a list from before it",
    [...ANSWERED, "5000 hangUpWanted", "5010 list active", "5200 hangUpEnded", "5300 list"],
    [...ANSWERED_SAYS, "hangUp", "poll", "released"],
    "idle",
  ],
  [
    "wanted twice is done once",
    [...ANSWERED, "5000 hangUpWanted", "5001 hangUpWanted"],
    [...ANSWERED_SAYS, "hangUp"],
    "ending",
  ],
  [
    "of a call by whose end the next caller rings: that one is answered at this ring, not at its second",
    [...ANSWERED, "5000 hangUpWanted", "5050 ring", "5200 hangUpEnded", "5300 list incoming", "5350 list incoming!"],
    [...ANSWERED_SAYS, "hangUp", "poll", "released", "poll", "rang 1", "callerIdentified number", "answer"],
    "answering",
  ],
  [
    "of a call whose own last ring came late: nobody is answered",
    [...ANSWERED, "5000 hangUpWanted", "5050 ring", "5200 hangUpEnded", "5300 list", "5350 list"],
    [...ANSWERED_SAYS, "hangUp", "poll", "released", "poll"],
    "idle",
  ],
  [
    "is over although the next caller rings already",
    [...ANSWERED, "5000 hangUpWanted", "5200 hangUpEnded", "5300 list incoming"],
    [...ANSWERED_SAYS, "hangUp", "poll", "released"],
    "idle",
  ],
  [
    "is over when the modem goes",
    [...ANSWERED, "5000 hangUpWanted", "5100 lost"],
    [...ANSWERED_SAYS, "hangUp", "released"],
    "idle",
  ],
  [
    "without an answer from the list is asked for again, and never hits the next caller",
    [...ANSWERED, "5000 hangUpWanted", "5200 hangUpEnded", "5300 list ?", "5600 timer pollSoon", "5700 list incoming"],
    [...ANSWERED_SAYS, "hangUp", "poll", "poll", "released"],
    "idle",
  ],
  [
    "wanted when there is no call is nothing",
    [
      "0 hangUpWanted",
      "1 hangUpEnded",
      "2 NO-CARRIER",
      "3 list",
      "4 timer poll",
      "5 audioStopped",
      "6 ata ok",
      "7 dialled ok",
    ],
    [],
    "idle",
  ],
]);

test("a call is watched by its timers, and nothing is left of them when it is over", () => {
  assert.deepEqual(timersAfter(["0 ring-never"]), { ringingStops: 8_000 });
  assert.deepEqual(timersAfter(["0 ring", "900 ata ok"]), { pollSoon: 300, poll: 2_000 });
  assert.deepEqual(timersAfter([...ANSWERED, "2900 timer poll"]), { pollSoon: 300, poll: 2_000 });
  assert.deepEqual(timersAfter([...ANSWERED, "5000 list"]), { pollSoon: 300, poll: 2_000 });
  assert.deepEqual(timersAfter([...ANSWERED, "5000 hangUpWanted"]), {}, "no second hang-up may hit the next caller");
  assert.deepEqual(timersAfter([...ANSWERED, "5000 NO-CARRIER", "5100 list"]), {});
  assert.deepEqual(timersAfter(["0 dial"]), { ringingOut: 30_000 });
  assert.deepEqual(timersAfter(["0 dial", "200 dialled ok"]), { ringingOut: 30_000, poll: 300 });
  assert.deepEqual(timersAfter(["0 dial", "9000 dialled late"]), { ringingOut: 30_000, poll: 2_000 });
  assert.deepEqual(timersAfter([...DIALLED, "3000 active"]), { poll: 2_000, pollSoon: 300 });
  assert.deepEqual(timersAfter([...DIALLED, "30000 timer ringingOut"]), {});
});
