import { didYouMean, oneOf } from "./didYouMean.ts";
import type { Complaint, Path } from "./Issue.ts";

// Parts of a clinic file as plain values, whatever else is wrong with them.

export interface Found extends Complaint {
  readonly path: Path;
  readonly severity: "error" | "warning";
  /** It is about the name, not the value. */
  readonly key?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;
export type Tell = (path: Path, what: string, instead: string, severity?: "error" | "warning") => void;

export const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const word = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Ids of a list, in order; a second use of one is told. */
export function idsOf(items: unknown, path: Path, tell: Tell): readonly string[] {
  const ids: string[] = [];
  for (const [index, item] of list(items).entries()) {
    const id = word(fields(item)["id"]);
    if (id === undefined) continue;
    const first = ids.indexOf(id);
    if (first !== -1) tell([...path, index, "id"], `id: "${id}" is given twice`, "every id is used once");
    ids.push(id);
  }
  return ids;
}

export const idsIn = (items: unknown): readonly string[] =>
  list(items).flatMap((item) => word(fields(item)["id"]) ?? []);

/** What is wrong, and what would be right, of an id that nobody has. */
export const unknownId = (what: string, id: string, known: readonly string[]): readonly [string, string] => {
  const meant = didYouMean(id, known);
  const instead =
    meant !== undefined
      ? `did you mean ${meant}?`
      : known.length === 0
        ? `there is no ${what} in this file yet`
        : `known are ${oneOf(known)}`;
  return [`there is no ${what} "${id.slice(0, 40)}"`, instead];
};
