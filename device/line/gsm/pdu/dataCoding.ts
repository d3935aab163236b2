/* @pure */

/** What TP-DCS says, 3GPP TS 23.038 §4. */
export interface DataCoding {
  /** `octets`: 8-bit data, or text in an alphabet that only the two ends know. */
  readonly alphabet: "gsm7" | "octets" | "ucs2";
  readonly compressed: boolean;
  /** 0 is a "flash" message: shown, often neither stored nor announced by sound. */
  readonly messageClass?: 0 | 1 | 2 | 3;
  /** Message waiting: a lamp at the phone, with (`store`) or without a text worth keeping. */
  readonly waiting?: { readonly store: boolean; readonly active: boolean; readonly what: WaitingKind };
}

export type WaitingKind = "voicemail" | "fax" | "email" | "other";

const WAITING: readonly WaitingKind[] = ["voicemail", "fax", "email", "other"];

/** Groups 00xx (general) and 01xx (the same, to be deleted once read). The reserved alphabet 11 is read as GSM-7. */
function generalGroup(dcs: number): DataCoding {
  const alphabets = ["gsm7", "octets", "ucs2", "gsm7"] as const;
  const coding = { alphabet: alphabets[((dcs >> 2) & 3) as 0 | 1 | 2 | 3], compressed: (dcs & 0x20) !== 0 };
  return dcs & 0x10 ? { ...coding, messageClass: (dcs & 3) as 0 | 1 | 2 | 3 } : coding;
}

function waitingGroup(dcs: number): DataCoding {
  const group = dcs >> 4;
  return {
    alphabet: group === 0xe ? "ucs2" : "gsm7",
    compressed: false,
    waiting: { store: group !== 0xc, active: (dcs & 0x08) !== 0, what: WAITING[dcs & 3]! },
  };
}

/** Total: the reserved groups 8 to B are read as GSM-7, as §4 asks. */
export function readDataCoding(dcs: number): DataCoding {
  const group = (dcs >> 4) & 0x0f;
  if (group <= 0x7) return generalGroup(dcs);
  if (group <= 0xb) return { alphabet: "gsm7", compressed: false };
  if (group <= 0xe) return waitingGroup(dcs);
  return {
    alphabet: dcs & 0x04 ? "octets" : "gsm7",
    compressed: false,
    messageClass: (dcs & 3) as 0 | 1 | 2 | 3,
  };
}

export const DCS_GSM7 = 0x00;
export const DCS_OCTETS = 0x04;
export const DCS_UCS2 = 0x08;

/** General group with a class (bit 4). */
export const withClass = (dcs: number, messageClass?: 0 | 1 | 2 | 3): number =>
  messageClass === undefined ? dcs : dcs | 0x10 | messageClass;
