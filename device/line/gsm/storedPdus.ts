/* @pure */

/** Where a PDU lies in the modem. Good only for the session (one opening, one SIM) in which it was read. */
export interface Slot {
  readonly session: number;
  /** `SM`, `ME`, `SR`. */
  readonly memory: string;
  readonly index: number;
  /** What lay there when it was read: a place that holds something else by now is left alone. */
  readonly hex: string;
}

export interface StoredPdu {
  readonly index: number;
  /** 0 and 1: received; 2 and 3: somebody's own drafts, none of our business. */
  readonly status: number;
  readonly hex: string;
}

const isHex = (line: string | undefined): line is string => line !== undefined && /^[0-9A-Fa-f]+$/.test(line);

/** The answer of AT+CMGL in PDU mode: a head and a PDU, over and over; heads without a PDU are passed over. */
export function parseListing(lines: readonly string[]): StoredPdu[] {
  const found: StoredPdu[] = [];
  for (let i = 0; i < lines.length; i++) {
    const head = /^\+CMGL: *(\d+), *(\d+)/.exec(lines[i]!);
    const hex = lines[i + 1];
    if (head && isHex(hex)) found.push({ index: Number(head[1]), status: Number(head[2]), hex });
  }
  return found;
}

/** The answer of AT+CMGR in PDU mode. */
export function parseReading(index: number, lines: readonly string[]): StoredPdu | undefined {
  const at = lines.findIndex((line) => line.startsWith("+CMGR:"));
  const head = /^\+CMGR: *(\d+)/.exec(lines[at] ?? "");
  const hex = lines[at + 1];
  return head && isHex(hex) ? { index, status: Number(head[1]), hex } : undefined;
}

/** `+CMTI: "SM",3` or `+CDSI: "SR",1`. */
export function parseIndication(line: string): { readonly memory: string; readonly index: number } | undefined {
  const match = /^\+(?:CMTI|CDSI): *"([A-Z]{2})" *, *(\d+)/.exec(line);
  return match ? { memory: match[1]!, index: Number(match[2]) } : undefined;
}

/** `+CMT: ,24` and its PDU, joined by an LF as the dialogue tells them. */
export function parseDirect(line: string): string | undefined {
  const [head, hex] = line.split("\n");
  return /^\+(?:CMT|CDS):/.test(head ?? "") && isHex(hex) ? hex : undefined;
}

/** `+CREG: 0,1`, `+CREG: 1`, `+CREG: 2,5,"00C3","1A2B",7`: the state, if it is one. */
export function parseRegistration(line: string): number | undefined {
  const fields = line.replace(/^\+C(?:E|G)?REG: */, "").split(",");
  // The unsolicited form lacks the first number; its second field, if any, is a quoted area code.
  const text = fields.length > 1 && /^\s*\d{1,2}\s*$/.test(fields[1]!) ? fields[1]! : fields[0]!;
  return /^\s*\d{1,2}\s*$/.test(text) ? Number(text) : undefined;
}

/** 1 home, 5 roaming, 6 and 7 SMS only, 9 and 10 without circuit voice preferred: all of them carry an SMS. */
export const carriesSms = (registration: number): boolean => [1, 5, 6, 7, 9, 10].includes(registration);

/** `+CSQ: 21,99`; 99 is unknown, not zero. */
export function parseSignal(lines: readonly string[]): number | undefined {
  const value = Number(/^\+CSQ: *(\d+)/.exec(lines.find((line) => line.startsWith("+CSQ:")) ?? "")?.[1] ?? 99);
  return value <= 31 ? value : undefined;
}
