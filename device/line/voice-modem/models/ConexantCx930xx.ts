/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { dottedVersion, type VoiceModemModel } from "./Model.ts";

/** Conexant CX93001, CX93010 and relatives: StarTech USB56KEMH2, Dell RD02-D400 and most no-name USB modems. */
export const conexantCx930xx: VoiceModemModel = {
  id: "cx930xx",
  name: "Conexant CX930xx",
  fingerprint: { ati3: /^CX930\d\d/ },
  firmware: (identity) => dottedVersion(identity.ati3.replace(/^CX930\d\d/, "")),
  // The Dell RD02-D400 has caller ID switched off at the factory and wants AT!4886=00 (callattendant issue 2). That writes
  // a setting of the country profile, so it is for the technician, once, and not for every start on every relative.
  init: [{ text: "AT+VCID=1" }],
  formats: ["u8", "ulaw", "alaw", "s8"],
  selectFormat: [(n) => `AT+VSM=${n},8000,0,0`, (n) => `AT+VSM=${n}`],
  levels: ["AT+VGT=128", "AT+VGR=128"],
  pickupCap: Milliseconds(3_400),
  pickupCapExtension: Seconds(1),
  doubtfulWhileRecording: [],
};
