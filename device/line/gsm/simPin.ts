/* @pure */
import { detail } from "../../../firmware/health/details/detailWords.ts";

/** Tries that a SIM gives before it wants its PUK, 3GPP TS 31.101. */
const FULL_COUNT = 3;

/** Ways to ask for the tries that are left, and how to read each answer. The first that the modem knows counts. */
export const RETRY_QUESTIONS: readonly { readonly text: string; readonly count: RegExp; readonly hex?: true }[] = [
  { text: "AT+CPINR", count: /^\+CPINR: *"?SIM PIN"?, *(\d+)/ }, // 27.007
  { text: "AT+SPIC", count: /^\+SPIC: *(\d+)/ }, // SIM7600 manual §4.6
  { text: 'AT+QPINC="SC"', count: /^\+QPINC: *"SC", *(\d+)/ }, // Quectel
  { text: "AT^CPIN?", count: /^\^CPIN: *[^,]*,[^,]*,[^,]*, *(\d+)/ }, // Huawei
  { text: 'AT+CSIM=10,"0020000100"', count: /^\+CSIM: *4, *"63C([0-9A-F])"/i, hex: true }, // an empty VERIFY uses no try
];

export function triesLeft(lines: readonly string[], question: (typeof RETRY_QUESTIONS)[number]): number | undefined {
  for (const line of lines) {
    const count = question.count.exec(line)?.[1];
    if (count !== undefined) return Number.parseInt(count, question.hex ? 16 : 10);
  }
  return undefined;
}

export type PinDecision =
  | { readonly kind: "enter"; readonly pin: string }
  | { readonly kind: "leave"; readonly why: string };

/** What became of one PIN on one SIM, as far as this box remembers (`ModemMemory`). */
export interface PinHistory {
  /** The SIM said no to it. */
  readonly refused: boolean;
  /** It was sent so often without an answer that we know of: a power cut, a modem that vanished. */
  readonly unanswered: number;
}

/** A modem that miscounts, and never answers, must not be led to the third wrong try, which locks the card. */
const MOST_UNANSWERED = 2;

/** 27.007 §9.2: incorrect password; PIN, PUK still wanted. A modem with plain errors gives no code. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([11, 12, 16, undefined]);

/** Whether this refusal of AT+CPIN= is the SIM's no. Others (a busy SIM, 14) say that it has not seen the PIN. */
export const isPinRefusal = (code: number | undefined): boolean => REFUSALS.has(code);

/** What is remembered of PINs, over restarts. A SIM whose number cannot be read while it is locked is `undefined`. */
export interface PinMemory {
  pinTried(iccid: string | undefined, pin: string | undefined): PinHistory;
  /** To be awaited before the PIN is sent. False: the disk does not take it; this process remembers all the same. */
  tryingPin(iccid: string | undefined, pin: string): Promise<boolean>;
  pinRefused(iccid: string | undefined, pin: string): Promise<boolean>;
  /** The modem refused, but the SIM has not seen it. */
  pinNotEntered(iccid: string | undefined, pin: string): Promise<boolean>;
  pinWorked(iccid: string | undefined): Promise<boolean>;
  /** The SIM was open when it was asked: an unanswered try may be what opened it, so it counts no more. */
  simFoundOpen(iccid: string | undefined): Promise<boolean>;
}

/**
 * A PIN is entered only with all tries left, and never again on a SIM that has refused it:
 * - The card counts too. A wrong PIN leaves two tries, so that the first rule alone tries it once, also over a power cut.
 * - But the count is full again when somebody enters the right PIN with a phone, while the clinic file still has the wrong
 *   one. Therefore the refusal is remembered with the SIM's number and a salted hash of the PIN: a PIN that is corrected
 *   in the clinic file is tried, the same one is not.
 * - It is remembered before it is sent. When the answer got lost and the count is full, the card has not refused it: then
 *   it is sent once more. A power cut at the wrong moment must not silence the pages for good.
 * - When the SIM opens, all of it is forgotten. The rest is for a person.
 */
export function decidePin(
  pin: string | undefined,
  left: number | undefined,
  history: PinHistory = { refused: false, unanswered: 0 },
): PinDecision {
  if (pin === undefined || pin === "") return { kind: "leave", why: detail.noPin() };
  if (!/^\d{4,8}$/.test(pin)) return { kind: "leave", why: detail.pinForm() };
  if (left === undefined) return { kind: "leave", why: detail.triesUnknown() };
  if (left < FULL_COUNT) return { kind: "leave", why: detail.triesUsed({ n: left }) };
  if (history.refused) {
    return { kind: "leave", why: detail.pinRefusedBefore() };
  }
  if (history.unanswered >= MOST_UNANSWERED) {
    return {
      kind: "leave",
      why: detail.pinNeverAnswered({ n: history.unanswered }),
    };
  }
  return { kind: "enter", pin };
}
