import type { Complaint } from "../language/Complaint.ts";

/** One mistake in a clinic file: where, what is wrong, and what would be right. */
export interface Issue extends Complaint {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  /** How many characters of that line it is about; at least 1. */
  readonly length: number;
  /** `people[1].phone`; empty for the file as a whole. */
  readonly path: string;
  /** An error: the file cannot be used. A warning: it can, and somebody should know. */
  readonly severity: "error" | "warning";
}

export type Path = readonly (string | number)[];

export function pathInWords(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
