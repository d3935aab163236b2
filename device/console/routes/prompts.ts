import { join } from "node:path";
import * as z from "zod";
import { asHeard } from "../../audio/asHeard.ts";
import { LARGEST_RECORDING } from "../../audio/promptFromFile.ts";
import { writtenClip } from "../../call/writeClip.ts";
import { changesAnswer } from "../api/changes.ts";
import { conflict, notFound } from "../api/errors.ts";
import { waveform } from "../api/messages.ts";
import {
  draftOf,
  draftQuery,
  promptAudioQuery,
  promptDetail,
  promptDraft,
  promptParams,
  promptsAnswer,
  promptsQuery,
  promptWaveQuery,
  type UsePrompts,
  usePromptsBody,
} from "../api/prompts.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { partialContent } from "../http/partialContent.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { peaksOf } from "../messages/soundFile.ts";
import { Drafts, draftAnswer } from "../prompts/Drafts.ts";
import { PromptBook } from "../prompts/PromptBook.ts";
import { PromptDesk } from "../prompts/PromptDesk.ts";
import { PromptShelf } from "../prompts/PromptShelf.ts";
import { phoneRecordingRoutes } from "./phoneRecording.ts";

const WAV = ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "application/octet-stream"] as const;
/** Taken in so that they are refused in words that say what would be taken. */
const OTHERS = [
  ...([
    "audio/mpeg",
    "audio/mp3",
    "audio/mp4",
    "audio/m4a",
    "audio/x-m4a",
    "audio/aac",
    "audio/ogg",
    "audio/opus",
  ] as const),
  ...([
    "audio/webm",
    "video/webm",
    "video/mp4",
    "audio/flac",
    "audio/x-flac",
    "audio/aiff",
    "audio/amr",
    "audio/3gpp",
  ] as const),
] as const;
const MOST_PEAKS = 400;

/** What callers hear: listened to, recorded, uploaded, put into force and taken back. */
export const promptRoutes = (box: ConsoleBox): readonly Route[] => {
  const shelf = new PromptShelf(() => join(box.directory, "prompts"));
  const drafts = new Drafts();
  const { changes, clinic, clock, promptVersions: versions } = box;
  const book = new PromptBook({ clinic, drafts, shelf, versions });
  const desk = new PromptDesk({ book, changes, clock, drafts, shelf, versions });
  return [
    ...phoneRecordingRoutes(box, book, desk),
    route({
      ...{ method: "GET", path: "/prompts", may: "clinic.read", query: promptsQuery, answer: promptsAnswer },
      summary:
        "All sentences of the clinic's languages: words, whose voice, where they are used, what is wrong with them",
      handle: ({ query }) => {
        const languages = query.language === undefined ? book.languages : [query.language];
        const voice = desk.voice(languages);
        return {
          languages: [...book.languages],
          ...(voice === undefined ? {} : { voice }),
          prompts: languages.flatMap((language) => [...book.rows(language)]),
        };
      },
    }),
    route({
      ...{ method: "POST", path: "/prompts/use", may: "prompts.change", body: usePromptsBody, answer: changesAnswer },
      summary: "Put recordings into force, between two calls; GET /changes tells how far it is and how it ended",
      audit: ({ body }) => ({ kind: "prompts-changed", detail: inWords(body).slice(0, 500) }),
      handle: async ({ body, who }) => {
        await desk.use(body.prompts, who);
        return box.changes.now();
      },
    }),
    route({
      ...{ method: "GET", path: "/prompts/:language/:id", may: "clinic.read" },
      summary: "One sentence, with the recordings that it had; by its clip, or by its name in scripts",
      ...{ params: promptParams, answer: promptDetail },
      handle: ({ params }) => book.detail(params.language, book.find(params.language, params.id)),
    }),
    route({
      ...{ method: "GET", path: "/prompts/:language/:id/audio", may: "clinic.read", sends: "audio/wav" },
      summary: "A sentence as a caller hears it (300 to 3400 Hz, µ-law), or as it is kept; Range requests are answered",
      ...{ params: promptParams, query: promptAudioQuery },
      handle: ({ headers, params, query }) => {
        const { id, language } = params;
        const entry = book.find(language, id);
        const samples = book.sound(language, entry, query.of);
        const asKept = query.download !== undefined;
        return wavAnswer(writtenClip(asKept ? samples : asHeard(samples)), headers.range, {
          ...(asKept ? { "Content-Disposition": `attachment; filename="${language}-${entry.clip}.wav"` } : {}),
          "Cache-Control": "no-store",
        });
      },
    }),
    route({
      ...{ method: "GET", path: "/prompts/:language/:id/waveform", may: "clinic.read" },
      summary: "How loud a sentence is, from its beginning to its end",
      ...{ params: promptParams, query: promptWaveQuery, answer: waveform },
      handle: ({ params: { id, language }, query }) => {
        const samples = book.sound(language, book.find(language, id), query.of);
        return { ms: Math.round(samples.length / 8), peaks: peaksOf(samples, MOST_PEAKS) };
      },
    }),
    route({
      ...{ method: "PUT", path: "/prompts/:language/:id/draft", may: "prompts.change" },
      summary:
        "A recording (WAV, any rate) to be listened to: cut to the words, as loud as all others, for the telephone; not in force yet",
      ...{ takes: [...WAV, ...OTHERS], bodyLimit: LARGEST_RECORDING + 4096, body: z.instanceof(Uint8Array) },
      ...{ params: promptParams, query: draftQuery, answer: promptDraft },
      audit: ({ params }, draft) => ({
        kind: "prompt-recorded",
        detail: `${params.language}/${params.id}: ${draft.how}`,
      }),
      handle: async ({ body, params: { id, language }, query, who }) =>
        draftAnswer(await desk.fromFile(language, book.find(language, id), body, query.how, who)),
    }),
    route({
      ...{ method: "POST", path: "/prompts/:language/:id/draft/spoken", may: "prompts.change" },
      summary: "The sentence spoken by the box's own voice, to be listened to; not in force yet",
      ...{ params: promptParams, answer: promptDraft },
      audit: ({ params }) => ({ kind: "prompt-recorded", detail: `${params.language}/${params.id}: spoken` }),
      handle: async ({ params: { id, language }, who }) =>
        draftAnswer(await desk.spoken(language, book.find(language, id), who)),
    }),
    route({
      ...{ method: "DELETE", path: "/prompts/:language/:id/draft", may: "prompts.change", params: promptParams },
      summary: "Throw a new recording away",
      ...{ query: draftOf, sends: "application/json" },
      handle: ({ params: { id, language }, query }) => {
        const { clip } = book.find(language, id);
        const { by } = drafts.of(language, clip) ?? {};
        if (by === undefined) throw notFound("new recording of it");
        if (!drafts.drop(language, clip, query.id))
          throw conflict("DRAFT_OTHER", `${by} has recorded another one meanwhile.`, "Listen to it before it goes.");
        return new RawAnswer("application/json", "{}");
      },
    }),
  ];
};

const inWords = ({ prompts }: UsePrompts): string =>
  prompts
    .map(({ id, language, use }) => {
      const what = "draft" in use ? "new" : "shipped" in use ? "as shipped" : `version ${use.version}`;
      return `${language}/${id} (${what})`;
    })
    .join(", ");

function wavAnswer(bytes: Uint8Array, range: string | undefined, more: Readonly<Record<string, string>>): RawAnswer {
  const { headers, part, status } = partialContent(range, bytes.length);
  return new RawAnswer("audio/wav", bytes.subarray(part.from, part.to), { status, headers: { ...headers, ...more } });
}
