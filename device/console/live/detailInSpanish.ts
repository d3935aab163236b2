/* @pure */
import { say } from "../../../firmware/config/complaints/shape.ts";
import { DETAIL_BOOK } from "../../../firmware/health/details/detailWords.ts";
import { SYSTEM_WORDS } from "../../../firmware/health/details/systemWords.ts";
import { translatorOf } from "../../../firmware/language/sentenceBook.ts";
import { gapReasons } from "../../../firmware/oncall/onCallWords.ts";

const secret = (): { readonly en: string; readonly es: string } => {
  const { es, what } = say.secretNotThere("{name}", "{reference}", { env: true, name: "" });
  return { en: what, es: es.what };
};

/** A fault's detail in Spanish; undefined: words of another program that are not known, or a name. */
export const detailInSpanish = translatorOf([
  ...Object.values(DETAIL_BOOK),
  ...gapReasons(),
  secret(),
  ...SYSTEM_WORDS,
]);

/** The same, where it stands without a mark of its language. */
export const saidInSpanish = (text: string): string =>
  detailInSpanish(text) ?? `En palabras del programa, en inglés: «${text}»`;
