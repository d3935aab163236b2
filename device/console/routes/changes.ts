import { changesAnswer, givenUpAnswer, logAnswer } from "../api/changes.ts";
import { conflict } from "../api/errors.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";

/** What is being changed on the box, and what was. Changes themselves are begun where they are made: /clinic, /prompts. */
export const changesRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/changes", may: "clinic.read", answer: changesAnswer },
    summary: "The change that is being made just now, step by step, and how the last one ended",
    handle: () => box.changes.now(),
  }),
  route({
    ...{ method: "POST", path: "/changes/give-up", may: "clinic.change", answer: givenUpAnswer },
    summary: "Give up a change that still waits for the end of a call: nothing is changed",
    audit: () => ({ kind: "change-given-up" }),
    handle: async () => {
      if (await box.changes.giveUp()) return { givenUp: true };
      throw conflict("NOT_WAITING", "There is no change that waits.", "Look again: it may be over, or past waiting.");
    },
  }),
  route({
    ...{ method: "GET", path: "/changes/log", may: "clinic.read", answer: logAnswer },
    summary: "What was changed on this box, by whom, and what came of it, newest first",
    handle: async () => ({
      changes: (await box.changes.log()).map(({ at, what, ...rest }) => ({
        ...rest,
        at: Date.parse(at),
        what: [...what],
      })),
    }),
  }),
];
