/* @pure */
import { readAddress, readServiceCentre } from "./address.ts";
import { type DataCoding, readDataCoding, type WaitingKind } from "./dataCoding.ts";
import { Damage, fromHex, OctetReader } from "./octets.ts";
import { type PduTime, readTime } from "./timestamp.ts";
import { type Concatenation, readUserData } from "./userData.ts";
import { readValidity } from "./validity.ts";

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
  readonly serviceCentre?: string;
}

/** A message from a phone. `at`: undefined when the centre sent no possible time. */
export interface DecodedDeliver extends DecodedText {
  readonly kind: "deliver";
  readonly from: string;
  readonly at: PduTime | undefined;
}

/** A message to a phone, as the network gets it. */
export interface DecodedSubmit extends DecodedText {
  readonly kind: "submit";
  readonly to: string;
  /** TP-MR, and whether a delivery report is wanted. */
  readonly reference: number;
  readonly statusReport: boolean;
  readonly validityMinutes?: number;
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

/**
 * Reads a PDU with its service-centre part, as `+CMGL`, `+CMGR`, `+CMT` and `+CDS` show it (`fromNetwork`) or as
 * `+CMGS` takes it (`toNetwork`). Total: any text gives a value. Octets after the end are passed over.
 */
export function decodePdu(hex: string, direction: "fromNetwork" | "toNetwork" = "fromNetwork"): DecodedPdu {
  const octets = fromHex(hex.trim());
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
  // Messages of our own that lie in the store are SUBMITs too, whoever reads them.
  if (mti === 1) return decodeSubmit(reader, flags, serviceCentre);
  if (direction === "toNetwork") throw new Damage("a report or command to the network, not a message");
  if (mti === 2) return decodeStatusReport(reader);
  // The reserved value 3 is to be read as a DELIVER (§9.2.3.1).
  return decodeDeliver(reader, flags, serviceCentre);
}

function decodeText(reader: OctetReader, coding: DataCoding, flags: number, serviceCentre?: string): DecodedText {
  return {
    ...readUserData(reader, coding, (flags & HAS_HEADER) !== 0),
    alphabet: coding.alphabet,
    ...(coding.messageClass === undefined ? {} : { messageClass: coding.messageClass }),
    ...(coding.waiting === undefined ? {} : { waiting: coding.waiting }),
    ...(serviceCentre === undefined ? {} : { serviceCentre }),
  };
}

function decodeDeliver(reader: OctetReader, flags: number, serviceCentre?: string): DecodedDeliver {
  const from = readAddress(reader, "the sender");
  reader.octet("the protocol identifier");
  const coding = readDataCoding(reader.octet("the coding scheme"));
  const at = readTime(reader, "the time stamp");
  return { kind: "deliver", from, at, ...decodeText(reader, coding, flags, serviceCentre) };
}

/** TP-VPF: none, enhanced (7 octets), relative (1), absolute (7). */
function readValidityPeriod(reader: OctetReader, flags: number): { validityMinutes?: number } {
  const format = (flags >> 3) & 3;
  if (format === 0) return {};
  if (format === 2) return { validityMinutes: readValidity(reader.octet("the validity")) };
  reader.octets(7, "the validity");
  return {};
}

function decodeSubmit(reader: OctetReader, flags: number, serviceCentre?: string): DecodedSubmit {
  const reference = reader.octet("the reference");
  const to = readAddress(reader, "the addressee");
  reader.octet("the protocol identifier");
  const coding = readDataCoding(reader.octet("the coding scheme"));
  const validity = readValidityPeriod(reader, flags);
  const statusReport = (flags & STATUS_REPORT_WANTED) !== 0;
  const text = decodeText(reader, coding, flags, serviceCentre);
  return { kind: "submit", to, reference, statusReport, ...validity, ...text };
}

function decodeStatusReport(reader: OctetReader): DecodedStatusReport {
  const reference = reader.octet("the reference");
  const to = readAddress(reader, "the addressee");
  const sentAt = readTime(reader, "the time stamp");
  const at = readTime(reader, "the discharge time");
  const status = reader.octet("the status");
  const outcome = deliveryOutcome(status);
  return { kind: "statusReport", reference, to, status, outcome, done: outcome === "delivered", sentAt, at };
}

/** Reserved values count as "service rejected", 0x63 (§9.2.3.15). */
export function deliveryOutcome(status: number): DeliveryOutcome {
  if (status <= 0x02 || (status >= 0x10 && status <= 0x1f)) return "delivered";
  if (status >= 0x20 && status <= 0x3f) return "pending";
  return status >= 0x40 && status <= 0x5f ? "failed" : "gaveUp";
}
