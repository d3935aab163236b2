export interface DiffRow {
  readonly sign: "+" | "-" | " ";
  readonly text: string;
}

/** Beyond this many changed lines on both sides the middle is shown as gone and new: nobody reads such a difference. */
const MOST_COMPARED = 4_000_000;

/** Two texts line by line, by their longest common subsequence. */
export function lineDiff(before: string, after: string): readonly DiffRow[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, fresh.length) - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]): DiffRow[] => lines.map((text) => ({ sign: " ", text }));
  return [
    ...same(old.slice(0, start)),
    ...middle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...same(old.slice(old.length - end)),
  ];
}

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));

function middle(old: readonly string[], fresh: readonly string[]): readonly DiffRow[] {
  const width = fresh.length + 1;
  if (old.length * width > MOST_COMPARED)
    return [
      ...old.map((text) => ({ sign: "-", text }) as const),
      ...fresh.map((text) => ({ sign: "+", text }) as const),
    ];
  // Of each pair of beginnings left: how many lines the rest has in common.
  const common = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === fresh[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const rows: DiffRow[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) rows.push({ sign: " ", text: old[i++]! }) && j++;
    else if (j >= fresh.length || (i < old.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!))
      rows.push({ sign: "-", text: old[i++]! });
    else rows.push({ sign: "+", text: fresh[j++]! });
  }
  return rows;
}
