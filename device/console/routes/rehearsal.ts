import * as z from "zod";
import { SCENARIOS, VOICES } from "../../rehearsal/scenarios.ts";
import { notFound } from "../api/errors.ts";
import { rehearsalAnswer, rehearsalWish } from "../api/rehearsal.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";

const CHOICES = {
  examples: SCENARIOS.map(({ name, about }) => ({ name, about })),
  voices: VOICES.map((voice) => ({ ...voice })),
};

/** The rehearsal phone: the clinic's own script on emulated modems. What goes on in a room goes over its WebSocket. */
export const rehearsalRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{
      method: "GET",
      path: "/rehearsal",
      summary: "The rehearsal that is going on, if there is one",
      may: "rehearse",
    },
    answer: rehearsalAnswer,
    handle: () => answerOf(box),
  }),
  route({
    ...{ method: "POST", path: "/rehearsal", summary: "Begin a rehearsal", may: "rehearse", personsOnly: true },
    ...{ body: rehearsalWish, answer: rehearsalAnswer },
    audit: () => ({ kind: "rehearsal-begun" }),
    handle: async ({ body, who }) => {
      await box.rehearsals.open(body, who.name);
      return answerOf(box);
    },
  }),
  route({
    ...{ method: "DELETE", path: "/rehearsal", summary: "End it, for everybody who is in it", may: "rehearse" },
    personsOnly: true,
    answer: rehearsalAnswer,
    handle: async ({ who }) => {
      await box.rehearsals.end(`${who.name} has ended it.`);
      return answerOf(box);
    },
  }),
  route({
    ...{ method: "GET", path: "/rehearsal/recordings/:ref/:part", may: "rehearse" },
    summary: "What was recorded in this rehearsal: the name, the reason",
    params: z.object({ ref: z.string().regex(/^[2-9A-Z]{4,5}$/), part: z.enum(["name", "reason"]) }),
    sends: "audio/wav",
    handle: async ({ params: { part, ref } }) => {
      const wav = await box.rehearsals.recording(ref, part);
      if (wav === undefined) throw notFound("such recording in this rehearsal");
      return new RawAnswer("audio/wav", wav);
    },
  }),
];

const answerOf = ({ rehearsals: { by, inInbox, view } }: ConsoleBox) => ({
  ...{ view, choices: CHOICES, inInbox },
  ...(by === undefined ? {} : { by }),
});
