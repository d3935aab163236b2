import {
  appliedAnswer,
  applyBody,
  clinicAnswer,
  draftAnswer,
  draftBody,
  historyAnswer,
  pastAnswer,
  pastParams,
  planAnswer,
  planBody,
} from "../api/clinic.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { planInSpanish } from "../changes/changeInSpanish.ts";
import { ClinicDesk } from "../clinic/ClinicDesk.ts";
import { type Route, route } from "../http/Route.ts";

/** A whole clinic file, every character of it escaped. */
const bodyLimit = 2 * 1024 * 1024;

/** The clinic file: script, hours, people, policies. Read, drafted, checked, applied; and every one before it. */
export function clinicRoutes(box: ConsoleBox): readonly Route[] {
  const desk = new ClinicDesk(box);
  return [
    route({
      ...{ method: "GET", path: "/clinic", may: "clinic.read", answer: clinicAnswer },
      summary: "The clinic file in force: its text, what it says, what is odd about it, its dialogue as a diagram",
      audit: () => ({ kind: "clinic-seen", once: true }),
      handle: () => desk.current(),
    }),
    route({
      ...{
        method: "POST",
        path: "/clinic/draft",
        may: "clinic.change",
        body: draftBody,
        answer: draftAnswer,
        bodyLimit,
      },
      summary:
        "A text with edits made in it (comments stay), what is wrong with it, and how it differs; nothing is kept",
      handle: ({ body }) => desk.draft(body.text, body.edits),
    }),
    route({
      ...{ method: "POST", path: "/clinic/plan", may: "clinic.change", body: planBody, answer: planAnswer, bodyLimit },
      summary: "What applying a text would do, and what speaks against it; nothing is changed",
      handle: async ({ body, who }) => {
        await desk.permit(body.text, who);
        return planInSpanish(await box.changes.plan([{ kind: "clinic-file", text: body.text }]));
      },
    }),
    route({
      ...{
        method: "POST",
        path: "/clinic/apply",
        may: "clinic.change",
        body: applyBody,
        answer: appliedAnswer,
        bodyLimit,
      },
      summary:
        "Put a text in place of the clinic file, between two calls; back by itself if the box does not work with it",
      audit: (_asked, answer) => ({
        kind: "clinic-changed",
        ...("changed" in answer ? { detail: answer.changed.join(", ") } : {}),
      }),
      handle: async ({ body, who }) => {
        const changed = await desk.permit(body.text, who, body.base);
        await box.changes.begin([{ kind: "clinic-file", text: body.text }], who, body.base);
        return { begun: true as const, changed: [...changed] };
      },
    }),
    route({
      ...{ method: "GET", path: "/clinic/history", may: "clinic.read", answer: historyAnswer },
      summary: "The clinic files that were replaced, when and by whom, newest first",
      handle: async () => ({ past: [...(await desk.history())] }),
    }),
    route({
      ...{ method: "GET", path: "/clinic/history/:number", may: "clinic.read" },
      ...{ summary: "One of them, and what has changed since", params: pastParams, answer: pastAnswer },
      audit: ({ params }) => ({ kind: "clinic-seen", detail: `history ${params.number}`, once: true }),
      handle: ({ params }) => desk.past(params.number),
    }),
  ];
}
