import type { Digit } from "../line/Line.ts";

/** Where somebody keys a PIN: nothing that is said or done before it opens depends on what the PIN is. */
export interface PinGate {
  readonly digits: string;
  readonly wrong: number;
}

export const shutGate: PinGate = { digits: "", wrong: 0 };

export const MOST_PIN_TRIES = 3;
/** The shortest and the longest PIN of a clinic file. */
const FEWEST_DIGITS = 4;
const MOST_DIGITS = 8;

/** `short`: too few digits for a PIN, so it guessed nothing; `wrong`: once more; `shut`: that was the last try. */
export type GateVerdict = "typing" | "right" | "short" | "wrong" | "shut";

/**
 * A right PIN opens with its last digit; a wrong one is known as such only by `#`, a pause or eight digits, so that its length says
 * nothing. `*` begins anew, and costs no try as long as there were too few digits for a PIN; `#` alone is no try either.
 */
export function gateKey(gate: PinGate, pin: string, digit: Digit): readonly [PinGate, GateVerdict] {
  if (digit === "#") return gateEntered(gate, pin);
  if (digit === "*") return mayHaveBeenTried(gate) ? gateEntered(gate, pin) : [{ ...gate, digits: "" }, "typing"];
  if (digit < "0" || digit > "9") return [gate, "typing"];
  const typed = { ...gate, digits: gate.digits + digit };
  if (typed.digits === pin) return [{ ...typed, digits: "" }, "right"];
  return typed.digits.length < MOST_DIGITS ? [typed, "typing"] : gateEntered(typed, pin);
}

/** Since a right PIN opens by itself, digits enough for one have been tried, whoever takes them back or hangs up. */
export const mayHaveBeenTried = ({ digits }: PinGate): boolean => digits.length >= FEWEST_DIGITS;

/** Complete: by `#`, or because no digit has come for a while. */
export function gateEntered(gate: PinGate, pin: string): readonly [PinGate, GateVerdict] {
  if (gate.digits === "") return [gate, "typing"];
  if (gate.digits === pin) return [{ ...gate, digits: "" }, "right"];
  const wrong = gate.wrong + 1;
  if (wrong >= MOST_PIN_TRIES) return [{ digits: "", wrong }, "shut"];
  return [{ digits: "", wrong }, mayHaveBeenTried(gate) ? "wrong" : "short"];
}
