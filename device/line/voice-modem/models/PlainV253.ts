/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { dottedVersion, type VoiceModemModel } from "./Model.ts";

/** Any modem that has class 8 and +VLS, taken at its word: what ITU-T V.253 says and nothing else. */
export const plainV253: VoiceModemModel = {
  id: "v253",
  name: "V.253 voice modem",
  fingerprint: {},
  firmware: (identity) => dottedVersion(identity.ati3),
  init: [{ text: "AT+VCID=1", optional: true }],
  formats: ["u8", "ulaw", "alaw", "s8"],
  selectFormat: [(n) => `AT+VSM=${n},8000`, (n) => `AT+VSM=${n},8000,0,0`, (n) => `AT+VSM=${n}`],
  levels: ["AT+VGT=128", "AT+VGR=128"],
  // Where RING is printed within the burst is not known. At its end (2 s), 3.4 s later and the commands is 5.5 s after the
  // ring began: before the second ring at 6 s.
  pickupCap: Milliseconds(3_400),
  pickupCapExtension: Seconds(1),
  doubtfulWhileRecording: [],
};
