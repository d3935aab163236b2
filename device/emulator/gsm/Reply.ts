/* @pure */

/** How a modem ends a command. */
export type Reply =
  | {
      readonly kind: "ok";
      readonly lines: readonly string[];
      /** Called when the lines are on the wire, and when the final result is (or would be, had a fault not eaten it). */
      readonly onWritten?: () => void;
      readonly onFinished?: () => void;
    }
  /** 27.007 §9.2; shown as ERROR, a number or words, as AT+CMEE says. */
  | { readonly kind: "cme"; readonly code: number }
  /** 27.005 §3.2.5; always shown with its number. */
  | { readonly kind: "cms"; readonly code: number }
  /** Another final result: ERROR, NO CARRIER, CONNECT … */
  | { readonly kind: "final"; readonly text: string };

/** A command that asks for more: `CR LF > SP` is shown, and what is typed until 0x1A or ESC is its entry. */
export interface Prompt {
  readonly kind: "prompt";
  /** With a new prompt for every CR (text mode), or one only (PDU mode). */
  readonly everyLine: boolean;
  readonly entered: (entry: string) => Reply | Promise<Reply>;
}

export const ok = (...lines: string[]): Reply => ({ kind: "ok", lines });
export const cme = (code: number): Reply => ({ kind: "cme", code });
export const cms = (code: number): Reply => ({ kind: "cms", code });
export const error: Reply = { kind: "final", text: "ERROR" };

export const CME = {
  notAllowed: 3,
  notSupported: 4,
  noSim: 10,
  pinNeeded: 11,
  pukNeeded: 12,
  wrongPin: 16,
  badIndex: 21,
  noNetwork: 30,
  badParameter: 50,
} as const;

export const CMS = {
  badParameter: 305,
  badPdu: 304,
  noSim: 310,
  pinNeeded: 311,
  pukNeeded: 316,
  badIndex: 321,
  full: 322,
  noCentre: 330,
  noNetwork: 331,
  notExpectingAck: 340,
} as const;

const CME_WORDS: Readonly<Record<number, string>> = {
  3: "operation not allowed",
  4: "operation not supported",
  10: "SIM not inserted",
  11: "SIM PIN required",
  12: "SIM PUK required",
  16: "incorrect password",
  21: "invalid index",
  30: "no network service",
  50: "Incorrect parameters",
};

/** The final result of a reply as the line shows it. */
export function finalResult(reply: Reply, cmee: number): string {
  if (reply.kind === "ok") return "OK";
  if (reply.kind === "cms") return `+CMS ERROR: ${reply.code}`;
  if (reply.kind === "final") return reply.text;
  if (cmee === 0) return "ERROR";
  return `+CME ERROR: ${cmee === 2 ? (CME_WORDS[reply.code] ?? "unknown") : reply.code}`;
}
