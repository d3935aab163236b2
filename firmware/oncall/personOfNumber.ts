import type { Person } from "../config/Clinic.ts";

/** Numbers of one country come in several spellings (`+1312…`, `1312…`, `0312…`): their last nine digits are the same. */
const COMPARED_DIGITS = 9;
/** Below this it is a short code of the network. */
const SHORTEST_NUMBER = 7;

/**
 * Whose telephone a text or a call comes from. Alphanumeric senders, short codes and unknown numbers are nobody. It is a hint, never a proof:
 * numbers can be forged, and telephones are shared.
 */
export function personOfNumber(people: readonly Person[], from: string): Person | undefined {
  const digits = from.replace(/\D/g, "");
  if (/[A-Za-z]/.test(from) || digits.length < SHORTEST_NUMBER) return undefined;
  return people.find(({ phone }) => digits.endsWith(phone.replace(/\D/g, "").slice(-COMPARED_DIGITS)));
}
