import type { SearchWords } from "../../../firmware/message/numberSearch.ts";
import type { Layer, View } from "../Layer.ts";

/** Names or numbers looked through in one go: a few milliseconds. */
const TEXTS_A_STEP = 20_000;
/** Where so many of those fit, or so many in all, or so many messages, the newest fifty are found sooner among the messages themselves. */
const MOST_A_STEP = 100;
const MOST_TEXTS = 200;
const MOST_ROWS = 1_000;

/** What a part of a name or of a number, or the beginning of a reference, leads to: few messages among very many. */
export interface NarrowedSearch {
  /** As JSON. */
  readonly names: string;
  readonly numbers: string;
  /** References from the first on, before the second. */
  readonly refs: readonly [string, string];
}

const KINDS = { names: "inbox_names", numbers: "inbox_numbers" } as const;
type Kind = keyof typeof KINDS;

/** Places in which `NarrowedSearch` finds messages, for `ref IN (…)`. */
export const NARROWED = `SELECT ref FROM inbox INDEXED BY inbox_by_name WHERE name IN (SELECT value FROM json_each(?))
  UNION SELECT ref FROM inbox INDEXED BY inbox_by_numbers WHERE numbers IN (SELECT value FROM json_each(?))
  UNION SELECT ref FROM inbox INDEXED BY inbox_by_ref WHERE ref >= ? AND ref < ?`;

export const valuesOf = ({ names, numbers, refs }: NarrowedSearch): readonly string[] => [names, numbers, ...refs];

/**
 * Looks for what was typed among the names and numbers that there are, each of which is there once: each step is one short read.
 * Returns nothing when so much of them fits that the messages themselves are gone through sooner.
 */
export function* narrowSearch(
  view: View,
  layer: Layer,
  words: SearchWords,
): Generator<undefined, NarrowedSearch | undefined> {
  const wanted = { names: words.text, numbers: words.digits } as const;
  const found = { names: "[]", numbers: "[]" };
  for (const kind of ["numbers", "names"] as const) {
    const text = wanted[kind];
    if (text === undefined) continue;
    const texts = yield* textsWith(view, layer, kind, text);
    if (texts === undefined) return undefined;
    found[kind] = JSON.stringify(texts);
  }
  const first = words.text.toUpperCase();
  const narrowed = { ...found, refs: [first, `${first}\u{10ffff}`] } as const;
  const count = view.read(
    layer,
    (from) => from.get<{ n: number }>(COUNT, ...valuesOf(narrowed), MOST_ROWS + 1),
    undefined,
  );
  return (count?.n ?? 0) > MOST_ROWS ? undefined : narrowed;
}

const COUNT = `SELECT count(*) AS n FROM (SELECT 1 FROM (${NARROWED.replaceAll("UNION", "UNION ALL")}) LIMIT ?)`;

/** Undefined: too many to be worth it. */
function* textsWith(
  view: View,
  layer: Layer,
  kind: Kind,
  part: string,
): Generator<undefined, readonly string[] | undefined> {
  const texts: string[] = [];
  for (let after: string | undefined = ""; after !== undefined; ) {
    const { fitting, until } = view.read(layer, (from) => lookFurther(from, kind, part, after ?? ""), NOTHING);
    texts.push(...fitting);
    if (fitting.length > MOST_A_STEP || texts.length > MOST_TEXTS) return undefined;
    after = until;
    if (after !== undefined) yield;
  }
  return texts;
}

interface Looked {
  readonly fitting: readonly string[];
  /** Undefined: there are no more. */
  readonly until: string | undefined;
}
const NOTHING: Looked = { fitting: [], until: undefined };

function lookFurther(layer: Layer, kind: Kind, part: string, after: string): Looked {
  const table = KINDS[kind];
  const until = layer.get<{ text: string }>(
    `SELECT text FROM ${table} WHERE text > ? ORDER BY text LIMIT 1 OFFSET ${TEXTS_A_STEP - 1}`,
    after,
  )?.text;
  const sql = `SELECT text FROM ${table} WHERE text > ?${until === undefined ? "" : " AND text <= ?"} AND instr(text, ?) > 0 LIMIT ?`;
  const span = until === undefined ? [after] : [after, until];
  const fitting = layer.all<{ text: string }>(sql, ...span, part, MOST_A_STEP + 1).map(({ text }) => text);
  return { fitting, until };
}
