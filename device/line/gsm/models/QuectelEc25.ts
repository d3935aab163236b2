/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { quectelSign } from "./callSigns.ts";
import type { GsmModel } from "./Model.ts";

/** Quectel EC25, EG25 and their like: voice as PCM on the NMEA port, or as a USB sound card. */
export const quectelEc25: GsmModel = {
  id: "ec25",
  name: "Quectel EC25",
  fingerprint: { manufacturer: /quectel/i, model: /^(?:\+CGMM: *)?E[CGP]\d\d/i },
  firmware: ({ revision }) => revision.replace(/^\+CGMR: */i, ""),
  init: [
    { text: 'AT+QURCCFG="urcport","usbat"', optional: true },
    { text: 'AT+QINDCFG="ccinfo",1,0', optional: true },
    { text: "AT^DSCI=1", optional: true }, // the same on older firmware
    { text: 'AT+QINDCFG="smsfull",1,0', optional: true },
    { text: 'AT+QINDCFG="csq",1,0', optional: true },
    { text: "AT+QTONEDET=1", optional: true }, // not kept over a reboot (EC25 manual 12.13)
    // Position text would mix into the sound: both use the NMEA port.
    { text: 'AT+QGPSCFG="outport","none"', optional: true },
    { text: "AT+QAUDMOD=3", optional: true },
    { text: "AT+CTZU=1", optional: true },
  ],
  voice: {
    open: { serial: ["AT+QPCMV=1,0"], alsa: ["AT+QPCMV=1,2"] },
    close: ["AT+QPCMV=0"],
    // Some EG25 firmware says OK and does nothing.
    readBack: { text: "AT+QPCMV?", prefix: "+QPCMV:", on: /^\+QPCMV: *1/ },
    retry: { every: Milliseconds(300), within: Seconds(12) },
    // Not +QHUP: an EP06 answered no calls any more after it (RoEdAl/asterisk-chan-quectel issue 3).
    hangUp: ["AT+CHUP", "ATH"],
    sendKey: (digit) => [`AT+VTS="${digit}"`, `AT+VTS=${digit}`, `AT+QVTS="${digit}"`],
  },
  unsolicited: ["^DSCI:", "+QTONEDET:", "+QPCMV:", "+QSIMSTAT:", "POWERED DOWN", "+QIURC:"],
  readSign: quectelSign,
  storageFull: /^\+QIND: *"smsfull"/,
  reset: { texts: ["AT+CFUN=1,1"], settle: Seconds(40) },
  iccid: ["AT+QCCID", "AT+CCID"],
  networkTime: ["AT+QLTS=1", "AT+CCLK?"],
  refuseWaiting: "AT+CHLD=0",
};
