/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { simcomSign } from "./callSigns.ts";
import type { GsmModel } from "./Model.ts";

/** SIMCom SIM7500/SIM7600 (AT Command Manual V1.12): voice as PCM on a serial port of its own. */
export const sim7600: GsmModel = {
  id: "sim7600",
  name: "SIMCom SIM7600",
  fingerprint: { model: /SIM7[56]\d\d/i },
  firmware: ({ revision }) => revision.replace(/^\+CGMR: */i, ""),
  init: [
    { text: "AT+CLCC=1", optional: true }, // tells every change of a call, §6.7
    { text: "AT+DDET=1", optional: true }, // keys as +RXDTMF
    // A VoLTE call streams 16 kHz unless told otherwise, §6.47; neither setting outlives a reboot.
    { text: "AT+CPCMBANDWIDTH=1,1", optional: true },
    { text: "AT+CPCMFRM=0", optional: true },
    { text: "AT+AUTOCSQ=1,1", optional: true },
    { text: "AT+CNSMOD=1", optional: true },
    { text: "AT+CTZU=1", optional: true },
  ],
  voice: {
    open: { serial: ["AT+CPCMREG=1"] },
    // The second field belongs to mode 0 (§6.26); SIM7600G-H V2 refuses the short form, older firmware the long one.
    close: ["AT+CPCMREG=0,1", "AT+CPCMREG=0"],
    readBack: { text: "AT+CPCMREG?", prefix: "+CPCMREG:", on: /^\+CPCMREG: *1/ },
    // Accepted in a call only, after a delay that varies: peers wait from 100 ms to 12 s.
    retry: { every: Milliseconds(250), within: Seconds(12) },
    hangUp: ["AT+CHUP", "ATH"],
    sendKey: (digit) => [`AT+VTS=${digit}`, `AT+VTS="${digit}"`],
  },
  unsolicited: ["+RXDTMF:", "+DTMF:", "+CPSI:", "+SMS FULL", "*ATREADY:", "+CPCMREG:", "AUDIO"],
  readSign: simcomSign,
  storageFull: /^\+SMS FULL/,
  reset: { texts: ["AT+CRESET"], settle: Seconds(40) },
  iccid: ["AT+CICCID", "AT+CCID"],
  networkTime: ["AT+CCLK?"],
  refuseWaiting: "AT+CHLD=0",
};
