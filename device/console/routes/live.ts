import { historyAnswer, historyQuery, liveAnswer, liveQuery } from "../api/live.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";
import { languageOf } from "../messages/languageOf.ts";

/** What the box is doing now, and how it was. */
export const liveRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/live", may: "live.read", query: liveQuery, answer: liveAnswer },
    summary: "Calls step by step, lines, modems, broker, power, disk, clock, faults; nothing of a caller",
    handle: ({ headers, query }) => box.live.now(languageOf(query.language, headers["accept-language"])),
  }),
  route({
    ...{ method: "GET", path: "/live/history", may: "live.read", query: historyQuery, answer: historyAnswer },
    summary: "Signal, network, lines, broker, disk, temperature over a day or a month; gaps stay gaps",
    handle: ({ query }) => box.live.history(query.span),
  }),
];
