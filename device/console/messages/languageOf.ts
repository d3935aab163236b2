/* @pure */
import type { WordsLanguage } from "./timelineWords.ts";

const KNOWN: readonly WordsLanguage[] = ["en", "es"];

/** The language of sentences: what was asked for, else the first of the browser's that we speak (RFC 9110 §12.5.4), else English. */
export function languageOf(asked: string | undefined, acceptLanguage: string | undefined): WordsLanguage {
  const preferred = (acceptLanguage ?? "")
    .split(",")
    .slice(0, 20)
    .map((one) => {
      const [tag = "", quality = ""] = one.split(";");
      return { tag, weight: Number(/q=([\d.]+)/.exec(quality)?.[1] ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  for (const tag of [asked ?? "", ...preferred]) {
    const found = KNOWN.find((language) => tag.trim().toLowerCase().split("-")[0] === language);
    if (found !== undefined) return found;
  }
  return "en";
}
