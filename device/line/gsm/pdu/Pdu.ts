/* @pure */
/**
 * Short messages as octets: 3GPP TS 23.040 (the PDUs), 23.038 (their alphabets), 27.005 (how a modem shows them).
 *
 *     encodeSubmit({ to: "+13125550101", text: "…" }).pdus   each: AT+CMGS=<tpduOctets>, then hex, then 0x1A
 *     decodePdu("07911326040000F0…")                          deliver | statusReport | submit | error
 *
 * Both are total: no input makes them throw.
 */
export { dialable } from "./address.ts";
export type { WaitingKind } from "./dataCoding.ts";
export type { DecodedDeliver, DecodedPdu, DecodedStatusReport, DecodedSubmit, DeliveryOutcome } from "./decodePdu.ts";
export { decodePdu, deliveryOutcome } from "./decodePdu.ts";
export type { DeliverRequest, EncodedMessage, EncodedPart, StatusReportRequest, SubmitRequest } from "./encodePdu.ts";
export { encodeDeliver, encodeStatusReport, encodeSubmit } from "./encodePdu.ts";
export { isGsm7 } from "./gsm7.ts";
export type { NationalTables } from "./national/languages.ts";
export { toPlainGsm7 } from "./plainText.ts";
export type { PduTime } from "./timestamp.ts";
export { fromEpochMs, toEpochMs } from "./timestamp.ts";
export type { Concatenation } from "./userData.ts";
export type { Validity } from "./validity.ts";
