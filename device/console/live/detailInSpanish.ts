/* @pure */
import { say } from "../../../firmware/config/complaints/shape.ts";
import { DETAIL_BOOK } from "../../../firmware/health/details/detailWords.ts";
import { translatorOf } from "../../../firmware/language/sentenceBook.ts";
import { gapReasons } from "../../../firmware/oncall/onCallWords.ts";

const secret = (): { readonly en: string; readonly es: string } => {
  const { es, what } = say.secretNotThere("{name}", "{reference}", { env: true, name: "" });
  return { en: what, es: es.what };
};

/** A fault's detail in Spanish; undefined: another program's words, or a code. */
export const detailInSpanish = translatorOf([...Object.values(DETAIL_BOOK), ...gapReasons(), secret()]);
