/** Long input is not compared: the distance is quadratic, and nobody mistypes forty letters. */
const LONGEST_COMPARED = 40;

/** Edits between two words, a swap of neighbours counted as one (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The known word that was most likely meant: at most a third of its letters wrong, or an ending too many. Case does not count. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST_COMPARED) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const plain = candidate.toLowerCase();
    const near = Math.max(1, Math.floor(plain.length / 3));
    const longer = plain.length > 3 && wanted.startsWith(plain);
    const away = plain === wanted ? 0 : longer ? near : distance(wanted, plain);
    if (away < bestDistance && away <= near) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}
