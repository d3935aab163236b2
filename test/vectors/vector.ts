/* @pure */
import { type DecodedPdu, decodePdu, type PduTime } from "../../device/line/gsm/pdu/Pdu.ts";

/**
 * PDUs that other projects' tests publish, and what they say of them: facts (octets, texts, numbers, times), none of
 * their code. Numbers are the published ones. A vector that we read otherwise than the project does says why in
 * `deviation`; `expect` then is ours.
 */
export interface DecodeVector {
  /** The test or file in the project named by the list. */
  readonly name: string;
  readonly hex: string;
  readonly direction?: "fromNetwork" | "toNetwork";
  readonly expect: Expected;
  readonly deviation?: string;
}

/** What the project asserts; what it does not speak of is left out. `null` is: must not be there. */
export interface Expected {
  readonly kind: DecodedPdu["kind"];
  readonly centre?: string | null;
  /** Sender, addressee or recipient. */
  readonly number?: string;
  readonly text?: string;
  readonly data?: string;
  /** ISO 8601 with the distance from UTC: the centre's time, or when a report's message was sent. */
  readonly at?: string | null;
  readonly dischargedAt?: string;
  /** `reference/part/total`. */
  readonly concat?: string | null;
  readonly ports?: string;
  readonly messageClass?: number;
  readonly status?: number;
  readonly reference?: number;
  readonly validityMinutes?: number;
  readonly waiting?: string;
}

const two = (value: number): string => `${value}`.padStart(2, "0");

export function iso(at: PduTime): string {
  const minutes = Math.abs(at.zoneQuarterHours) * 15;
  const zone = `${at.zoneQuarterHours < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}${zone}`;
}

type Said = Readonly<Record<keyof Expected, string | number | null>>;

/** The decoder's answer in the words of `Expected`. */
export function said(pdu: DecodedPdu): Partial<Said> {
  if (pdu.kind === "error") return { kind: "error" };
  const common = { kind: pdu.kind, centre: pdu.serviceCentre ?? null, text: pdu.text ?? "" };
  if (pdu.kind === "statusReport") {
    return {
      ...common,
      number: pdu.to,
      at: pdu.sentAt ? iso(pdu.sentAt) : null,
      ...(pdu.at ? { dischargedAt: iso(pdu.at) } : {}),
      status: pdu.status,
      reference: pdu.reference,
    };
  }
  const { concat, ports, waiting, data, messageClass } = pdu;
  return {
    ...common,
    concat: concat ? `${concat.reference}/${concat.part}/${concat.total}` : null,
    ...(ports ? { ports: `${ports.destination} ${ports.source}` } : {}),
    ...(waiting ? { waiting: `${waiting.what} ${waiting.active} ${waiting.store}` } : {}),
    ...(data === undefined ? {} : { data }),
    ...(messageClass === undefined ? {} : { messageClass }),
    ...(pdu.kind === "deliver"
      ? { number: pdu.from, at: pdu.at ? iso(pdu.at) : null }
      : { number: pdu.to, reference: pdu.reference }),
    ...(pdu.kind === "submit" && pdu.validityMinutes !== undefined ? { validityMinutes: pdu.validityMinutes } : {}),
  };
}

/** What of a vector comes out otherwise; empty when it is right. */
export function wrongIn(vector: DecodeVector): string[] {
  const answer = said(decodePdu(vector.hex, vector.direction));
  return (Object.keys(vector.expect) as (keyof Expected)[])
    .filter((key) => answer[key] !== vector.expect[key])
    .map((key) => `${key}: ${JSON.stringify(answer[key])} instead of ${JSON.stringify(vector.expect[key])}`);
}
