import { closedBefore } from "../../../firmware/oncall/openHours.ts";
import { wallTime } from "../../../firmware/oncall/wallClock.ts";
import { Hours } from "../../../firmware/time/Duration.ts";
import { dayAnswer, dayQuery } from "../api/messages.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";
import { dayInWords } from "../messages/dayInWords.ts";
import { languageOf } from "../messages/languageOf.ts";
import { MessageBook } from "../messages/MessageBook.ts";

const MOST_COUNTED = 10_000;
const MOST_SHOWN = 50;
/** Without open hours there is no evening at which anybody left. */
const WITHOUT_HOURS = Hours(24);

/** What somebody who opens the clinic wants to know first. */
export const dayRoutes = (box: ConsoleBox): readonly Route[] => {
  const messages = new MessageBook(box);
  return [
    route({
      ...{ method: "GET", path: "/day", may: "messages.read" },
      summary: "What came since the clinic closed on the day before, and what became of the urgent ones",
      ...{ query: dayQuery, answer: dayAnswer },
      audit: () => ({ kind: "inbox-seen", once: true }),
      handle: async ({ headers, query, signal, who }) => {
        const language = languageOf(query.language, headers["accept-language"]);
        const untilAt = query.at ?? Math.trunc(box.clock.now()) + 1;
        const clinic = box.clinic.known;
        const closed = clinic === undefined ? undefined : closedBefore(clinic, untilAt);
        const sinceAt = Math.trunc(closed ?? untilAt - WITHOUT_HOURS);
        const span = { from: sinceAt, to: untilAt };
        const all = await messages.places({ ...span, limit: MOST_COUNTED }, signal);
        const urgent = await messages.places({ ...span, urgent: true, limit: MOST_COUNTED }, signal);
        const urgentOnes = [...messages.rows(urgent.slice(0, MOST_SHOWN), language)];
        const day = { received: all.length, urgent: urgent.length, urgentOnes };
        const zone = clinic?.clinic.timezone ?? "UTC";
        return {
          ...{ sinceAt, untilAt, ...day, counts: messages.counts(who) },
          text: dayInWords(day, (at) => wallTime(at, zone), language),
        };
      },
    }),
  ];
};
