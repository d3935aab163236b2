import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import type { CallerId } from "../line/Line.ts";

/** Subscriber numbers without area code have seven digits in North America; E.164 ends at fifteen. */
const SHORTEST = 7;
const LONGEST = 15;
/** What a buffer for keys may hold: one too many is told, a hundred are not kept. */
export const MOST_DIGITS = 20;

export type NumberProblem = "callback-too-short" | "callback-too-long" | "callback-not-callable";

/**
 * Why a keyed number cannot be called back, as the prompt that says so. Kept liberal: a number that looks odd to us may be right.
 * Emergency and service numbers (911, 112, 411) are short in every country.
 */
export function numberProblem(digits: string): NumberProblem | undefined {
  if (digits.length < SHORTEST) return "callback-too-short";
  if (digits.length > LONGEST) return "callback-too-long";
  // Masked and unknown callers come as 0000000000 and the like.
  if (new Set(digits).size === 1) return "callback-not-callable";
  return undefined;
}

/** The caller ID as the digits that one would dial in the clinic's country; undefined when it cannot be called back. */
export function callbackFrom(callerId: CallerId, country: string): string | undefined {
  if (callerId.kind !== "number") return undefined;
  const digits = nationalDigits(callerId.number, country);
  return numberProblem(digits) === undefined ? digits : undefined;
}

function nationalDigits(number: string, country: string): string {
  const bare = number.replace(/[^0-9+]/g, "");
  const home = country.toUpperCase();
  if (!isSupportedCountry(home)) return bare.replaceAll("+", "");
  const parsed = parsePhoneNumberFromString(bare, home as CountryCode);
  if (parsed === undefined || !parsed.isPossible()) return bare.replaceAll("+", "");
  const abroad = parsed.countryCallingCode !== getCountryCallingCode(home as CountryCode);
  const written = abroad ? parsed.format("IDD", { fromCountry: home as CountryCode }) : parsed.formatNational();
  return written.replace(/[^0-9]/g, "");
}

/** Two writings of one number are the same here (E.164 where it can be read); undefined for what is no number to call. */
export function comparableNumber(number: string, country: string): string | undefined {
  const bare = number.replace(/[^0-9+]/g, "");
  if (numberProblem(bare.replaceAll("+", "")) !== undefined) return undefined;
  const home = country.toUpperCase();
  const parsed = isSupportedCountry(home) ? parsePhoneNumberFromString(bare, home as CountryCode) : undefined;
  return parsed?.isPossible() === true ? parsed.number : bare;
}

/** North America's numbers have ten digits, or eleven with the leading 1: nobody need wait long for an eleventh. */
export function isLikelyComplete(digits: string, country: string): boolean {
  return ["US", "CA", "PR"].includes(country.toUpperCase()) && digits.length === (digits.startsWith("1") ? 11 : 10);
}
