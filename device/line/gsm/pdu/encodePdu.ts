/* @pure */
import { detail } from "../../../../firmware/health/details/detailWords.ts";
import { dialable, writeAddress, writeServiceCentre } from "./address.ts";
import { withClass } from "./dataCoding.ts";
import type { NationalTables } from "./national/languages.ts";
import { toHex } from "./octets.ts";
import { type Alphabet, cheapestCoding, dcsOf, type Segment, segmentText, type TextCoding } from "./segment.ts";
import { type PduTime, writeTime } from "./timestamp.ts";
import { writeValidityPeriod } from "./validity.ts";

/** One part, ready for the wire. */
export interface EncodedPart {
  /** Service-centre part included, upper-case hex, without the closing 0x1A. */
  readonly hex: string;
  /** What `AT+CMGS=` wants: octets without the service-centre part. */
  readonly tpduOctets: number;
  readonly part: number;
  readonly total: number;
}

/** `pdus` is empty only when the message cannot be sent at all, and then `why` says it. */
export interface EncodedMessage {
  readonly alphabet: TextCoding["alphabet"];
  /** Present only where `nationalTables` were allowed and made the message shorter. */
  readonly tables?: NationalTables;
  readonly pdus: readonly EncodedPart[];
  readonly why?: string;
}

/** What SUBMIT and DELIVER have in common. */
interface TextRequest {
  readonly text: string;
  /** Ties the parts together (0-65535; above 255 it takes 16 bits). Give each message another one. Without it, one
   *  is made from the text. The modem puts its own number into TP-MR: take that from `+CMGS`. */
  readonly reference?: number;
  /** UCS-2 even where GSM-7 would do, as some phones send it; or the text's Latin-1 as 8-bit data. */
  readonly alphabet?: Alphabet | "octets";
  /**
   * May use the national tables of 3GPP TS 23.038 Annex A instead of UCS-2 where that saves a part. Off unless asked
   * for: a phone that does not know them shows wrong letters without a word of warning, and a page must be readable
   * on whatever a doctor carries.
   */
  readonly nationalTables?: boolean;
  /** 0 is a "flash" message, never to be the only alert: many phones neither store nor sound it. */
  readonly messageClass?: 0 | 1 | 2 | 3;
  /** Without it, `00`: the SIM's own. */
  readonly serviceCentre?: string;
}

export interface SubmitRequest extends TextRequest {
  /** `+…` is sent as an international number, anything else as unknown; spaces, dashes and brackets are left out. */
  readonly to: string;
  /** Ask for a delivery report of each part (TP-SRR). */
  readonly statusReport?: boolean;
  /** How long the centre may keep trying, rounded up to what TP-VP can say; without it, the network's own. */
  readonly validityMinutes?: number;
  /** The same as an instant. Goes before `validityMinutes`; it depends on the centre's clock being right. */
  readonly validUntil?: PduTime;
}

const MTI_SUBMIT = 0x01;
const STATUS_REPORT_WANTED = 0x20;
const HAS_HEADER = 0x40;
const MTI_STATUS_REPORT = 0x02;
/** TP-MMS: no more messages are waiting. The bit is inverted in the standard. */
const NO_MORE_MESSAGES = 0x04;

const encodedPart = (tpdu: readonly number[], part: number, total: number, centre?: string): EncodedPart => ({
  hex: toHex([...writeServiceCentre(centre), ...tpdu]),
  tpduOctets: tpdu.length,
  part,
  total,
});

/** Small and even, so that two texts sent one after the other rarely share a reference. */
function referenceFrom(text: string): number {
  let sum = 7;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) & 0xff;
  return sum;
}

const wholeReference = (request: { reference?: number; text: string }): number =>
  request.reference !== undefined && Number.isFinite(request.reference)
    ? Math.abs(Math.trunc(request.reference)) & 0xffff
    : referenceFrom(request.text);

const codingOf = (request: TextRequest): TextCoding =>
  request.alphabet === "ucs2" || request.alphabet === "octets"
    ? { alphabet: request.alphabet }
    : cheapestCoding(request.text, wholeReference(request), request.nationalTables);

/** Parts of a text, each with `head` (the TPDU up to TP-UDL, but for the bit that says it has a header). */
function encodeText(request: TextRequest, head: (dcs: number) => readonly number[]): EncodedMessage {
  const reference = wholeReference(request);
  const coding = codingOf(request);
  const segments = segmentText(request.text, coding, reference);
  if (segments === undefined) return { ...coding, pdus: [], why: detail.tooManyParts() };
  const [flags, ...rest] = head(withClass(dcsOf(coding.alphabet), request.messageClass));
  const tpdu = ({ hasHeader, userData }: Segment): number[] => [
    flags! | (hasHeader ? HAS_HEADER : 0),
    ...rest,
    ...userData,
  ];
  const pdus = segments.map((one) => encodedPart(tpdu(one), one.part, one.total, request.serviceCentre));
  return { ...coding, pdus };
}

/** SMS-SUBMIT, 3GPP TS 23.040 §9.2.2.2. Total: what cannot be sent comes back as no parts and `why`. */
export function encodeSubmit(request: SubmitRequest): EncodedMessage {
  if (dialable(request.to) === undefined) {
    return { ...codingOf(request), pdus: [], why: detail.notDialled() };
  }
  const validity = writeValidityPeriod(request);
  const flags = MTI_SUBMIT | (request.statusReport ? STATUS_REPORT_WANTED : 0) | validity.flags;
  const reference = wholeReference(request) & 0xff;
  return encodeText(request, (dcs) => [flags, reference, ...writeAddress(request.to), 0, dcs, ...validity.octets]);
}

export interface DeliverRequest extends TextRequest {
  /** A number, or the name of an alphanumeric sender (up to 11 characters). */
  readonly from: string;
  readonly at: PduTime;
  /** TP-MMS: the centre has more for this phone. */
  readonly moreMessages?: boolean;
}

/** SMS-DELIVER, §9.2.2.1: what a network gives to a phone. For the emulator. */
export function encodeDeliver(request: DeliverRequest): EncodedMessage {
  const flags = request.moreMessages ? 0 : NO_MORE_MESSAGES;
  return encodeText(request, (dcs) => [flags, ...writeAddress(request.from), 0, dcs, ...writeTime(request.at)]);
}

export interface StatusReportRequest {
  /** TP-MR of the message it reports on, 0-255. */
  readonly reference: number;
  readonly to: string;
  /** TP-ST. */
  readonly status: number;
  readonly sentAt: PduTime;
  readonly at: PduTime;
  readonly serviceCentre?: string;
}

/** SMS-STATUS-REPORT, §9.2.2.3. For the emulator. */
export function encodeStatusReport(request: StatusReportRequest): EncodedPart {
  const tpdu = [
    MTI_STATUS_REPORT | NO_MORE_MESSAGES,
    request.reference & 0xff,
    ...writeAddress(request.to),
    ...writeTime(request.sentAt),
    ...writeTime(request.at),
    request.status & 0xff,
  ];
  return encodedPart(tpdu, 1, 1, request.serviceCentre);
}
