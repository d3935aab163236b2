/* @pure */
import type { MessageRow } from "../api/messages.ts";

// The list as a spreadsheet reads it (RFC 4180): CRLF, quotes doubled. Times are wall time of the clinic, without a zone, which
// is what Excel and LibreOffice take for a time.

const COLUMNS: readonly (readonly [title: string, value: (row: MessageRow, wall: (at: number) => string) => string])[] =
  [
    ["Reference", ({ ref }) => ref],
    ["Received", ({ receivedAt }, wall) => wall(receivedAt)],
    ["Urgency", ({ urgency }) => urgency],
    ["Urgent because", ({ urgency, urgencyBecause }) => (urgency === "urgent" ? urgencyBecause : "")],
    ["State", ({ state }) => state],
    ["Caller", ({ callerKind }) => callerKind],
    ["Caller ID", ({ callerId, callerWithheld }) => callerId ?? (callerWithheld ? "withheld" : "")],
    ["Caller ID name", ({ callerName }) => callerName ?? ""],
    ["Callback number", ({ callback }) => callback ?? ""],
    ["Number confirmed", ({ callback, callbackConfirmed }) => (callback === undefined ? "" : yes(callbackConfirmed))],
    ["Date of birth", ({ dateOfBirth }) => dateOfBirth ?? ""],
    ["Language", ({ language }) => language],
    ["Line", ({ line }) => line],
    ["Taken by", ({ takenBy }) => takenBy?.name ?? ""],
    ["Taken", ({ takenAt }, wall) => (takenAt === undefined ? "" : wall(takenAt))],
    ["Called back by", ({ calledBackBy }) => calledBackBy?.name ?? ""],
    ["Called back", ({ calledBackAt }, wall) => (calledBackAt === undefined ? "" : wall(calledBackAt))],
    ["Closed by", ({ closedBy }) => closedBy?.name ?? ""],
    ["Closed", ({ closedAt }, wall) => (closedAt === undefined ? "" : wall(closedAt))],
    ["Assigned to", ({ assignedTo }) => assignedTo?.name ?? ""],
    ["Notes", ({ notes }) => String(notes)],
    ["Heard", ({ heard }) => yes(heard)],
    ["Name (s)", ({ nameMs }) => seconds(nameMs)],
    ["Reason (s)", ({ reasonMs }) => seconds(reasonMs)],
  ];

const yes = (value: boolean): string => (value ? "yes" : "no");
const seconds = (ms: number | undefined): string => (ms === undefined ? "" : (ms / 1000).toFixed(1));

/** So that Excel takes it for UTF-8. */
export const CSV_BEGINNING = "\uFEFF";

export const csvHead = (): string => lineOf(COLUMNS.map(([title]) => title));

export const csvLine = (row: MessageRow, wall: (at: number) => string): string =>
  lineOf(COLUMNS.map(([, value]) => value(row, wall)));

const lineOf = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/**
 * What a caller or a network has told must not become a formula in somebody's spreadsheet (CWE-1236): a cell that begins as one
 * gets an apostrophe in front, as OWASP says. A number keeps its plus behind it.
 */
export const csvCell = (text: string): string => {
  const safe = /^[\s\uFEFF]*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
