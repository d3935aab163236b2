// Reply codes: none is ever handed out twice.

import { CodeLedger } from "../CodeLedger.ts";
import { positionByTime } from "../CodeSequence.ts";
import { firstFound, type Layer, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";

export const codesWrites = {
  reserveCodes: (view: View, means: Means, count: number): readonly string[] => reserve(view, means, count),
};

const MOST_CODES_AT_ONCE = 1_000;

export const reserve = (view: View, means: Means, count: number): readonly string[] => {
  const wanted = Math.max(0, Math.min(MOST_CODES_AT_ONCE, Math.trunc(count)));
  const first = Math.max(
    means.codes.next,
    positionByTime(means.now),
    ...view.all.map((layer) => view.read(layer, afterLastRange, 0)),
  );
  const codes: string[] = [];
  let position = first;
  for (; codes.length < wanted; position += 1) {
    const code = means.codes.sequence.at(position);
    if (code && !isUsed(view, code)) codes.push(code);
  }
  const durable = means.codes.advance(position);
  if (!durable && view.top.kept === "memory") means.codes.advance(position + CodeLedger.leap());
  if (wanted > 0)
    view.top.run("INSERT INTO code_ranges (first, last) VALUES (?, ?) ON CONFLICT DO NOTHING", first, position - 1);
  return codes;
};

const afterLastRange = (layer: Layer): number =>
  (layer.get<{ last: number | null }>("SELECT max(last) AS last FROM code_ranges")?.last ?? -1) + 1;

/** Never so while the ledger or the key is the same; a new box with an old database has neither. */
export const isUsed = (view: View, code: string): boolean =>
  firstFound(view, (layer) =>
    layer.get("SELECT 1 FROM messages WHERE ref = ? UNION ALL SELECT 1 FROM alerts WHERE ref = ?", code, code),
  ) !== undefined;

/** With the main database out of reach its ranges are too: then every position before the mark counts as handed out. */
export const wasHandedOut = (view: View, codes: CodeLedger, ref: string): boolean => {
  const position = codes.sequence.positionOf(ref);
  if (position === undefined) return false;
  if (!view.all.some((layer) => layer.kept === "disk")) return position < codes.next;
  const inRange = (layer: Layer) =>
    layer.get("SELECT 1 FROM code_ranges WHERE first <= ? AND last >= ?", position, position);
  return firstFound(view, inRange) !== undefined;
};
