/* @pure */
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { huaweiSign } from "./callSigns.ts";
import type { GsmModel } from "./Model.ts";

/** Huawei E173, E1750 and their like, voice unlocked: PCM on a serial port; keys mostly by our own ears. */
export const huawei: GsmModel = {
  id: "huawei",
  name: "Huawei E173",
  fingerprint: { manufacturer: /huawei/i },
  firmware: ({ revision }) => revision.replace(/^\+CGMR: */i, ""),
  init: [
    { text: "AT^CVOICE?", optional: true },
    { text: "AT^DDTMFCFG=0,1", optional: true }, // only newer ones know it
    { text: "AT+CTZU=1", optional: true },
  ],
  voice: {
    open: { serial: ["AT^DDSETEX=2"] },
    // It ends with the call.
    close: [],
    retry: { every: Milliseconds(300), within: Seconds(12) },
    hangUp: ["AT+CHUP", "ATH"],
    // It knows the digits and the two signs, no A to D.
    sendKey: (digit, call) => [`AT^DTMF=${call},${digit}`],
  },
  unsolicited: ["^DDTMF:", "^RSSILVL:", "^SIMSWAP", "^THERM:", "^DSFLOWRPT:", "^CSNR:", "^STIN:", "^NWTIME:"],
  readSign: huaweiSign,
  storageFull: /^\^SMMEMFULL/,
  reset: { texts: ["AT^RESET", "AT+CFUN=1,1"], settle: Seconds(40) },
  iccid: ["AT^ICCID?", "AT+CCID"],
  networkTime: ["AT^NWTIME?", "AT+CCLK?"],
  // Call-waiting commands have made sticks useless (bg111 issues 132, 244), and CHLD=1x kills a call: left alone.
};
