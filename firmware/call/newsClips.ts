import type { EarlierMessage, PageNews } from "../message/PageNews.ts";
import type { EpochMs } from "../time/Clock.ts";
import { type Clip, clipOf, personClips, spokenTimeAt } from "../triage/PromptCatalogue.ts";
import type { PromptId } from "../triage/Script.ts";
import type { CallState } from "./CallState.ts";

// What is true of a page, in words. Each sentence claims no more than its news does: nobody "has been reached" because a network said so.

/** Of the message that this call leaves. Before anything is known of the page, only what is true of every one. */
export function newsClips(state: CallState, language: string): readonly Clip[] {
  const { news = { kind: "failing" } } = state;
  const say = sayerOf(state, language);
  switch (news.kind) {
    case "notifying":
      return news.again ? say("page-again") : say("page-notifying");
    case "failing":
      return say(news.again ? "page-again" : "page-failing", "worse");
    case "waiting":
      return [];
    case "taken":
      return [...takenClips(state, language, news, ["taken", "taken-at"]), ...say("will-call-back")];
    case "closed":
      return news.by === undefined ? [] : takenClips(state, language, { by: news.by }, ["taken", "taken-at"]);
  }
}

/** The same to a caller who waits: that it is being done they have heard. */
export function waitingClips(state: CallState, language: string): readonly Clip[] {
  const { news } = state;
  return news?.kind === "notifying" && !news.again
    ? sayerOf(state, language)("page-waiting")
    : newsClips(state, language);
}

/** Said at the end of waiting: that nobody has taken it yet, unless somebody had. */
export const lastWord = ({ news }: CallState): PromptId =>
  news !== undefined && "again" in news ? "page-again" : "stay-over";

/** Of an earlier message: that we have it, and what became of it. Nothing of what it is about, and nothing once it is closed. */
export function earlierClips(state: CallState, language: string): readonly Clip[] {
  const { earlier } = state;
  if (earlier === undefined || earlier.news.kind === "closed") return [];
  return [...whichClips(state, language, earlier), ...whatBecame(state, language, earlier.news)];
}

function whichClips(state: CallState, language: string, { complete, receivedAt }: EarlierMessage): readonly Clip[] {
  const what = complete ? "earlier-message" : "earlier-call";
  const say = sayerOf(state, language);
  if (!state.setup.clockTrusted) return [...say(what), ...say("pause")];
  return [...say(`${what}-from`), ...timeClips(state, language, receivedAt), ...say("pause")];
}

function whatBecame(state: CallState, language: string, news: PageNews): readonly Clip[] {
  const say = sayerOf(state, language);
  switch (news.kind) {
    case "notifying":
      return news.again ? say("page-again") : say("page-waiting");
    case "failing":
      return news.again ? say("page-again") : say("page-failing");
    case "taken":
      return takenClips(state, language, news, ["taken-it", "taken-it-at"]);
    case "waiting":
    case "closed":
      return [];
  }
}

/** "Doctor Chen has taken your message at two sixteen A M"; a name that nobody has rendered is "a doctor". */
function takenClips(
  state: CallState,
  language: string,
  { by, at }: { readonly by: string; readonly at?: EpochMs },
  [untimed, timed]: readonly [PromptId, PromptId],
): readonly Clip[] {
  const { clockTrusted, variables } = state.setup;
  const say = sayerOf(state, language);
  const person = variables.people?.find(({ id }) => id === by);
  const name =
    person === undefined
      ? say("a-doctor")
      : personClips(person, language).map((clip) => ({ ...clip, orElse: ["a-doctor"] }));
  if (at === undefined || !clockTrusted) return [...name, ...say(untimed)];
  return [...name, ...say(timed), ...timeClips(state, language, at)];
}

const timeClips = (state: CallState, language: string, at: EpochMs): readonly Clip[] =>
  spokenTimeAt(at, state.setup.timezone).map((clip) => ({ clip, language }));

const sayerOf =
  (state: CallState, language: string) =>
  (...ids: readonly PromptId[]): readonly Clip[] =>
    ids.map((id) => clipOf(id, language, state.setup.variables));
