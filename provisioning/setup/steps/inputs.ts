/* @pure */
import { type Accepted, type Input, problem } from "../core/Step.ts";

/** A comma-separated answer as its parts. */
export const parts = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Refuses an answer in which something that is needed is empty; the fields are named by their own labels at the face. */
export function withMissing(input: Input, needed: readonly string[]): Extract<Accepted, { ok: false }> | undefined {
  const missing = needed.filter((name) => (input[name] ?? "").trim() === "");
  if (missing.length === 0) return undefined;
  return { ok: false, problems: missing.map((name) => problem(name, "nothing was entered", "this one is needed")) };
}

export const isMissing = (
  found: Extract<Accepted, { ok: false }> | undefined,
): found is Extract<Accepted, { ok: false }> => found !== undefined;

/** `8`, `8:00`, `08.30`, `8 am` and `5pm` mean a time; anything else stays as it is, for the check to refuse in its words. */
export function clockTime(typed: string): string {
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?$/i.exec(typed.trim());
  if (match === null) return typed.trim();
  const [, hour = "", minute = "00", half] = match;
  const hours = Number(hour);
  if (half !== undefined && (hours < 1 || hours > 12)) return typed.trim();
  const on24 = half === undefined ? hours : (hours % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
  return `${String(on24).padStart(2, "0")}:${minute}`;
}

/** A whole number, or undefined. */
export const wholeNumber = (typed: string): number | undefined =>
  /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : undefined;
