/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { dottedVersion, type VoiceModemModel } from "./Model.ts";

/**
 * Rockwell and its later names with V.253 commands: HCF/ACF chips (Zoom 3095, MultiTech). They answer ATI0 with 56000 as
 * Conexant's do, report keys without a frame, and repeat busy every 4 s, dial tone every 3 s. Their ancestors with the
 * `#` commands speak only ADPCM at 7200 Hz and are refused when class 8 is proved.
 */
export const rockwell: VoiceModemModel = {
  id: "rockwell",
  name: "Rockwell family",
  fingerprint: { ati0: /^(56000|33600)$/ },
  firmware: (identity) => dottedVersion(identity.ati3),
  init: [{ text: "AT+VCID=1" }],
  formats: ["u8", "ulaw", "alaw", "s8"],
  selectFormat: [(n) => `AT+VSM=${n},8000,0,0`, (n) => `AT+VSM=${n},8000`, (n) => `AT+VSM=${n}`],
  levels: ["AT+VGT=128", "AT+VGR=128"],
  pickupCap: Milliseconds(3_400),
  pickupCapExtension: Seconds(1),
  doubtfulWhileRecording: [],
};
