import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { InboxQuery } from "../../../firmware/message/Inbox.ts";
import { dateAt, wallTime } from "../../../firmware/oncall/wallClock.ts";
import { languageQuery, messageDetail, messagesAnswer, messagesQuery, refParams } from "../api/messages.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { CSV_BEGINNING, csvHead, csvLine } from "../messages/csv.ts";
import { languageOf } from "../messages/languageOf.ts";
import { MessageBook } from "../messages/MessageBook.ts";
import { cursorOf, queryOf } from "../messages/queryOf.ts";

/** References are read aloud and typed: in any case. */
export const refOf = (typed: string): string => typed.trim().toUpperCase();

/** Messages in one piece of the CSV file. */
const ROWS_A_PIECE = 100;

/** The inbox: a list that is searched, one message, and the list as a spreadsheet. */
export const messagesRoutes = (box: ConsoleBox): readonly Route[] => {
  const messages = new MessageBook(box);
  return [
    route({
      ...{ method: "GET", path: "/messages", summary: "Messages, newest first", may: "messages.read" },
      ...{ query: messagesQuery, answer: messagesAnswer },
      audit: () => ({ kind: "inbox-seen", once: true }),
      handle: async ({ query, signal, who }) => {
        const { limit } = query;
        const places = await messages.places(queryOf(query, messages.me(who), limit + 1), signal);
        const shown = places.slice(0, limit);
        const last = shown.at(-1);
        return {
          messages: [...messages.rows(shown)],
          ...(places.length > limit && last !== undefined ? { next: cursorOf(last) } : {}),
          counts: messages.counts(who),
        };
      },
    }),
    route({
      ...{ method: "GET", path: "/messages.csv", may: "messages.export", sends: "text/csv" },
      summary: "The same list as a spreadsheet; times are the clinic's wall time",
      query: messagesQuery.omit({ after: true, limit: true }),
      audit: ({ query }) => ({ kind: "list-exported", detail: Object.keys(query).sort().join(" ") }),
      handle: ({ query, signal, who }) => {
        const zone = box.clinic.known?.clinic.timezone ?? "UTC";
        const rows = csvOf(messages, queryOf(query, messages.me(who), Number.MAX_SAFE_INTEGER), zone, signal);
        const name = `messages-${dateAt(box.clock.now(), zone).toString()}.csv`;
        return new RawAnswer("text/csv; charset=utf-8", Readable.from(rows), {
          headers: { "Content-Disposition": `attachment; filename="${name}"` },
        });
      },
    }),
    route({
      ...{ method: "GET", path: "/messages/:ref", summary: "One message with its life so far", may: "messages.read" },
      ...{ params: refParams, query: languageQuery, answer: messageDetail },
      audit: (_, { ref }) => ({ kind: "message-seen", ref, once: true }),
      handle: ({ headers, params, query }) =>
        messages.detail(refOf(params.ref), languageOf(query.language, headers["accept-language"])),
    }),
  ];
};

async function* csvOf(
  messages: MessageBook,
  query: InboxQuery,
  zone: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield CSV_BEGINNING + csvHead();
  const wall = (at: number): string => `${dateAt(at, zone).toString()} ${wallTime(at, zone)}`;
  const places = await messages.places(query, signal);
  for (let from = 0; from < places.length; from += ROWS_A_PIECE) {
    signal.throwIfAborted();
    await setImmediate();
    yield messages
      .rows(places.slice(from, from + ROWS_A_PIECE))
      .map((row) => csvLine(row, wall))
      .join("");
  }
}
