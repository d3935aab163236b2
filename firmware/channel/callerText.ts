import type { Clinic } from "../config/Clinic.ts";
import type { VoiceMessage } from "../message/MessageStore.ts";
import { oneSegment, plainText } from "./shortMessageText.ts";

/** To whom the word goes that somebody has the message, or why it goes to nobody. */
export type CallerText =
  | { readonly kind: "send"; readonly to: string; readonly text: string }
  | { readonly kind: "not"; readonly why: string };

/** A number as it is dialled in the clinic's country, in international form if a mobile phone may have it. */
export type MobileNumber = (number: string, country: string) => string | undefined;

/** The one SMS that a caller may get: only to a number that the caller has confirmed, and nothing in it but who calls back. */
export function callerText(
  clinic: Clinic["clinic"],
  message: Pick<VoiceMessage, "callback" | "callbackConfirmed" | "language">,
  taker: string,
  mobileNumber: MobileNumber,
): CallerText {
  const { callback, callbackConfirmed, language } = message;
  if (callback === undefined || !callbackConfirmed) return { kind: "not", why: "no confirmed number" };
  const to = mobileNumber(callback, clinic.country);
  if (to === undefined) return { kind: "not", why: "not a mobile number" };
  return { kind: "send", to, text: takenByText(clinic, taker, language) };
}

/**
 * In the caller's language, English where there is no wording for it. No accents that the GSM alphabet lacks: it shall be one
 * segment on every phone.
 */
export function takenByText(
  { shortName, emergencyNumber }: Pick<Clinic["clinic"], "shortName" | "emergencyNumber">,
  taker: string,
  language: string,
): string {
  const clinic = plainText(shortName).slice(0, 20);
  const who = plainText(taker).slice(0, 30);
  if (language.startsWith("es")) {
    return oneSegment(
      `${clinic}: ${who} tiene su mensaje y le va a llamar. En una emergencia llame al ${emergencyNumber}. Nadie lee respuestas a este SMS.`,
    );
  }
  return oneSegment(
    `${clinic}: ${who} has your message and will call you back. In an emergency call ${emergencyNumber}. Nobody reads replies to this text.`,
  );
}
