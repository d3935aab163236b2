/* @pure */
import { dialable, writeAddress, writeServiceCentre } from "./address.ts";
import { toHex } from "./octets.ts";
import { type Alphabet, alphabetOf, dcsOf, type Segment, segmentText } from "./segment.ts";
import { type PduTime, writeTime } from "./timestamp.ts";
import { writeValidity } from "./validity.ts";

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
  readonly alphabet: Alphabet;
  readonly pdus: readonly EncodedPart[];
  readonly why?: string;
}

export interface SubmitRequest {
  /** `+…` is sent as an international number, anything else as unknown; spaces, dashes and brackets are left out. */
  readonly to: string;
  readonly text: string;
  /** Ask for a delivery report of each part (TP-SRR). */
  readonly statusReport?: boolean;
  /** How long the centre may keep trying, rounded up to what TP-VP can say; without it, the network's own. */
  readonly validityMinutes?: number;
  /** Ties the parts together (0-65535; above 255 it takes 16 bits). Give each message another one. Without it, one
   *  is made from the text. The modem puts its own number into TP-MR: take that from `+CMGS`. */
  readonly reference?: number;
}

const MTI_SUBMIT = 0x01;
const VPF_RELATIVE = 0x10;
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

/** SMS-SUBMIT, 3GPP TS 23.040 §9.2.2.2. Total: what cannot be sent comes back as no parts and `why`. */
export function encodeSubmit(request: SubmitRequest): EncodedMessage {
  const alphabet = alphabetOf(request.text);
  if (dialable(request.to) === undefined) return { alphabet, pdus: [], why: "not a number that can be dialled" };
  const reference = wholeReference(request);
  const segments = segmentText(request.text, alphabet, reference);
  if (segments === undefined) return { alphabet, pdus: [], why: "more than 255 parts" };
  const validity = request.validityMinutes === undefined ? [] : [writeValidity(request.validityMinutes)];
  const flags =
    MTI_SUBMIT | (request.statusReport ? STATUS_REPORT_WANTED : 0) | (validity.length > 0 ? VPF_RELATIVE : 0);
  const tpdu = (segment: Segment): number[] => [
    flags | (segment.hasHeader ? HAS_HEADER : 0),
    reference & 0xff,
    ...writeAddress(request.to),
    0,
    dcsOf(alphabet),
    ...validity,
    ...segment.userData,
  ];
  return { alphabet, pdus: segments.map((segment) => encodedPart(tpdu(segment), segment.part, segment.total)) };
}

export interface DeliverRequest {
  /** A number, or the name of an alphanumeric sender (up to 11 characters). */
  readonly from: string;
  readonly text: string;
  readonly at: PduTime;
  readonly reference?: number;
  /** UCS-2 even where GSM-7 would do, as some phones send it. */
  readonly alphabet?: Alphabet;
  readonly serviceCentre?: string;
}

/** SMS-DELIVER, §9.2.2.1: what a network gives to a phone. For the emulator. */
export function encodeDeliver(request: DeliverRequest): EncodedMessage {
  const alphabet = request.alphabet === "ucs2" ? "ucs2" : alphabetOf(request.text);
  const segments = segmentText(request.text, alphabet, wholeReference(request));
  if (segments === undefined) return { alphabet, pdus: [], why: "more than 255 parts" };
  const tpdu = (segment: Segment): number[] => [
    NO_MORE_MESSAGES | (segment.hasHeader ? HAS_HEADER : 0),
    ...writeAddress(request.from),
    0,
    dcsOf(alphabet),
    ...writeTime(request.at),
    ...segment.userData,
  ];
  return {
    alphabet,
    pdus: segments.map((segment) => encodedPart(tpdu(segment), segment.part, segment.total, request.serviceCentre)),
  };
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
