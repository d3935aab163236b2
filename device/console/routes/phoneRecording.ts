import { answersCalls } from "../../../firmware/config/answersCalls.ts";
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { notFound } from "../api/errors.ts";
import { type PhoneCodeAnswer, phoneAnswer, phoneCodeAnswer, promptParams } from "../api/prompts.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import type { PromptBook } from "../prompts/PromptBook.ts";
import type { PromptDesk } from "../prompts/PromptDesk.ts";

/** A sentence recorded by telephone: a one-time code for the caller, and what becomes of it. */
export const phoneRecordingRoutes = (box: ConsoleBox, book: PromptBook, desk: PromptDesk): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/prompts/telephone", may: "prompts.change", personsOnly: true, answer: phoneAnswer },
    summary: "What becomes of the sentence that I am recording by telephone",
    handle: ({ who }) => {
      const recording = box.phones.of(who);
      return recording === undefined ? {} : { recording };
    },
  }),
  route({
    ...{ method: "DELETE", path: "/prompts/telephone", may: "prompts.change", personsOnly: true },
    ...{ summary: "Give my code up: it is worth nothing any more", sends: "application/json" },
    handle: ({ who }) => {
      if (!box.phones.giveUp(who)) throw notFound("code of yours");
      return new RawAnswer("application/json", "{}");
    },
  }),
  route({
    ...{ method: "POST", path: "/prompts/:language/:id/telephone", may: "prompts.change", personsOnly: true },
    summary:
      "Record a sentence by telephone: a code for ten minutes and one call, one at a time for each person; what is confirmed is the draft",
    ...{ params: promptParams, answer: phoneCodeAnswer },
    audit: ({ params }) => ({ kind: "prompt-phone-code", detail: `${params.language}/${params.id}` }),
    handle: async ({ params: { id, language }, who }): Promise<PhoneCodeAnswer> => {
      const entry = book.find(language, id);
      const { clip } = entry;
      const number = book.rows(language).findIndex((row) => row.clip === clip) + 1;
      const keep = async (wav: Uint8Array): Promise<void> => {
        await desk.fromFile(language, entry, wav, "telephone", who);
        box.audit.note(who.id, { kind: "prompt-recorded", detail: `${language}/${clip}: telephone` });
      };
      const { code, expiresAt } = await box.phones.begin({ who, language, clip, number, keep });
      return { code, expiresAt, number, lines: answering(box.clinic.current) };
    },
  }),
];

const answering = ({ lines }: Clinic): PhoneCodeAnswer["lines"] =>
  lines.filter(answersCalls).map(({ driver, id }) => ({ id, kind: driver === "gsm" ? "mobile" : "landline" }));
