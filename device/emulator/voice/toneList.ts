/* @pure */
/** The argument of AT+VTS (V.253 §10.2.4): `[f1,f2,duration]`, `{digit,duration}` and bare digits, durations in 10 ms. */
import type { Digit } from "../../../firmware/line/Line.ts";
import { isDigit } from "../caller/tones.ts";

export type ToneItem =
  | { readonly kind: "beep"; readonly frequencies: readonly number[]; readonly ms: number }
  | { readonly kind: "key"; readonly digit: Digit; readonly ms: number; readonly silent: boolean };

const ITEM = /^\[(\d*),(\d*),(\d*)\]|^\{([0-9A-D*#]),(\d*)\}|^([0-9A-D*#])/i;
const LONGEST_MS = 20_000;

/** `quirk`: a second frequency of 0 is an error and bare digits make no sound (some USR firmware). */
export function readToneList(text: string, defaultTens: number, quirk: boolean): ToneItem[] | undefined {
  const items: ToneItem[] = [];
  let rest = text.replaceAll(/\s/g, "");
  while (rest !== "") {
    const match = ITEM.exec(rest);
    const item = match && readItem(match, defaultTens, quirk);
    if (!item) return undefined;
    items.push(item);
    rest = rest.slice(match[0].length).replace(/^,/, "");
  }
  return items.length > 0 ? items : undefined;
}

function readItem(match: RegExpExecArray, defaultTens: number, quirk: boolean): ToneItem | undefined {
  const [, first, second, tens, key, keyTens, bare] = match;
  const digit = (key ?? bare)?.toUpperCase();
  if (digit !== undefined && isDigit(digit)) {
    const silent = quirk && bare !== undefined;
    return { kind: "key", digit, ms: 10 * Number(keyTens || defaultTens), silent };
  }
  if (quirk && second === "0") return undefined;
  const frequencies = [Number(first || 0), Number(second || 0)].filter((hertz) => hertz > 0);
  const ms = 10 * Number(tens || defaultTens);
  return frequencies.some((hertz) => hertz < 200 || hertz > 3200) || ms > LONGEST_MS
    ? undefined
    : { kind: "beep", frequencies, ms };
}
