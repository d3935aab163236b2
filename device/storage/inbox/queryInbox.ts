import type { InboxPlace, InboxQuery } from "../../../firmware/message/Inbox.ts";
import type { MessageState } from "../../../firmware/message/messageState.ts";
import { endsAlike, numberTail, type SearchWords, searchWords } from "../../../firmware/message/numberSearch.ts";
import type { Layer, View } from "../Layer.ts";
import { NARROWED, type NarrowedSearch, narrowSearch, valuesOf } from "./narrowSearch.ts";

/** Rows looked at in one go: a few milliseconds, after which others have their turn. */
const ROWS_A_STEP = 2_000;

interface Row extends InboxPlace {
  readonly numbers: string;
}

type Value = string | number;
interface Where {
  readonly sql: string;
  readonly values: readonly Value[];
}

/**
 * Newest first, step by step: each step is one short read, so that whoever runs it may let others in between, and a message
 * that comes or changes meanwhile is found where it then is; none that stays as it is is left out or found twice. Rows of an
 * upper layer hide those of the ones below.
 */
export function* stepsOfInbox(view: View, query: InboxQuery): Generator<readonly InboxPlace[]> {
  const sources: LayerRows[] = [];
  for (const [depth, layer] of view.all.entries()) {
    const looking = narrowed(view, layer, query);
    let step = looking.next();
    for (; step.done !== true; step = looking.next()) yield [];
    sources.push(new LayerRows(view, layer, view.all.slice(0, depth), query, step.value));
  }
  let left = query.limit;
  while (left > 0) {
    const found = newestOf(sources, left);
    left -= found.places.length;
    yield found.places;
    if (found.isEnd) return;
  }
}

/** Where nothing else leads to few messages, what is searched for may. */
function* narrowed(view: View, layer: Layer, query: InboxQuery): Generator<undefined, NarrowedSearch | undefined> {
  const words = searchWords(query.search ?? "");
  if (words === undefined || words.isWhole || baseOf(query).index !== "") return undefined;
  return yield* narrowSearch(view, layer, { ...words, text: typedText(words) });
}

/** All steps at once. */
export const queryInbox = (view: View, query: InboxQuery): readonly InboxPlace[] =>
  [...stepsOfInbox(view, query)].flat();

/** As many as are sure to be next: until a source has to look further. */
function newestOf(
  sources: readonly LayerRows[],
  most: number,
): { readonly places: readonly InboxPlace[]; readonly isEnd: boolean } {
  for (const source of sources) if (source.waiting.length === 0) source.lookFurther(most);
  const places: InboxPlace[] = [];
  while (places.length < most) {
    const [first] = sources.filter(({ isOver }) => !isOver).sort((a, b) => newerFirst(a.head, b.head));
    if (first === undefined) return { places, isEnd: true };
    const next = first.waiting.shift();
    if (next === undefined) return { places, isEnd: false };
    places.push({ receivedAt: next.receivedAt, ref: next.ref });
  }
  return { places, isEnd: true };
}

const newerFirst = (a: InboxPlace, b: InboxPlace): number =>
  b.receivedAt - a.receivedAt || (a.ref < b.ref ? 1 : a.ref > b.ref ? -1 : 0);

/** The rows of one layer that fit, as far as they have been looked up. */
class LayerRows {
  readonly waiting: Row[] = [];
  readonly #view: View;
  readonly #layer: Layer;
  readonly #above: readonly Layer[];
  readonly #query: InboxQuery;
  readonly #narrowed: NarrowedSearch | undefined;
  /** Everything newer has been looked at. */
  #lookedUntil: InboxPlace | undefined;
  #exhausted = false;

  constructor(
    view: View,
    layer: Layer,
    above: readonly Layer[],
    query: InboxQuery,
    narrowed: NarrowedSearch | undefined,
  ) {
    this.#view = view;
    this.#layer = layer;
    this.#above = above;
    this.#query = query;
    this.#narrowed = narrowed;
    this.#lookedUntil = query.after;
  }

  get isOver(): boolean {
    return this.#exhausted && this.waiting.length === 0;
  }

  /** What the next one cannot be newer than. */
  get head(): InboxPlace {
    return this.waiting[0] ?? this.#lookedUntil ?? { receivedAt: Number.MAX_SAFE_INTEGER, ref: "" };
  }

  lookFurther(most: number): void {
    if (this.#exhausted) return;
    const { rows, until } = this.#view.read(this.#layer, (layer) => this.#step(layer, most), {
      rows: [],
      until: undefined,
    });
    this.#lookedUntil = until ?? this.#lookedUntil;
    this.#exhausted = until === undefined;
    this.waiting.push(...rows.filter((row) => this.#fits(row) && !this.#isHidden(row.ref)));
  }

  #step(layer: Layer, most: number): { readonly rows: Row[]; readonly until: InboxPlace | undefined } {
    const base = baseOf(this.#query, this.#narrowed);
    // Of what ends in the same digits some may be of other towns.
    const limit = searchWords(this.#query.search ?? "")?.isWhole === true ? ROWS_A_STEP : most;
    const rest = restOf(this.#query);
    const span = spanOf(this.#query, this.#lookedUntil);
    const where = `FROM inbox${base.index} WHERE ${base.sql} AND ${span.sql} ORDER BY received_at DESC, ref DESC`;
    const values = [...base.values, ...span.values];
    const last = layer.get<InboxPlace>(
      `SELECT received_at AS receivedAt, ref ${where} LIMIT 1 OFFSET ${ROWS_A_STEP - 1}`,
      ...values,
    );
    const until =
      last === undefined ? unbounded : { sql: "(received_at, ref) >= (?, ?)", values: [last.receivedAt, last.ref] };
    const rows = layer.all<Row>(
      `SELECT received_at AS receivedAt, ref, numbers FROM inbox${base.index}
       WHERE ${base.sql} AND ${span.sql} AND ${until.sql} AND ${rest.sql} ORDER BY received_at DESC, ref DESC LIMIT ?`,
      ...values,
      ...until.values,
      ...rest.values,
      limit,
    );
    // A page that is full was not looked through to the step's end.
    const full = rows.length === limit ? rows.at(-1) : undefined;
    return { rows, until: full ?? last };
  }

  /** A whole number is compared from its end; SQL has found what ends in the same seven digits. */
  #fits({ numbers }: Row): boolean {
    const words = searchWords(this.#query.search ?? "");
    if (words?.digits === undefined || !words.isWhole) return true;
    const { digits } = words;
    return numbers.split(" ").some((number) => endsAlike(number, digits));
  }

  #isHidden(ref: string): boolean {
    return this.#above.some((layer) =>
      this.#view.read(layer, (from) => from.get("SELECT 1 FROM inbox WHERE ref = ?", ref), undefined),
    );
  }
}

const unbounded: Where = { sql: "1", values: [] };

/** What an index leads to: the narrowest first. SQLite is told which, because it has no figures about the table to choose by. */
function baseOf(
  { holders, open, search, states, unheard, urgent }: InboxQuery,
  narrowed?: NarrowedSearch,
): Where & { readonly index: string } {
  const words = searchWords(search ?? "");
  const tail = words?.isWhole ? numberTail(words.digits) : undefined;
  if (tail !== undefined)
    return {
      index: " INDEXED BY inbox_by_ref",
      sql: `ref IN (SELECT ref FROM inbox INDEXED BY inbox_by_caller WHERE caller_tail = ?
        UNION SELECT ref FROM inbox INDEXED BY inbox_by_callback WHERE callback_tail = ?)`,
      values: [tail, tail],
    };
  if (unheard || open || (states?.length && states.every((state) => OPEN_STATES.has(state))))
    return { index: " INDEXED BY inbox_open", sql: "open = 1", values: [] };
  if (holders?.length === 1) return { index: " INDEXED BY inbox_by_holder", sql: "holder = ?", values: [...holders] };
  if (urgent) return { index: " INDEXED BY inbox_urgent", sql: "urgent = 1", values: [] };
  if (narrowed !== undefined)
    return { index: " INDEXED BY inbox_by_ref", sql: `ref IN (${NARROWED})`, values: valuesOf(narrowed) };
  return { index: "", ...unbounded };
}

const OPEN_STATES: ReadonlySet<MessageState> = new Set(["recording", "new", "paged", "taken"]);

/** Everything that is asked for, the base once more. */
function restOf({ holders, open, search, states, unheard, urgent }: InboxQuery): Where {
  const all: Where[] = [];
  if (states !== undefined) all.push({ sql: `state IN (${marks(states)})`, values: states });
  if (open !== undefined) all.push({ sql: "open = ?", values: [open ? 1 : 0] });
  if (urgent !== undefined) all.push({ sql: "urgent = ?", values: [urgent ? 1 : 0] });
  if (unheard !== undefined) all.push({ sql: "unheard = ?", values: [unheard ? 1 : 0] });
  if (holders === null) all.push({ sql: "holder IS NULL", values: [] });
  else if (holders !== undefined) all.push({ sql: `holder IN (${marks(holders)})`, values: holders });
  const words = searchWords(search ?? "");
  if (words !== undefined && !words.isWhole) {
    const text = like(typedText(words));
    const number = words.digits === undefined ? [] : [`%${words.digits}%`];
    all.push({
      sql: `(ref LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!'${number.length > 0 ? " OR numbers LIKE ?" : ""})`,
      values: [`${text}%`, `%${text}%`, ...number],
    });
  }
  return all.length === 0
    ? unbounded
    : { sql: all.map(({ sql }) => sql).join(" AND "), values: all.flatMap(({ values }) => values) };
}

/** Of a number without what stands between its digits, as far as that is space. */
const typedText = ({ digits, text }: SearchWords): string => text.replace(/\s/g, digits === undefined ? " " : "");

const marks = (list: readonly unknown[]): string => list.map(() => "?").join(", ");
const like = (text: string): string => text.replace(/[!%_]/g, (sign) => `!${sign}`);

function spanOf({ from, to }: InboxQuery, after: InboxPlace | undefined): Where {
  const all: Where[] = [];
  if (from !== undefined) all.push({ sql: "received_at >= ?", values: [from] });
  if (to !== undefined) all.push({ sql: "received_at < ?", values: [to] });
  if (after !== undefined) all.push({ sql: "(received_at, ref) < (?, ?)", values: [after.receivedAt, after.ref] });
  return all.length === 0
    ? unbounded
    : { sql: all.map(({ sql }) => sql).join(" AND "), values: all.flatMap(({ values }) => values) };
}
