/* @pure */
import { Seconds } from "../../../../firmware/time/Duration.ts";
import type { GsmModel } from "./Model.ts";

/** Any modem with 3GPP TS 27.005 in PDU mode. Where its sound comes out nobody knows: it pages, and answers no calls. */
export const plain27007: GsmModel = {
  id: "27007",
  name: "plain 27.007",
  fingerprint: {},
  firmware: ({ revision }) => revision.replace(/^(?:\+CGMR|Revision): */i, ""),
  init: [{ text: "AT+CTZU=1", optional: true }],
  unsolicited: [],
  readSign: () => undefined,
  reset: { texts: ["AT+CFUN=1,1"], settle: Seconds(40) },
  iccid: ["AT+CCID"],
  networkTime: ["AT+CCLK?"],
};
