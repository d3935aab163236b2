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

/** What belongs together is between these. */
const SEPARATORS = [/(; )/, /(?<=\.)( )/, /(, )/] as const;

/** What was made of a text. `strange`: words within it that nobody has in Spanish; the reading with the fewest is the right one. */
interface Reading {
  readonly es: string;
  readonly strange: number;
}

/** A word before a colon may be the name of somebody or something, and is only taken for one where nothing else fits. */
const A_NAME = 0.5;

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

  return (whole) => {
    const read = new Map<string, Reading | undefined>();
    const reading = (text: string): Reading | undefined => {
      if (!read.has(text)) read.set(text, best(readings(text)));
      return read.get(text);
    };
    const best = (all: Iterable<Reading | undefined>): Reading | undefined => {
      let found: Reading | undefined;
      for (const one of all) {
        if (one !== undefined && (found === undefined || one.strange < found.strange)) found = one;
        if (found?.strange === 0) break;
      }
      return found;
    };
    /** What says more of itself comes first. */
    function* readings(text: string): Generator<Reading | undefined> {
      for (const one of known) yield asOne(text, one);
      for (const separator of SEPARATORS) yield inPieces(text, separator);
      if (text.endsWith(".")) yield wrapped(reading(text.slice(0, -1)), (es) => `${es}.`);
      // An error of ours has its code behind its sentence.
      const [, coded, code] = /^(.+)( \[[A-Z_]+\])$/s.exec(text) ?? [];
      if (coded !== undefined) yield wrapped(reading(coded), (es) => `${es}${code}`);
      const cure = cures.find(({ en }) => text.endsWith(` ${en}`));
      if (cure !== undefined) yield wrapped(reading(text.slice(0, -cure.en.length - 1)), (es) => `${es} ${cure.es}`);
      const [, about, rest] = /^([\w./@-]+: )(.+)$/s.exec(text) ?? [];
      if (rest !== undefined) yield wrapped(reading(rest), (es) => `${about}${es}`, A_NAME);
    }
    const asOne = (text: string, { es, pattern }: Known): Reading | undefined => {
      const found = pattern.exec(text);
      if (found === null) return undefined;
      const values = Object.entries(found.groups ?? {}).map(([name, value]) => {
        const said = value === text ? undefined : reading(value);
        return { name, ...(said ?? { es: asTheySay(name, value), strange: value.split(" ").length - 1 }) };
      });
      return {
        es: filled(es, Object.fromEntries(values.map((value) => [value.name, value.es]))),
        strange: values.reduce((sum, { strange }) => sum + strange, 0),
      };
    };
    const inPieces = (text: string, separator: RegExp): Reading | undefined => {
      const pieces = text.split(separator);
      if (pieces.length === 1) return undefined;
      const parts = pieces.map((piece, at) => (at % 2 === 1 ? { es: piece, strange: 0 } : reading(piece)));
      if (!parts.every((part) => part !== undefined)) return undefined;
      return { es: parts.map(({ es }) => es).join(""), strange: parts.reduce((sum, { strange }) => sum + strange, 0) };
    };
    return reading(whole)?.es;
  };
}

const wrapped = (said: Reading | undefined, around: (es: string) => string, more = 0): Reading | undefined =>
  said && { es: around(said.es), strange: said.strange + more };

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
