import { signal } from "@preact/signals";

export const LANGUAGES = { en: "English", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

const KEPT = "firstring-language";

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  const wanted = [kept ?? "", ...navigator.languages].map((tag) => tag.slice(0, 2));
  return wanted.find(isLanguage) ?? "en";
}

export const language = signal<Language>(firstLanguage());

export function speak(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  language.value = chosen;
}

/** Of the languages that callers are spoken to in: the reader's own where it is one of them. */
export const usualOf = (languages: readonly string[]): string =>
  languages.find((one) => one === language.value) ?? languages[0] ?? "en";

/** A name that is written from right to left does not turn what stands beside it (U+2068, U+2069; UAX #9). */
export const isolated = (name: string): string =>
  /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(name) ? `\u2068${name}\u2069` : name;

/** `es` as the reader calls it: Spanish, español. */
export const nameOfLanguage = (tag: string): string =>
  new Intl.DisplayNames(language.value, { type: "language" }).of(tag) ?? tag;

/**
 * The words of one page in every language: a word that is missing in one of them does not pass the type check.
 *
 *     const says = words({ en: { title: "Messages", more: (n: number) => `${n} more` }, es: { … } });
 *     says().title
 */
export const words =
  <Words>(all: { readonly en: Words; readonly es: NoInfer<Said<Words>> }): (() => Said<Words>) =>
  () =>
    all[language.value] as Said<Words>;

/** As English says it, whatever the very words are. */
type Said<Words> = Words extends string
  ? string
  : Words extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof Words]: Said<Words[Key]> };
