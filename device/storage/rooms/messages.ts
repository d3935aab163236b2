// What callers said, and who has heard it.

import type { DeskWish } from "../../../firmware/message/frontDesk.ts";
import type { Alert, AudioChunk, Dispatch, SpokenPart, VoiceMessage } from "../../../firmware/message/MessageStore.ts";
import { joinedRecording, putChunk } from "../audio.ts";
import { doDeskAct } from "../inbox/doDeskAct.ts";
import { firstFound, union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { getMessage, heardSince, putHeard, putMessage } from "../records.ts";
import { newestSummaries, recentCallers, summaryOf } from "../summaries.ts";
import { raise } from "./alerts.ts";
import { bringUp } from "./bringUp.ts";

export const messagesWrites = {
  writeMessage: (view: View, means: Means, message: VoiceMessage, alert?: Alert, dispatches?: readonly Dispatch[]) => {
    bringUp(view, message.ref);
    putMessage(view.top, message);
    if (alert) raise(view, means, alert, dispatches ?? []);
  },

  appendAudio: (view: View, means: Means, chunk: AudioChunk) => {
    if (means.roomForAudio(view, chunk.bytes.length)) putChunk(view.top, chunk, means.now, means.digests);
  },

  markHeard: (view: View, _means: Means, ref: string, person: string, at: number) =>
    putHeard(view.top, { ref, person, at }),

  deskAct: (view: View, means: Means, wish: DeskWish) => doDeskAct(view, means, wish),
};

export const messagesReads = {
  list: (view: View, limit: number, before?: number) => newestSummaries(view, limit, before ?? Number.MAX_SAFE_INTEGER),

  recentCallers: (view: View, since: number) => recentCallers(view, since),

  find: (view: View, ref: string) => summaryOf(view, ref),

  recording: (view: View, ref: string, part: SpokenPart) => {
    const message = firstFound(view, (layer) => getMessage(layer, ref));
    return message ? joinedRecording(view, message, part) : undefined;
  },

  heardBy: (view: View, person: string, since: number): readonly string[] =>
    union(
      view,
      (layer) => heardSince(layer, person, since),
      (ref) => ref,
    ),
};
