// Figures to paths: in the picture a step is one unit wide, the scale goes from 0 (above) to 100 (below).

/** Least, mean and most of one step; null: not known. */
export type Figure = readonly [number, number, number] | null;

export interface Scale {
  readonly least: number;
  readonly most: number;
}

/** Stretches of steps that have figures, `[from, to)`: between them is a gap. */
export function stretches(figures: readonly Figure[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [at, figure] of figures.entries()) {
    if (figure === null) continue;
    const last = found.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found;
}

const heightOf = (value: number, { least, most }: Scale): number =>
  Math.round((1 - (Math.min(most, Math.max(least, value)) - least) / (most - least)) * 1_000) / 10;

/** The means, each in the middle of its step; a stretch reaches from its beginning to its end, so that one step alone is seen. */
export const linePath = (figures: readonly Figure[], scale: Scale): string =>
  stretches(figures)
    .map(([from, to]) => {
      const height = (at: number): number => heightOf(figures[at]?.[1] ?? scale.least, scale);
      const points = Array.from({ length: to - from }, (_, step) => `${from + step + 0.5} ${height(from + step)}`);
      return `M${from} ${height(from)}L${points.join("L")}L${to} ${height(to - 1)}`;
    })
    .join("");

/** Between the least and the most of each step. */
export const bandPath = (figures: readonly Figure[], scale: Scale): string =>
  stretches(figures)
    .map(([from, to]) => {
      const edge = (at: number, side: 0 | 2): string => {
        const height = heightOf(figures[at]?.[side] ?? scale.least, scale);
        return `${at} ${height}L${at + 1} ${height}`;
      };
      const above = Array.from({ length: to - from }, (_, step) => edge(from + step, 2));
      const below = Array.from({ length: to - from }, (_, step) => {
        const height = heightOf(figures[to - 1 - step]?.[0] ?? scale.least, scale);
        return `${to - step} ${height}L${to - 1 - step} ${height}`;
      });
      return `M${above.join("L")}L${below.join("L")}Z`;
    })
    .join("");

/** Least, mean, most and the last one of all that is known; undefined: nothing is. */
export function summed(figures: readonly Figure[]) {
  const known = figures.filter((figure) => figure !== null);
  const last = known.at(-1);
  if (last === undefined) return undefined;
  return {
    least: Math.min(...known.map(([least]) => least)),
    most: Math.max(...known.map(([, , most]) => most)),
    mean: known.reduce((sum, [, mean]) => sum + mean, 0) / known.length,
    last: last[1],
    gaps: figures.length - known.length,
  };
}

/** Runs of the same: whole (1), not at all (0), in part, not known. */
export type Part = "well" | "part" | "wrong" | "unknown";

export const partOf = (value: number | null): Part =>
  value === null ? "unknown" : value >= 0.995 ? "well" : value <= 0.005 ? "wrong" : "part";

export function runs(
  values: readonly (number | null)[],
): readonly { readonly from: number; readonly to: number; readonly part: Part }[] {
  const found: { from: number; to: number; part: Part }[] = [];
  for (const [at, value] of values.entries()) {
    const part = partOf(value);
    const last = found.at(-1);
    if (last?.part === part) last.to = at + 1;
    else found.push({ from: at, to: at + 1, part });
  }
  return found;
}

/** A scale that holds all figures, by whole fives, not narrower than asked for. */
export function scaleFor(figures: readonly Figure[], wish: Scale): Scale {
  const known = summed(figures);
  if (known === undefined) return wish;
  return {
    least: Math.min(wish.least, Math.floor(known.least / 5) * 5),
    most: Math.max(wish.most, Math.ceil(known.most / 5) * 5),
  };
}
