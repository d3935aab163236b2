/* @pure */
import { saysOf } from "../../firmware/language/sentenceBook.ts";

// What the running box refuses whoever asks it, in both languages: it travels as English text, and the console finds it again.

export const CONTROL_BOOK = {
  starting: {
    en: "FirstRing is still starting: try again in a moment",
    es: "FirstRing todavía está arrancando: inténtelo en un momento",
  },
  noDutyChange: {
    en: "there is no change of duty '{id}' in force or to come",
    es: "no hay ningún cambio de guardia '{id}' en vigor ni por venir",
  },
  noPersonInForce: {
    en: "there is no person '{id}' in the clinic file that the box runs with",
    es: "no hay ninguna persona '{id}' en el archivo de la clínica con el que funciona el equipo",
  },
  noRotationInForce: {
    en: "there is no rotation '{id}' in the clinic file that the box runs with",
    es: "no hay ningún turno rotatorio '{id}' en el archivo de la clínica con el que funciona el equipo",
  },
  endsTooEarly: {
    en: "it has to end after it begins, and after now",
    es: "tiene que terminar después de empezar, y después de ahora",
  },
  noPerson: { en: "there is no person '{id}'", es: "no hay ninguna persona '{id}'" },
  textLength: { en: "a text has 1 to 320 signs", es: "un SMS tiene de 1 a 320 caracteres" },
  noTextNow: { en: "no text can be sent just now", es: "ahora no se puede enviar ningún SMS" },
  later: { en: "Try again later.", es: "Inténtelo más tarde." },
} as const;

export const controlSays = saysOf(CONTROL_BOOK);
