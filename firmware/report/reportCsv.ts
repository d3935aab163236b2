import type { ReportLine } from "./reportLines.ts";

const HEADER = ["section", "figure", "unit", "n", "value", "median", "p90", "max", "yardstick"];

/** RFC 4180: CRLF, quotes doubled. One figure a row; a figure that did not occur has empty cells, which no sum takes for 0. */
export function reportCsv(lines: readonly ReportLine[]): string {
  return [HEADER, ...lines.map(rowOf)].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function rowOf({ section, name, unit, value, yardstick = "" }: ReportLine): readonly string[] {
  const plain = typeof value === "number" ? `${value}` : "";
  const { n, median, p90, max } = typeof value === "object" ? value : {};
  return [section, name, unit, text(n), plain, text(median), text(p90), text(max), yardstick];
}

const text = (value: number | undefined): string => (value === undefined ? "" : `${value}`);

/** Spreadsheets run what begins with one of these as a formula; an apostrophe makes it words again. */
const FORMULA = /^[=+\-@\t\r]/;

export function cell(content: string): string {
  const harmless = FORMULA.test(content) ? `'${content}` : content;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
