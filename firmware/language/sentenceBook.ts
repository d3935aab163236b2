/** A sentence with places for values: `{n} resets in 24 hours`. A place named `n` or `n2` is a number. */
export interface TwoTemplates {
  readonly en: string;
  readonly es: string;
}

type Places<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;
type ValuesOf<Text extends string> = [Places<Text>] extends [never]
  ? []
  : [values: { readonly [Place in Places<Text>]: string | number }];

/** Says sentences by their names, in English as programs and logs have them. */
type Says<Book extends Readonly<Record<string, TwoTemplates>>> = {
  readonly [Name in keyof Book]: (...values: ValuesOf<Book[Name]["en"]>) => string;
};

export function saysOf<const Book extends Readonly<Record<string, TwoTemplates>>>(book: Book): Says<Book> {
  const made = Object.entries<TwoTemplates>(book).map(([name, { en }]) => [
    name,
    (values: Readonly<Record<string, string | number>> = {}) => filled(en, values),
  ]);
  return Object.fromEntries(made) as Says<Book>;
}

const filled = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

interface Known extends TwoTemplates {
  readonly pattern: RegExp;
}

/** What was said by one of the templates; what belongs together is between these. */
const SEPARATORS = [/(; )/, /(?<=\.)( )/, /(, )/] as const;

/**
 * Finds a said sentence again and says it in Spanish, the sentences within it, too; undefined where a part is none of these. So the words
 * travel as plain text through store, broker and log, and a page that reads them years later still knows them.
 */
export function translatorOf(templates: Iterable<TwoTemplates>): (text: string) => string | undefined {
  const known: readonly Known[] = [...templates]
    .map(({ en, es }) => ({ pattern: patternOf(en), en, es }))
    .sort((one, other) => wordsOf(other).length - wordsOf(one).length);
  /** What to do stands last, as a sentence of its own. */
  const cures = known.filter(({ en }) => en.endsWith(".") && !en.includes("{"));
  const whole = (text: string): string | undefined => {
    for (const { es, pattern } of known) {
      const values = pattern.exec(text)?.groups;
      if (values === undefined && !pattern.test(text)) continue;
      const inSpanish = Object.entries(values ?? {}).map(([name, value]) => [
        name,
        translate(value) ?? asTheySay(name, value),
      ]);
      return filled(es, Object.fromEntries(inSpanish));
    }
    return undefined;
  };
  const translate = (text: string): string | undefined => {
    // Before all else: what has a place for values may take a sentence that follows for a part of the value.
    const cure = cures.find(({ en }) => text.endsWith(` ${en}`));
    const before = cure && translate(text.slice(0, -cure.en.length - 1));
    if (cure !== undefined && before !== undefined) return `${before} ${cure.es}`;
    const said = whole(text);
    if (said !== undefined) return said;
    for (const separator of SEPARATORS) {
      const pieces = text.split(separator);
      if (pieces.length === 1) continue;
      const parts = pieces.map((piece, at) => (at % 2 === 1 ? piece : translate(piece)));
      if (parts.every((part) => part !== undefined)) return parts.join("");
    }
    if (text.endsWith(".")) {
      const open = translate(text.slice(0, -1));
      if (open !== undefined) return `${open}.`;
    }
    // An error of ours has its code behind its sentence.
    const [, coded, code] = /^(.+)( \[[A-Z_]+\])$/s.exec(text) ?? [];
    const uncoded = coded === undefined ? undefined : translate(coded);
    if (uncoded !== undefined) return `${uncoded}${code}`;
    const about = /^([\w./@-]+: )(.+)$/s.exec(text);
    const rest = about === null ? undefined : translate(about[2]!);
    return rest === undefined ? undefined : `${about![1]}${rest}`;
  };
  return translate;
}

/** A sentence of another program that nobody has in Spanish stands within ours as a quotation; names and numbers stand as they are. */
const asTheySay = (name: string, value: string): string =>
  (name === "text" || name === "why") && /[a-z] [a-z]/i.test(value) ? `«${value}»` : value;

/** What says more of itself is looked for first: `signal {n} of 31` before `signal {name}`. */
const wordsOf = ({ en }: TwoTemplates): string => en.replace(/\{\w+\}/g, "");

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/(\{\w+\})/)
      .map((part, at) => (at % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : place(part.slice(1, -1))))
      .join("")}$`,
    "s",
  );

const place = (name: string): string => `(?<${name}>${/^n2?$/.test(name) ? "\\d+" : ".+?"})`;
