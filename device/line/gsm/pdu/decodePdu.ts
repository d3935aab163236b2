/* @pure */
import { readAddress, readServiceCentre } from "./address.ts";
import { readDataCoding, type WaitingKind } from "./dataCoding.ts";
import { Damage, fromHex, OctetReader } from "./octets.ts";
import { type PduTime, readTime } from "./timestamp.ts";
import { type Concatenation, readUserData } from "./userData.ts";
import { readValidityPeriod, type Validity } from "./validity.ts";

interface DecodedText {
  readonly text: string;
  readonly alphabet: "gsm7" | "octets" | "ucs2";
  readonly concat?: Concatenation;
  readonly messageClass?: 0 | 1 | 2 | 3;
  readonly waiting?: { readonly store: boolean; readonly active: boolean; readonly what: WaitingKind };
  /** Application ports: for a program, not for a person. */
  readonly ports?: { readonly destination: number; readonly source: number };
  /** The octets as hex: 8-bit data (`text` is their Latin-1) and compressed text (`text` is empty). */
  readonly data?: string;
  /** TP-PID where it is not 0: 0x40 is a message that no phone shows, 0x41-0x47 replace an earlier one. */
  readonly protocol?: number;
  readonly serviceCentre?: string;
}

/** A message from a phone. `at`: undefined when the centre sent no possible time. */
export interface DecodedDeliver extends DecodedText {
  readonly kind: "deliver";
  readonly from: string;
  /** `from` is a name (an alphanumeric sender), not a number: anybody may call himself by a doctor's number. */
  readonly fromName?: true;
  readonly at: PduTime | undefined;
}

/** A message to a phone, as the network gets it. */
export interface DecodedSubmit extends DecodedText, Validity {
  readonly kind: "submit";
  readonly to: string;
  /** TP-MR, and whether a delivery report is wanted. */
  readonly reference: number;
  readonly statusReport: boolean;
}

/** How far a message got, from TP-ST (3GPP TS 23.040 §9.2.3.15). */
export type DeliveryOutcome =
  /** 00-1F: it is on the phone, or the centre has done with it well. */
  | "delivered"
  /** 20-3F: not yet; the centre keeps trying. */
  | "pending"
  /** 40-5F: it will not get there. */
  | "failed"
  /** 60-7F, and reserved values: not there, and the centre has stopped trying; sending again may help. */
  | "gaveUp";

export interface DecodedStatusReport {
  readonly kind: "statusReport";
  /** TP-MR: the number that `+CMGS` gave. */
  readonly reference: number;
  readonly to: string;
  readonly status: number;
  readonly outcome: DeliveryOutcome;
  /** True only for `delivered`. */
  readonly done: boolean;
  readonly sentAt: PduTime | undefined;
  /** When it was delivered, or last tried. */
  readonly at: PduTime | undefined;
  /** What a centre says beside it (TP-UD); few say anything. */
  readonly text?: string;
  readonly serviceCentre?: string;
}

export type DecodedPdu =
  | DecodedDeliver
  | DecodedStatusReport
  | DecodedSubmit
  /** Damaged, or of a kind that no phone sends. `why` holds no part of the message. */
  | { readonly kind: "error"; readonly why: string };

/** Bits of the first octet, §9.2.3. */
const MTI_MASK = 0x03;
const HAS_HEADER = 0x40;
const STATUS_REPORT_WANTED = 0x20;

/** Longest PDU in a store: 176 octets of a SIM record (51.011 §10.5.3). Anything much longer is another thing. */
const MOST_HEX_DIGITS = 1024;
/** White space, and the quotes that some modems put on one end or both. */
const AROUND = /^[\s"]+|[\s"]+$/g;

/**
 * Reads a PDU with its service-centre part, as `+CMGL`, `+CMGR`, `+CMT` and `+CDS` show it (`fromNetwork`) or as
 * `+CMGS` takes it (`toNetwork`). Total: any text gives a value. Octets after the end are passed over.
 */
export function decodePdu(hex: string, direction: "fromNetwork" | "toNetwork" = "fromNetwork"): DecodedPdu {
  if (hex.length > MOST_HEX_DIGITS) return { kind: "error", why: "longer than any message" };
  const octets = fromHex(hex.replace(AROUND, ""));
  if (octets === undefined) return { kind: "error", why: "not an even number of hex digits" };
  try {
    return decode(new OctetReader(octets), direction);
  } catch (damage) {
    if (damage instanceof Damage) return { kind: "error", why: damage.message };
    throw damage;
  }
}

function decode(reader: OctetReader, direction: "fromNetwork" | "toNetwork"): DecodedPdu {
  const serviceCentre = readServiceCentre(reader);
  const flags = reader.octet("the first octet");
  const mti = flags & MTI_MASK;
  // Messages of our own that lie in the store are SUBMITs too, whoever reads them; a SUBMIT-REPORT, which has the same
  // number from the network, ends in the modem.
  if (mti === 1) return decodeSubmit(reader, flags, serviceCentre);
  if (direction === "toNetwork") throw new Damage(NOT_SENT[mti]!);
  if (mti === 2) return decodeStatusReport(reader, flags, serviceCentre);
  // The reserved value 3 is to be read as a DELIVER (§9.2.3.1).
  return decodeDeliver(reader, flags, serviceCentre);
}

/** What the message types other than SUBMIT are on their way to the network. */
const NOT_SENT = [
  "a DELIVER-REPORT to the network, not a message",
  "",
  "a COMMAND to the network, not a message",
  "of the reserved message type",
] as const;

function decodeText(reader: OctetReader, pid: number, dcs: number, flags: number, centre?: string): DecodedText {
  const coding = readDataCoding(dcs);
  return {
    ...readUserData(reader, coding, (flags & HAS_HEADER) !== 0),
    alphabet: coding.alphabet,
    ...(coding.messageClass === undefined ? {} : { messageClass: coding.messageClass }),
    ...(coding.waiting === undefined ? {} : { waiting: coding.waiting }),
    ...(pid === 0 ? {} : { protocol: pid }),
    ...(centre === undefined ? {} : { serviceCentre: centre }),
  };
}

function decodeDeliver(reader: OctetReader, flags: number, serviceCentre?: string): DecodedDeliver {
  const from = readAddress(reader, "the sender");
  const pid = reader.octet("the protocol identifier");
  const dcs = reader.octet("the coding scheme");
  const at = readTime(reader, "the time stamp");
  const text = decodeText(reader, pid, dcs, flags, serviceCentre);
  return { kind: "deliver", from: from.shown, ...(from.isName ? { fromName: true } : {}), at, ...text };
}

function decodeSubmit(reader: OctetReader, flags: number, serviceCentre?: string): DecodedSubmit {
  const reference = reader.octet("the reference");
  const to = readAddress(reader, "the addressee").shown;
  const pid = reader.octet("the protocol identifier");
  const dcs = reader.octet("the coding scheme");
  const validity = readValidityPeriod(reader, flags);
  const statusReport = (flags & STATUS_REPORT_WANTED) !== 0;
  const text = decodeText(reader, pid, dcs, flags, serviceCentre);
  return { kind: "submit", to, reference, statusReport, ...validity, ...text };
}

function decodeStatusReport(reader: OctetReader, flags: number, serviceCentre?: string): DecodedStatusReport {
  const reference = reader.octet("the reference");
  const to = readAddress(reader, "the addressee").shown;
  const sentAt = readTime(reader, "the time stamp");
  const at = readTime(reader, "the discharge time");
  const status = reader.octet("the status");
  const outcome = deliveryOutcome(status);
  const text = readReportText(reader, flags);
  const centre = serviceCentre === undefined ? {} : { serviceCentre };
  const done = outcome === "delivered";
  return { kind: "statusReport", reference, to, status, outcome, done, sentAt, at, ...text, ...centre };
}

/** TP-PI (§9.2.3.27): which of TP-PID, TP-DCS and TP-UD follow; its bit 7 says that another such octet follows. */
const HAS_PID = 0x01;
const HAS_DCS = 0x02;
const HAS_TEXT = 0x04;
const HAS_MORE_PI = 0x80;

/** Never damage: what became of the message has been read, and modems fill a record with 0xFF after it. */
function readReportText(reader: OctetReader, flags: number): { readonly text?: string } {
  try {
    const indicator = reader.octet("the indicator");
    for (let next = indicator; next & HAS_MORE_PI; ) next = reader.octet("the indicator");
    if (indicator & HAS_PID) reader.octet("the protocol identifier");
    const coding = readDataCoding(indicator & HAS_DCS ? reader.octet("the coding scheme") : 0);
    if (!(indicator & HAS_TEXT)) return {};
    const { text } = readUserData(reader, coding, (flags & HAS_HEADER) !== 0);
    return text === "" ? {} : { text };
  } catch (damage) {
    if (damage instanceof Damage) return {};
    throw damage;
  }
}

/** Reserved values count as "service rejected", 0x63 (§9.2.3.15). */
export function deliveryOutcome(status: number): DeliveryOutcome {
  if (status <= 0x02 || (status >= 0x10 && status <= 0x1f)) return "delivered";
  if (status >= 0x20 && status <= 0x3f) return "pending";
  return status >= 0x40 && status <= 0x5f ? "failed" : "gaveUp";
}
