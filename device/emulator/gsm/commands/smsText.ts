/* @pure */
import { type DecodedPdu, decodePdu, encodeSubmit, type PduTime } from "../../../line/gsm/pdu/Pdu.ts";
import type { StoredSms } from "../SmsStorage.ts";
import { phoneType } from "./values.ts";

/** Text mode, 27.005 §3.1 (`AT+CMGF=1`): the modem makes and reads the PDUs. Numbers and texts in UCS2 are hex. */

const fromUcs2 = (hex: string): string =>
  (hex.match(/[0-9A-Fa-f]{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join("");

const toUcs2 = (text: string): string =>
  [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, "0").toUpperCase()).join("");

/** The SUBMIT of a text-mode entry; undefined when the number is none or the text does not fit one part. */
export function textSubmit(number: string, entry: string, charset: string): string | undefined {
  const to = charset === "UCS2" && !number.startsWith("+") ? fromUcs2(number) || number : number;
  const text = charset === "UCS2" ? fromUcs2(entry) : entry;
  const { pdus } = encodeSubmit({ to, text });
  return pdus.length === 1 ? pdus[0]!.hex : undefined;
}

const two = (value: number): string => `${Math.abs(value)}`.padStart(2, "0");

const stamp = (at: PduTime | undefined): string => {
  if (!at) return "";
  const zone = `${at.zoneQuarterHours < 0 ? "-" : "+"}${two(at.zoneQuarterHours)}`;
  return `${two(at.year % 100)}/${two(at.month)}/${two(at.day)},${two(at.hour)}:${two(at.minute)}:${two(at.second)}${zone}`;
};

const STATUS = ["REC UNREAD", "REC READ", "STO UNSENT", "STO SENT"] as const;

const decoded = (stored: StoredSms): DecodedPdu => decodePdu(stored.hex);

/** What stands between `+CMGR: ` (or the index of `+CMGL`) and the text. */
export function textHead(stored: StoredSms): string {
  const pdu = decoded(stored);
  const status = `"${STATUS[stored.status]}"`;
  if (pdu.kind === "deliver") return `${status},"${pdu.from}",,"${stamp(pdu.at)}"`;
  if (pdu.kind === "submit") return `${status},"${pdu.to}",`;
  if (pdu.kind !== "statusReport") return `${status},"",`;
  return `${status},6,${pdu.reference},"${pdu.to}",${phoneType(pdu.to)},"${stamp(pdu.sentAt)}","${stamp(pdu.at)}",${pdu.status}`;
}

export function textOfStored(stored: StoredSms, charset: string): string {
  const pdu = decoded(stored);
  const text = "text" in pdu ? pdu.text : "";
  return charset === "UCS2" ? toUcs2(text) : text;
}
