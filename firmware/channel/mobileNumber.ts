// Load it only where it is needed: its tables take some megabytes.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/mobile";

/**
 * In international form, if a mobile phone may have this number. Where a country's numbers do not tell (North America), they
 * may all be mobile: the clinic has asked for the text, and a landline only loses it. Short codes, toll-free and premium
 * numbers, and landlines where they can be told are never texted.
 */
export function mobileNumber(number: string, country: string): string | undefined {
  const home = country.toUpperCase();
  if (!isSupportedCountry(home)) return undefined;
  const parsed = parsePhoneNumberFromString(number, home as CountryCode);
  return parsed?.isValid() === true ? parsed.number : undefined;
}
