import { CONSOLE_EVENTS } from "../api/events.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";

/** What happens, as it happens. */
export const eventsRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/events", may: "signedIn", sends: "text/event-stream" },
    summary: `Server-Sent Events: ${CONSOLE_EVENTS.join(", ")}. Never a word of a caller: fetch what changed`,
    handle: ({ headers, who }) => {
      const last = headers["last-event-id"];
      const stream = box.events.open(who, Array.isArray(last) ? last[0] : last, box.daemon.isThere);
      return new RawAnswer("text/event-stream; charset=utf-8", stream, { headers: { "X-Accel-Buffering": "no" } });
    },
  }),
];
