// A graph drawn from top to bottom: layers by the longest way to a node, few crossings, nodes near what they are joined to
// (Sugiyama, Tagawa and Toda 1981). Everything here ends, whatever the graph.

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface Sizes {
  readonly width: number;
  readonly height: number;
  readonly gapX: number;
  readonly gapY: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Left upper corners. */
  readonly boxes: Readonly<Record<string, Point>>;
  /** For each edge as given: from the lower side of one box to the upper side of the other; undefined: it leads back, or to itself. */
  readonly lines: readonly (readonly Point[] | undefined)[];
}

/** In the middle of an edge that passes a layer: takes room, so that no edge runs through a box. */
interface Cell {
  readonly id: string;
  readonly isBox: boolean;
  x: number;
}

const SWEEPS = 40;
const PASSING_WIDTH = 20;

/** `ids`: in the order that is kept where nothing speaks against it. */
export function layOutGraph(ids: readonly string[], edges: readonly GraphEdge[], sizes: Sizes): GraphLayout {
  const known = new Set(ids);
  const down = acyclic(
    ids,
    edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to),
  );
  const layerOf = layers(ids, down);
  const drawing = new Drawing(ids, down, layerOf);
  drawing.order();
  drawing.place(sizes);
  return drawing.layout(edges, sizes);
}

/** Those that lead on; an edge that leads back to where one came from is left out. */
function acyclic(ids: readonly string[], edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const state = new Map<string, "open" | "done">();
  const kept = new Map<string, GraphEdge>();
  const visit = (id: string): void => {
    state.set(id, "open");
    for (const edge of edges) {
      if (edge.from !== id || state.get(edge.to) === "open") continue;
      kept.set(keyOf(edge), edge);
      if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, "done");
  };
  for (const id of ids) if (!state.has(id)) visit(id);
  return [...kept.values()];
}

const keyOf = ({ from, to }: GraphEdge): string => `${from} ${to}`;

function layers(ids: readonly string[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const layer = new Map(ids.map((id) => [id, 0]));
  for (let round = 0, grew = true; grew && round < ids.length; round++) {
    grew = false;
    for (const { from, to } of edges) {
      const least = layer.get(from)! + 1;
      if (layer.get(to)! >= least) continue;
      layer.set(to, least);
      grew = true;
    }
  }
  return layer;
}

class Drawing {
  readonly #rows: Cell[][] = [];
  /** Of each edge the cells that it passes, its ends among them. */
  readonly #chains = new Map<string, readonly Cell[]>();
  readonly #above = new Map<Cell, Cell[]>();
  readonly #below = new Map<Cell, Cell[]>();

  constructor(ids: readonly string[], edges: readonly GraphEdge[], layerOf: ReadonlyMap<string, number>) {
    const boxes = new Map(ids.map((id) => [id, this.#cell(id, true, layerOf.get(id)!)]));
    for (const edge of edges) {
      const [from, to] = [layerOf.get(edge.from)!, layerOf.get(edge.to)!];
      const passed = Array.from({ length: to - from - 1 }, (_, at) =>
        this.#cell(`${keyOf(edge)} ${at}`, false, from + at + 1),
      );
      const chain = [boxes.get(edge.from)!, ...passed, boxes.get(edge.to)!];
      this.#chains.set(keyOf(edge), chain);
      for (const [at, cell] of chain.slice(1).entries()) {
        append(this.#above, cell, chain[at]!);
        append(this.#below, chain[at]!, cell);
      }
    }
  }

  #cell(id: string, isBox: boolean, layer: number): Cell {
    while (this.#rows.length <= layer) this.#rows.push([]);
    const cell = { id, isBox, x: 0 };
    this.#rows[layer]!.push(cell);
    return cell;
  }

  /** Each row by where its neighbours stand in the one before, downwards and upwards in turn; the best of all is kept. */
  order(): void {
    let best = this.#rows.map((row) => [...row]);
    let fewest = this.#crossings();
    for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      const down = sweep % 2 === 0;
      const rows = down ? this.#rows : this.#rows.toReversed();
      for (const row of rows) sortBy(row, down ? this.#above : this.#below, this.#positions());
      const crossings = this.#crossings();
      if (crossings >= fewest) continue;
      [fewest, best] = [crossings, this.#rows.map((row) => [...row])];
    }
    for (const [at, row] of best.entries()) this.#rows[at] = row;
  }

  #positions(): ReadonlyMap<Cell, number> {
    return new Map(this.#rows.flatMap((row) => row.map((cell, at) => [cell, at] as const)));
  }

  #crossings(): number {
    const at = this.#positions();
    let count = 0;
    for (const row of this.#rows) {
      const ends = row.flatMap((cell) =>
        (this.#below.get(cell) ?? []).map((to) => [at.get(cell)!, at.get(to)!] as const),
      );
      for (const [i, [from, to]] of ends.entries())
        for (const [otherFrom, otherTo] of ends.slice(i + 1)) if ((from - otherFrom) * (to - otherTo) < 0) count += 1;
    }
    return count;
  }

  place({ width, gapX }: Sizes): void {
    const apart = (one: Cell, other: Cell): number =>
      ((one.isBox ? width : PASSING_WIDTH) + (other.isBox ? width : PASSING_WIDTH)) / 2 + gapX;
    for (const row of this.#rows)
      spread(
        row,
        row.map(() => 0),
        apart,
      );
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      const rows = sweep % 2 === 0 ? this.#rows : this.#rows.toReversed();
      for (const row of rows) {
        const wanted = row.map((cell) => {
          const near = [...(this.#above.get(cell) ?? []), ...(this.#below.get(cell) ?? [])];
          return near.length === 0 ? cell.x : near.reduce((sum, { x }) => sum + x, 0) / near.length;
        });
        spread(row, wanted, apart);
      }
    }
  }

  layout(edges: readonly GraphEdge[], { width, height, gapX, gapY }: Sizes): GraphLayout {
    const cells = this.#rows.flat();
    const left = Math.min(0, ...cells.map(({ isBox, x }) => x - (isBox ? width / 2 : PASSING_WIDTH))) - gapX;
    const right = Math.max(0, ...cells.map(({ isBox, x }) => x + (isBox ? width / 2 : PASSING_WIDTH))) + gapX;
    const top = (layer: number): number => gapY / 2 + layer * (height + gapY);
    const layerOf = new Map(this.#rows.flatMap((row, layer) => row.map((cell) => [cell, layer] as const)));
    const x = (cell: Cell): number => Math.round(cell.x - left);
    const boxes = cells.flatMap((cell) =>
      cell.isBox ? [[cell.id, { x: Math.round(x(cell) - width / 2), y: top(layerOf.get(cell)!) }] as const] : [],
    );
    const line = (edge: GraphEdge): readonly Point[] | undefined => {
      const chain = this.#chains.get(keyOf(edge));
      return chain?.map((cell, at) => {
        const y = top(layerOf.get(cell)!);
        return { x: x(cell), y: at === 0 ? y + height : at === chain.length - 1 ? y : y + height / 2 };
      });
    };
    return {
      ...{ width: Math.round(right - left), height: top(this.#rows.length) },
      ...{ boxes: Object.fromEntries(boxes), lines: edges.map(line) },
    };
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function sortBy(row: Cell[], neighbours: ReadonlyMap<Cell, readonly Cell[]>, at: ReadonlyMap<Cell, number>): void {
  const middle = new Map(
    row.map((cell) => {
      const near = neighbours.get(cell) ?? [];
      const mean = near.reduce((sum, other) => sum + at.get(other)!, 0) / near.length;
      return [cell, near.length === 0 ? at.get(cell)! : mean] as const;
    }),
  );
  row.sort((one, other) => middle.get(one)! - middle.get(other)!);
}

/**
 * As near to where they want to be as their order and their room let them: least squares by pooling neighbours that push each
 * other (Ayer and others 1955).
 */
function spread(row: readonly Cell[], wanted: readonly number[], apart: (one: Cell, other: Cell) => number): void {
  let offset = 0;
  const offsets = row.map((cell, at) => {
    offset += at === 0 ? 0 : apart(row[at - 1]!, cell);
    return offset;
  });
  const pools: { sum: number; count: number }[] = [];
  for (const [at, want] of wanted.entries()) {
    pools.push({ sum: want - offsets[at]!, count: 1 });
    while (pools.length > 1) {
      const [before, last] = [pools.at(-2)!, pools.at(-1)!];
      if (before.sum / before.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  let at = 0;
  for (const { sum, count } of pools) for (let i = 0; i < count; i++, at++) row[at]!.x = sum / count + offsets[at]!;
}
