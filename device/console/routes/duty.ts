import {
  changeParams,
  changesBody,
  dutyAnswer,
  dutyAtAnswer,
  dutyAtQuery,
  dutyDraftAnswer,
  dutyDraftBody,
  dutyQuery,
  MOST_DAYS,
  madeAnswer,
  previewAnswer,
} from "../api/duty.ts";
import { ApiError } from "../api/errors.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { DutyDesk } from "../duty/DutyDesk.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { languageOf } from "../messages/languageOf.ts";
import { calendarLinkRoutes } from "./calendarLinks.ts";

const DAY_MS = 86_400_000;
/** A whole clinic file, every character of it escaped. */
const bodyLimit = 2 * 1024 * 1024;

function checkSpan(from: number, to: number): void {
  if (!(from < to) || to - from > MOST_DAYS * DAY_MS)
    throw new ApiError(400, "SPAN", `The span has to end after it begins, and within ${MOST_DAYS} days.`);
}

/** Who has duty when, who would be paged, and changes of duty. */
export function dutyRoutes(box: ConsoleBox): readonly Route[] {
  const desk = new DutyDesk(box);
  return [
    route({
      ...{ method: "GET", path: "/duty", summary: "Who has duty over a span of time, with gaps", may: "duty.read" },
      ...{ query: dutyQuery, answer: dutyAnswer },
      handle: ({ headers, query: { from, language, to, ...only }, who }) => {
        checkSpan(from, to);
        return desk.between(from, to, who, { ...only, language: languageOf(language, headers["accept-language"]) });
      },
    }),
    route({
      ...{ method: "GET", path: "/duty/at", may: "duty.read", query: dutyAtQuery, answer: dutyAtAnswer },
      summary: "Who would be paged at a moment, and how that comes about",
      handle: ({ headers, query }) => desk.at(query.at, languageOf(query.language, headers["accept-language"])),
    }),
    route({
      ...{ method: "POST", path: "/duty/preview", may: "duty.change", body: changesBody, answer: previewAnswer },
      summary: "What changes of duty would do, and whom they would be told to; nothing is kept",
      handle: ({ body, who }) => desk.preview(body.changes, who),
    }),
    route({
      ...{ method: "POST", path: "/duty/draft", may: "clinic.change", bodyLimit },
      ...{ body: dutyDraftBody, answer: dutyDraftAnswer },
      summary: "Who would have duty by a clinic file that is not in force, and where that differs; nothing is kept",
      handle: ({ body: { from, text, to }, headers, who }) => {
        checkSpan(from, to);
        return desk.ofFile(text, { from, to, who, language: languageOf(undefined, headers["accept-language"]) });
      },
    }),
    route({
      ...{ method: "POST", path: "/duty/changes", may: "duty.change", body: changesBody, answer: madeAnswer },
      summary: "Change duty: cover, swap (two changes), add, take off; whoever it is about is told by SMS",
      audit: (_asked, { changes }) => ({ kind: "duty-changed", detail: changes.map(({ id }) => id).join(" ") }),
      handle: async ({ body, who }) => ({ changes: [...(await desk.change(body.changes, who))] }),
    }),
    route({
      ...{ method: "DELETE", path: "/duty/changes/:id", may: "duty.change", params: changeParams },
      summary: "Take a change of duty back; whoever it was about is told by SMS",
      sends: "application/json",
      audit: ({ params }) => ({ kind: "duty-withdrawn", detail: params.id }),
      handle: async ({ params, who }) => {
        await desk.withdraw(params.id, who);
        return new RawAnswer("application/json", "{}");
      },
    }),
    ...calendarLinkRoutes(box, desk),
  ];
}
