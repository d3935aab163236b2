/* @pure */
// What cellular modems say of a call, line by line. 27.007 first, then each maker's own.
import type { CallSign, ListedCall, ListedState, NotReached } from "../../../../firmware/line/cellular/CallSign.ts";
import type { CallerId, Digit } from "../../../../firmware/line/Line.ts";

const STATES: readonly ListedState[] = ["active", "held", "dialling", "alerting", "incoming", "waiting", "ended"];

const DIGITS = "0123456789*#ABCD";
export const digitOf = (text: string | undefined): Digit | undefined => {
  const digit = text?.toUpperCase();
  return digit !== undefined && digit.length === 1 && DIGITS.includes(digit) ? (digit as Digit) : undefined;
};

/** Number as the network delivered it; empty with ⟨validity⟩ 1 is withheld, 2 unavailable (27.007 §7.6). */
export function callerIdOf(number: string | undefined, validity?: string): CallerId | undefined {
  if (number !== undefined && number !== "") return { kind: "number", number };
  if (validity === "1") return { kind: "withheld" };
  if (validity === "2" || validity === "3" || validity === "4") return { kind: "unavailable" };
  return undefined;
}

/** International numbers (⟨type⟩ 145) come without their plus from some modems; from others with the exit code 00 instead. */
const withPlus = (number: string, type: string | undefined): string =>
  type === "145" && /^[1-9]/.test(number) ? `+${number}` : number;

const FIELD = / *(?:"([^"]*)" *|([^,]*))/y;

/** The fields of an information line, quotes undone: `1,1,4,0,0,"+1312…",145`. */
export function fieldsOf(text: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= text.length; ) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(text);
    if (match === null) break;
    fields.push((match[1] ?? match[2] ?? "").trim());
    at = FIELD.lastIndex + 1;
    if (text[FIELD.lastIndex] !== ",") break;
  }
  return fields;
}

/** ⟨id1⟩,⟨dir⟩,⟨stat⟩,⟨mode⟩,⟨mpty⟩[,⟨number⟩,⟨type⟩[,…]] (27.007 §7.18); undefined for data calls and nonsense. */
export function listedCall(fields: readonly string[]): ListedCall | undefined {
  const [index, direction, stat, mode, , number, type] = fields;
  const state = stat === "-1" ? "ended" : STATES[/^[0-6]$/.test(stat ?? "") ? Number(stat) : -1];
  if (!/^\d{1,2}$/.test(index ?? "") || !/^[01]$/.test(direction ?? "") || state === undefined) return undefined;
  // Mode 0 is voice; 1 data, 2 fax. A list that leaves it out can only mean voice.
  if (mode !== undefined && mode !== "" && mode !== "0") return undefined;
  const incoming = direction === "1";
  // An incoming call listed without a number is withheld or not known yet; only +CLIP tells which.
  const callerId = number === undefined ? undefined : callerIdOf(withPlus(number, type));
  return { index: Number(index), incoming, state, ...(callerId === undefined ? {} : { callerId }) };
}

/** The answer to AT+CLCC: the voice calls that there are. */
export const listedCalls = (lines: readonly string[]): ListedCall[] =>
  lines.flatMap((line) => {
    const call = /^\+CLCC: *(.*)$/.exec(line);
    const listed = call === null ? undefined : listedCall(fieldsOf(call[1]!));
    return listed === undefined ? [] : [listed];
  });

const ENDS: Readonly<Record<string, NotReached | undefined>> = {
  "NO CARRIER": undefined,
  BUSY: "busy",
  "NO ANSWER": "noAnswer",
  "NO DIALTONE": "noService",
  "NO DIAL TONE": "noService",
};

/** Signs that every modem gives: RING, +CRING, +CLIP, +CCWA, +CLCC of itself, result codes of the line. */
export function commonSign(line: string): CallSign | undefined {
  if (/^RING\b/.test(line) || /^\+CRING: *(VOICE|REL ASYNC)?/.test(line)) return ring(line);
  if (Object.hasOwn(ENDS, line)) return ended(ENDS[line]);
  const clip = /^\+CLIP: *(.*)$/.exec(line);
  if (clip !== null) return clipSign(fieldsOf(clip[1]!));
  if (line.startsWith("+CCWA:")) return { kind: "waiting" };
  const listed = /^\+CLCC: *(.*)$/.exec(line);
  const call = listed === null ? undefined : listedCall(fieldsOf(listed[1]!));
  return call === undefined ? undefined : { kind: "call", call };
}

/** A data or fax call rings too; it is nobody's emergency, and ATA would connect to a modem's scream. */
const ring = (line: string): CallSign | undefined =>
  /^\+CRING: *(REL ASYNC|ASYNC|SYNC|FAX|GPRS)/.test(line) ? undefined : { kind: "ring" };

const ended = (why: NotReached | undefined): CallSign =>
  why === undefined ? { kind: "ended" } : { kind: "ended", why };

/** ⟨number⟩,⟨type⟩[,⟨subaddr⟩,⟨satype⟩[,⟨alpha⟩[,⟨validity⟩]]]; some leave the validity out and an empty number means withheld. */
function clipSign(fields: readonly string[]): CallSign {
  const [number = "", type, , , , validity] = fields;
  const callerId = callerIdOf(withPlus(number, type), validity || "1") ?? { kind: "unavailable" as const };
  return { kind: "callerId", callerId };
}

/** SIMCom: VOICE CALL: BEGIN / END: 000012, MISSED_CALL: 03:14PM 312…, +RXDTMF: 5 (SIM800: +DTMF: 5 or 1,40). */
export function simcomSign(line: string): CallSign | undefined {
  if (/^VOICE CALL: *BEGIN/.test(line)) return { kind: "active" };
  if (/^VOICE CALL: *END/.test(line) || line.startsWith("MISSED_CALL")) return { kind: "ended" };
  return keySign(/^\+(?:RXDTMF|DTMF): *"?([0-9*#A-Da-d])"?(?:\s*,.*)?$/.exec(line)?.[1]);
}

/** ^DSCI has states of its own (Quectel GSM manuals; chan_quectel reads them so). */
const DSCI_STATES: Readonly<Record<string, string>> = {
  "1": "1",
  "2": "2",
  "3": "0",
  "4": "4",
  "5": "5",
  "6": "6",
  "7": "3",
};

/** Quectel: +QIND: "ccinfo",1,1,4,0,0,"+1312…",145 · ^DSCI: 1,1,4,0,"+1312…",145 · +QTONEDET: 53 · +QPCMV: 0,0. */
export function quectelSign(line: string): CallSign | undefined {
  const info = /^\+QIND: *"ccinfo" *, *(.*)$/.exec(line);
  if (info !== null) return callSign(listedCall(fieldsOf(info[1]!)));
  const dsci = /^\^DSCI: *(.*)$/.exec(line);
  if (dsci !== null) {
    const [index, direction, stat, mode, ...number] = fieldsOf(dsci[1]!);
    return callSign(
      listedCall([index ?? "", direction ?? "", DSCI_STATES[stat ?? ""] ?? "", mode ?? "", "0", ...number]),
    );
  }
  const flow = /^\+QPCMV: *([01]) *, *0$/.exec(line);
  if (flow !== null) return { kind: "audioFlow", go: flow[1] === "1" };
  const tone = /^\+QTONEDET: *(\d{1,3})$/.exec(line);
  return tone === null ? undefined : keySign(String.fromCharCode(Number(tone[1])));
}

/** ⟨end_status⟩ and 24.008 causes of ^CEND that tell why a call of ours came to nothing. */
const CAUSES: Readonly<Record<string, NotReached>> = {
  "17": "busy",
  "18": "noAnswer",
  "19": "noAnswer",
  "20": "unreachable", // subscriber absent, Q.850
  "21": "rejected",
  "27": "unreachable",
  "1": "unreachable",
  "3": "unreachable",
  "34": "noService",
};

/** Huawei: ^ORIG:1,0 · ^CONF:1 · ^CONN:1,0 · ^CEND:1,12,104,16 · ^DDTMF: 5. */
export function huaweiSign(line: string): CallSign | undefined {
  if (line.startsWith("^CONF:")) return { kind: "alerting" };
  if (line.startsWith("^CONN:")) return { kind: "active" };
  const end = /^\^CEND: *(.*)$/.exec(line);
  if (end !== null) return ended(CAUSES[fieldsOf(end[1]!)[3] ?? ""]);
  return keySign(/^\^DDTMF: *([0-9*#A-Da-d])$/.exec(line)?.[1]);
}

const callSign = (call: ListedCall | undefined): CallSign | undefined =>
  call === undefined ? undefined : { kind: "call", call };

function keySign(text: string | undefined): CallSign | undefined {
  const digit = digitOf(text);
  return digit === undefined ? undefined : { kind: "key", digit };
}
