import { DETAIL_BOOK } from "../../../firmware/health/details/detailWords.ts";
import { SYSTEM_WORDS } from "../../../firmware/health/details/systemWords.ts";
import { translatorOf } from "../../../firmware/language/sentenceBook.ts";
import { CONTROL_BOOK } from "../../control/controlWords.ts";
import { ApiError } from "../api/errors.ts";

const inSpanish = translatorOf([...Object.values(CONTROL_BOOK), ...Object.values(DETAIL_BOOK), ...SYSTEM_WORDS]);

/** The running box says no, in its own words; its Spanish goes beside them where it is known. */
export function refusedByBox(words: string, more: { readonly cure?: string; readonly cause?: unknown } = {}): ApiError {
  const message = inSpanish(words);
  const cure = more.cure === undefined ? undefined : inSpanish(more.cure);
  const es = { ...(message === undefined ? {} : { message }), ...(cure === undefined ? {} : { cure }) };
  return new ApiError(409, "REFUSED", words, { ...more, details: { es } });
}
