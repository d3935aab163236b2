import { personClips, spokenCode, spokenDigits, spokenTimeAt } from "../../triage/PromptCatalogue.ts";
import type { Talk } from "../Talk.ts";
import type { ActResult, RoomOf, Utterance } from "../TalkState.ts";

// How a page is told on the telephone.

type PageRoom = RoomOf<"page">;

/** Urgency, when it came, the number digit by digit, and then the caller's own voice. */
export function pageInWords(talk: Talk, { page, details, bare }: PageRoom): readonly Utterance[] {
  if (bare) return [talk.sentences("the-reference", "pause"), talk.spoken(spokenCode(page.ref))];
  return [
    talk.sentences(page.urgency === "urgent" ? "page-urgent" : "page-routine"),
    talk.spoken([...spokenTimeAt(page.raisedAt, talk.state.setup.timezone), "pause"]),
    ...messageInWords(talk, page.ref, details),
  ];
}

/** The number digit by digit, and the caller's own voice. */
export function messageInWords(talk: Talk, ref: string, details: PageRoom["details"]): readonly Utterance[] {
  if (details.unread) return [talk.sentences("page-unread")];
  return [
    numberInWords(talk, details.callback, false),
    ...(details.recorded.includes("name") ? [talk.sentences("page-name"), talk.recording(ref, "name")] : []),
    ...reasonInWords(talk, ref, details),
  ];
}

/** `slowly`: a pause after each digit, for whoever writes it down. */
export function numberInWords(talk: Talk, callback: string | undefined, slowly: boolean): Utterance {
  if (callback === undefined) return talk.sentences("page-no-number");
  const clips = spokenDigits(callback);
  const digits = clips.filter((clip) => clip !== "pause");
  return talk.spoken(["page-number", "pause", ...(slowly ? digits.flatMap((digit) => [digit, "pause"]) : clips)]);
}

export function reasonInWords(talk: Talk, ref: string, details: PageRoom["details"]): readonly Utterance[] {
  const there = details.recorded.includes("reason");
  return [
    ...(there ? [talk.sentences("page-reason"), talk.recording(ref, "reason")] : []),
    ...(details.callGoesOn ? [talk.sentences("page-still-speaking")] : []),
    ...(there || details.callGoesOn ? [] : [talk.sentences("page-no-reason")]),
  ];
}

export function menuInWords(talk: Talk, { bare, mine }: PageRoom): Utterance {
  if (bare) return talk.sentences(mine ? "page-menu-bare-taken" : "page-menu-bare");
  return talk.sentences(mine ? "page-menu-taken" : "page-menu");
}

export function takenInWords(talk: Talk, ref: string): readonly Utterance[] {
  return [talk.sentences("page-taken", "the-reference", "pause"), talk.spoken(spokenCode(ref))];
}

export const passedInWords = (talk: Talk, result: ActResult): Utterance =>
  talk.sentences(result.kind === "done" && result.nobodyElse ? "page-not-passed" : "page-passed");

/** What is true of a page that is no longer to be had. A name is for whoever has proved who they are. */
export function truthInWords(talk: Talk, result: Exclude<ActResult, { kind: "done" }>): readonly Utterance[] {
  switch (result.kind) {
    case "other": {
      if (!talk.state.proved) return [talk.sentences("page-taken-by-other")];
      const { language } = talk.state.setup;
      return [{ kind: "clips", clips: personClips(result.by, language) }, talk.sentences("page-taken-by")];
    }
    case "closed":
    case "gone":
      return [talk.sentences("page-over")];
  }
}

export const lastWordsAbout = (talk: Talk, result: Exclude<ActResult, { kind: "done" }>): readonly Utterance[] => [
  ...truthInWords(talk, result),
  talk.sentences("goodbye-only"),
];
