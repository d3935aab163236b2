/* @pure */
import type { MessageRow } from "../api/messages.ts";
import type { WordsLanguage } from "./timelineWords.ts";

/** The night in one sentence: `3 new, 1 urgent: taken by Dr. Chen at 02:16, called back at 02:24`. */
export function dayInWords(
  {
    received,
    urgent,
    urgentOnes,
  }: { readonly received: number; readonly urgent: number; readonly urgentOnes: readonly MessageRow[] },
  wallTime: (at: number) => string,
  language: WordsLanguage,
): string {
  const words = WORDS[language];
  if (received === 0) return words.nothing;
  const count = words.received(received);
  if (urgent === 0) return `${count}, ${words.noneUrgent}.`;
  const told = urgentOnes.slice(0, MOST_TOLD).map((row) => {
    const whose = urgent === 1 ? "" : `${row.ref} `;
    return whose + fateOf(row, wallTime, words);
  });
  const more = urgent > told.length ? `; ${words.more(urgent - told.length)}` : "";
  return `${count}, ${words.urgent(urgent)}: ${told.join("; ")}${more}.`;
}

const MOST_TOLD = 3;

function fateOf(row: MessageRow, wallTime: (at: number) => string, words: Words): string {
  const parts: string[] = [];
  if (row.takenAt !== undefined) parts.push(words.taken(row.takenBy?.name ?? words.somebody, wallTime(row.takenAt)));
  if (row.calledBackAt !== undefined) parts.push(words.calledBack(wallTime(row.calledBackAt)));
  if (parts.length === 0 && row.closedAt !== undefined) parts.push(words.closed(wallTime(row.closedAt)));
  if (parts.length === 0) parts.push(words.nobody);
  else if (row.state === "taken") parts.push(words.notYet);
  return parts.join(", ");
}

interface Words {
  readonly nothing: string;
  readonly somebody: string;
  readonly received: (count: number) => string;
  readonly noneUrgent: string;
  readonly urgent: (count: number) => string;
  readonly more: (count: number) => string;
  readonly taken: (by: string, at: string) => string;
  readonly calledBack: (at: string) => string;
  readonly closed: (at: string) => string;
  readonly nobody: string;
  readonly notYet: string;
}

const WORDS: Readonly<Record<WordsLanguage, Words>> = {
  en: {
    nothing: "No messages.",
    somebody: "somebody",
    received: (count) => `${count} new message${count === 1 ? "" : "s"}`,
    noneUrgent: "none urgent",
    urgent: (count) => `${count} urgent`,
    more: (count) => `and ${count} more`,
    taken: (by, at) => `taken by ${by} at ${at}`,
    calledBack: (at) => `called back at ${at}`,
    closed: (at) => `closed at ${at}`,
    nobody: "nobody has it yet",
    notYet: "not called back yet",
  },
  es: {
    nothing: "Sin mensajes.",
    somebody: "alguien",
    received: (count) => (count === 1 ? "1 mensaje nuevo" : `${count} mensajes nuevos`),
    noneUrgent: "ninguno urgente",
    urgent: (count) => (count === 1 ? "1 urgente" : `${count} urgentes`),
    more: (count) => `y ${count} más`,
    taken: (by, at) => `a cargo de ${by} a las ${at}`,
    calledBack: (at) => `llamada devuelta a las ${at}`,
    closed: (at) => `cerrado a las ${at}`,
    nobody: "aún no lo tiene nadie",
    notYet: "aún sin devolver la llamada",
  },
};
