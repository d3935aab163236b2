/* @pure */

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

export type PinDecision = { readonly kind: "enter" } | { readonly kind: "leave"; readonly why: string };

/**
 * A PIN is entered only with all tries left. A wrong one leaves two, so that this rule tries it once in the life of the
 * SIM: the card itself remembers the failure, also over a power cut. The rest is for a person.
 */
export function decidePin(pin: string | undefined, left: number | undefined): PinDecision {
  if (pin === undefined || pin === "") return { kind: "leave", why: "no PIN is given in the clinic file" };
  if (!/^\d{4,8}$/.test(pin)) return { kind: "leave", why: "the PIN in the clinic file is not 4 to 8 digits" };
  if (left === undefined) return { kind: "leave", why: "the modem does not tell how many tries are left" };
  if (left < FULL_COUNT) return { kind: "leave", why: `only ${left} tries are left: a wrong PIN was entered before` };
  return { kind: "enter" };
}
