import { DIALLED, table } from "../../../test/harness/cellularTable.ts";

table("a call that we make", [
  [
    "rings, is answered, and is hung up by the other side",
    [...DIALLED, "3000 alerting", "9000 active", "9300 list dialled-active", "20000 NO-CARRIER", "20100 list"],
    ["dial", "farEndRings", "farEndAnswered", "poll", "farEndGone no-carrier", "released"],
    "idle",
  ],
  [
    "is followed by the list alone where the modem says nothing",
    [...DIALLED, "2500 list dialled-alerting", "4500 list dialled-alerting", "6500 list dialled-active"],
    ["dial", "farEndRings", "farEndAnswered"],
    "up",
  ],
  [
    "is followed in the maker's words",
    [...DIALLED, "2500 says dialled-alerting", "4500 says dialled-active"],
    ["dial", "farEndRings", "farEndAnswered"],
    "up",
  ],
  ["is busy at once", ["0 dial", "2000 dialled busy"], ["dial", "notReached busy"], "idle"],
  ["is busy later", [...DIALLED, "3000 NO-CARRIER busy", "3100 list"], ["dial", "poll", "notReached busy"], "idle"],
  [
    "keeps the first reason",
    [...DIALLED, "3000 NO-CARRIER busy", "3010 NO-CARRIER", "3100 list"],
    ["dial", "poll", "poll", "notReached busy"],
    "idle",
  ],
  [
    "is not over by a false NO CARRIER",
    [...DIALLED, "3000 NO-CARRIER", "3100 list dialled-alerting", "6000 list dialled-active"],
    ["dial", "poll", "farEndRings", "farEndAnswered"],
    "up",
  ],
  [
    "may be listed a moment after the modem has taken the number",
    ["0 dial", "50 dialled ok", "350 list", "650 list dialled-dialling"],
    ["dial"],
    "dialling",
  ],
  [
    "that is not listed twice in a row came to nothing",
    ["0 dial", "50 dialled ok", "350 list", "650 list"],
    ["dial", "notReached failed"],
    "idle",
  ],
  [
    "whose OK got lost is found in the list",
    ["0 dial", "9000 dialled late", "9100 list dialled-alerting"],
    ["dial", "poll", "farEndRings"],
    "dialling",
  ],
  [
    "whose OK got lost is followed all the same",
    ["0 dial", "9000 dialled late", "9100 list ?", "11000 timer poll", "11100 list dialled-active"],
    ["dial", "poll", "poll", "farEndAnswered"],
    "up",
  ],
  [
    "that nobody answers is given up and proved",
    [...DIALLED, "30000 timer ringingOut", "30200 hangUpEnded", "30300 list"],
    ["dial", "notReached noAnswer", "hangUp", "poll"],
    "idle",
  ],
  [
    "that is called off is hung up",
    [...DIALLED, "3000 hangUpWanted", "3200 hangUpEnded", "3300 list"],
    ["dial", "notReached failed", "hangUp", "poll"],
    "idle",
  ],
  ["is lost with the modem", [...DIALLED, "3000 lost"], ["dial", "notReached failed"], "idle"],
  [
    "lets a caller who rings meanwhile hear engaged",
    [...DIALLED, "3000 ring", "3010 waiting", "3020 says incoming", "3030 says ended"],
    ["dial", "refuseWaiting", "refuseWaiting", "refuseWaiting"],
    "dialling",
  ],
  [
    "answered, is hung up by us",
    [...DIALLED, "3000 active", "5000 hangUpWanted", "5200 hangUpEnded", "5300 list"],
    ["dial", "farEndAnswered", "hangUp", "poll", "released"],
    "idle",
  ],
  [
    "answered before the modem's OK",
    ["0 dial", "100 active", "200 dialled ok", "500 list dialled-active"],
    ["dial", "farEndAnswered"],
    "up",
  ],
  ["is made one at a time", ["0 dial", "100 dial"], ["dial", "notReached failed"], "dialling"],
]);
