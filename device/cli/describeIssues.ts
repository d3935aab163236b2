import type { Issue } from "../../firmware/config/Issue.ts";

/** Lines are cut so that the caret stays on the screen. */
const WIDEST_EXCERPT = 100;

/** Issues as a person reads them: place, sentence, the line with a caret below it, and what would be right. */
export function describeIssues(file: string, text: string, issues: readonly Issue[]): string {
  const lines = text.split(/\r?\n/);
  for (const issue of issues) if (issue.confidential === true) hide(lines, issue);
  return issues.map((issue) => describe(file, lines, issue)).join("\n");
}

/** A password in plain text is not shown, for any issue of its line; as wide as it was, so that carets stay true. */
function hide(lines: string[], issue: Issue): void {
  const line = lines[issue.line - 1];
  if (line === undefined) return;
  const start = issue.column - 1;
  lines[issue.line - 1] = line.slice(0, start) + "•".repeat(issue.length) + line.slice(start + issue.length);
}

function describe(file: string, lines: readonly string[], issue: Issue): string {
  const rows = [`${file}:${issue.line}:${issue.column}: ${issue.severity}: ${issue.what}`];
  const source = lines[issue.line - 1];
  if (source !== undefined && source.trim() !== "") rows.push(...excerpt(source, issue));
  rows.push(`      → ${issue.instead}`, "");
  return rows.join("\n");
}

function excerpt(source: string, issue: Issue): readonly string[] {
  const start = issue.column - 1;
  const from = start > WIDEST_EXCERPT - 30 ? start - 40 : 0;
  const shown = printable(source).slice(from, from + WIDEST_EXCERPT);
  const cut = from > 0 ? "…" : "";
  const width = Math.max(1, Math.min(issue.length, shown.length - (start - from)));
  return [
    `${String(issue.line).padStart(4)} | ${cut}${shown}`,
    `     | ${" ".repeat(cut.length + start - from)}${"^".repeat(width)}`,
  ];
}

/** One column for each character, and nothing that a terminal would obey. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, " ");
