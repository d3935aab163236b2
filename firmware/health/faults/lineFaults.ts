import { Seconds } from "../../time/Duration.ts";
import { declareFault } from "./declare.ts";

const NOT_ANSWERED = "Calls on this line are not answered.";
/** FirstRing opens a port that comes back within seconds: an unplug that is mended at once calls for nobody. */
const A_MOMENT = Seconds(5);

/** 1xx: telephone lines, analog and cellular. */
export const lineFaults = [
  declareFault({
    code: "LINE_PORT_GONE",
    number: 101,
    title: "The telephone modem is not there",
    means: NOT_ANSWERED,
    cure: "Check the modem's USB plug; FirstRing takes it up again by itself.",
    over: "the telephone modem is there again",
    shownAfter: A_MOMENT,
  }),
  declareFault({
    code: "LINE_MODEM_UNKNOWN",
    number: 102,
    title: "The telephone modem could not be identified",
    means: NOT_ANSWERED,
    cure: "Use a modem from the list in the README, or name its model in the clinic file.",
    over: "the telephone modem is known",
    dependsOn: ["LINE_PORT_GONE", "LINE_MODEM_SILENT"],
  }),
  declareFault({
    code: "LINE_MODEM_NO_VOICE",
    number: 103,
    title: "The telephone modem cannot do voice",
    means: NOT_ANSWERED,
    cure: "A USR5637 needs firmware 1.2.23 or newer; otherwise use another modem.",
    over: "the telephone modem does voice",
    dependsOn: ["LINE_PORT_GONE", "LINE_MODEM_SILENT"],
  }),
  declareFault({
    code: "LINE_MODEM_SILENT",
    number: 104,
    title: "The telephone modem does not answer commands",
    means: NOT_ANSWERED,
    cure: "Unplug the modem for ten seconds and plug it in again.",
    over: "the telephone modem works again",
    dependsOn: ["LINE_PORT_GONE"],
    shownAfter: A_MOMENT,
  }),
  declareFault({
    code: "LINE_NOT_OFF_HOOK",
    number: 105,
    title: "The modem said it answered, but the line kept ringing",
    means: "The last caller was not answered.",
    cure: "Check the telephone cable between the modem and the wall.",
    over: "a call was answered again",
  }),
  declareFault({
    code: "LINE_STUCK_OFF_HOOK",
    number: 106,
    title: "The modem did not confirm hanging up",
    means: "The line may be busy for callers.",
    cure: "Unplug the modem for ten seconds and plug it in again.",
    over: "the telephone line is free",
    dependsOn: ["LINE_PORT_GONE"],
  }),
  declareFault({
    code: "LINE_NOT_ANSWERED",
    number: 107,
    title: "The modem did not take a call",
    means: "It was told to answer and did not confirm that it did: the last caller may not have been answered.",
    cure: "Unplug the modem for ten seconds and plug it in again; if it happens again, use another modem.",
    over: "a call was answered again",
  }),
  declareFault({
    code: "LINE_NO_VOICE_SERVICE",
    number: 108,
    title: "The cellular network offers no voice calls",
    means: "Calls to the SIM's number are not answered, because the network does not put them through.",
    cure: "Ask the SIM's provider for voice calls (VoLTE) for this modem, or move the antenna.",
    over: "the cellular network puts calls through again",
    dependsOn: ["SMS_MODEM_GONE", "SMS_MODEM_SILENT", "SMS_SIM_MISSING", "SMS_SIM_PIN", "SMS_SIM_PUK", "SMS_BARRED"],
  }),
  declareFault({
    code: "LINE_SMS_ONLY",
    number: 109,
    severity: "warning",
    title: "This cellular modem cannot do voice calls",
    means: "It sends and receives SMS; calls to its number are not answered.",
    cure: "For calls use a cellular modem from the list in the README; otherwise take `audio` out of this line in the clinic file.",
    over: "the cellular modem can do voice calls",
  }),
  declareFault({
    code: "LINE_NO_AUDIO",
    number: 110,
    title: "A call was answered without sound",
    means: "The caller heard nothing and was not heard; the call is kept as urgent.",
    cure: "Place a test call. If it stays silent, unplug the cellular modem for ten seconds; if that does not help, use another modem.",
    over: "calls have sound again",
  }),
  declareFault({
    code: "LINE_AUDIO_BAD",
    number: 111,
    severity: "warning",
    title: "The sound of a call was bad",
    means: "A recording may have gaps or noise in it.",
    cure: "Check the modem's power supply and its USB cable; place a test call and listen to the recording.",
    over: "the sound of calls is good again",
  }),
];
