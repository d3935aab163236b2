/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { dottedVersion, type VoiceModemModel } from "./Model.ts";

/** U.S. Robotics USR5637, 56K USB. Older tools take its 5601 for a Sportster and its `#` commands; it speaks V.253. */
export const usrUsb: VoiceModemModel = {
  id: "usr5637",
  name: "U.S. Robotics USR5637",
  fingerprint: { ati0: /^5601$/ },
  firmware: (identity) => dottedVersion(identity.ati3.replace(/^.*?\bV(?=\d)/i, "")),
  // Below it, +VLS=1 does not go off-hook or class 8 is missing (NCID; callattendant issue 163).
  oldestFirmware: "1.2.23",
  init: [{ text: "AT+VCID=1" }],
  formats: ["u8", "ulaw", "alaw"],
  // Its table gives the rates in brackets: one of them must be named.
  selectFormat: [(n) => `AT+VSM=${n},8000`],
  // Nominal; only 121 to 134 have any effect here (CallAttendantNext, quoting the manual).
  levels: ["AT+VGT=128", "AT+VGR=128"],
  // Peers hear its caller ID within 3.5 s of RING. Safe even if RING is printed at the burst's end (see PlainV253.ts).
  pickupCap: Milliseconds(3_400),
  pickupCapExtension: Seconds(1),
  // Its predecessors report dial tone while they record (mgetty US_Robotics.c); not refuted for this one.
  doubtfulWhileRecording: ["d"],
};
