import type { Complaint } from "../language/Complaint.ts";
import { say } from "./complaints/places.ts";
import { didYouMean } from "./didYouMean.ts";
import type { Path } from "./Issue.ts";

// Parts of a clinic file as plain values, whatever else is wrong with them.

export interface Found extends Complaint {
  readonly path: Path;
  readonly severity: "error" | "warning";
  /** It is about the name, not the value. */
  readonly key?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;
export type Tell = (path: Path, complaint: Complaint, severity?: "error" | "warning") => void;

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
    if (first !== -1) tell([...path, index, "id"], say.idTwice(id));
    ids.push(id);
  }
  return ids;
}

export const idsIn = (items: unknown): readonly string[] =>
  list(items).flatMap((item) => word(fields(item)["id"]) ?? []);

/** What is said of an id that nobody has. */
export const unknownId = (
  kind: "person" | "rotation" | "group" | "policy",
  id: string,
  known: readonly string[],
): Complaint => say.unknownId(kind, id, didYouMean(id, known), known);
