/* @pure */
import type { RehearsalPerson, RehearsalView } from "../../console/api/rehearsal.ts";
import type { LiveEvent } from "../../control/LiveFeed.ts";
import { codeIn, phonesInWords, speaksInWords } from "../phonesInWords.ts";

/** What the emulators tell, as far as it is looked at here. */
export interface EmulatorNews {
  readonly event: string;
  readonly atMs: number;
  readonly [key: string]: unknown;
}

export type RoomEvent =
  | { readonly kind: "starting"; readonly says: string }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly says: string }
  | { readonly kind: "ended"; readonly says: string }
  | { readonly kind: "placed"; readonly line: string; readonly example?: string }
  /** From the modem of the line that is called. */
  | { readonly kind: "line"; readonly news: EmulatorNews }
  /** From a cellular network; `handset`: the number of a telephone in it. */
  | { readonly kind: "network"; readonly handset: number; readonly news: EmulatorNews }
  | { readonly kind: "box"; readonly event: LiveEvent }
  | { readonly kind: "result"; readonly result: NonNullable<RehearsalView["result"]> };

export interface RoomState {
  readonly view: RehearsalView;
  /** The first ring of the call, CLOCK_MONOTONIC. */
  readonly rangAtMs: number | undefined;
  /** Words that are about to be said: shown with their first sound. */
  readonly words?: string;
}

/** A night with its pages is some two hundred entries; what is older than the last so many is not shown. */
const MOST_ENTRIES = 400;
const MOST_TEXTS = 60;

export const NO_CALL: RehearsalView["call"] = { state: "none", recording: false };

export const EMPTY_VIEW: RehearsalView = {
  ...{ state: "none", clinic: "", timezone: "UTC", aheadMs: 0 },
  ...{ lines: [], people: [], call: NO_CALL, timeline: [] },
};

/** What a page shows after one more thing has happened. */
export function step(state: RoomState, event: RoomEvent): RoomState {
  switch (event.kind) {
    case "starting":
      return show(state, { state: "starting", says: event.says });
    case "ready":
      return { ...state, view: without({ ...state.view, state: "ready" }, "says") };
    case "failed":
    case "ended":
      return show(state, { state: event.kind, says: event.says, call: hungUp(state.view) });
    case "placed": {
      const call = { ...NO_CALL, state: "dialling" as const, line: event.line, ...pick(event, "example") };
      return { rangAtMs: undefined, view: without({ ...state.view, call, timeline: [] }, "result") };
    }
    case "line":
      return fromLine(state, event.news);
    case "network":
      return fromNetwork(state, event.handset, event.news);
    case "box":
      return fromBox(state, event.event);
    case "result":
      return show(state, { result: event.result });
  }
}

const show = (state: RoomState, more: Partial<RehearsalView>): RoomState => ({
  ...state,
  view: { ...state.view, ...more },
});

function hungUp({ call }: RehearsalView): RehearsalView["call"] {
  return call.state === "none" ? call : { ...without(call, "hears"), state: "over", recording: false };
}

const withCall = (state: RoomState, more: Partial<RehearsalView["call"]>): RoomState =>
  show(state, { call: { ...state.view.call, ...more } });

function fromLine(state: RoomState, { event, atMs, ...news }: EmulatorNews): RoomState {
  switch (event) {
    case "ring": {
      const first = state.rangAtMs === undefined ? { ...state, rangAtMs: atMs } : state;
      return state.view.call.state === "dialling" ? withCall(first, { state: "rings" }) : first;
    }
    case "callerSpeaks":
      return told(state, speaksInWords({ atMs, ms: Number(news["ms"]) }));
    case "callEnded":
    case "callReport": {
      const { outcome } = news as { outcome?: string };
      // A network tells of the end twice: of the call, and what it came to.
      if (outcome === undefined) return state;
      const why = outcome === "answered" ? {} : { why: outcome === "lineBusy" ? "busy" : "nobody answered" };
      return show(state, { call: { ...hungUp(state.view), ...why } });
    }
    default:
      return state;
  }
}

function fromNetwork(state: RoomState, handset: number, news: EmulatorNews): RoomState {
  const entry = phonesInWords(news);
  const after = entry === undefined ? state : told(state, entry);
  const text = { text: String(news["text"]), atMs: news.atMs };
  switch (news.event) {
    case "textShown": {
      const code = codeIn(text.text);
      const shown = { ...text, from: "clinic" as const, ...(code === undefined ? {} : { code }) };
      return person(after, String(news["phone"]), (one) => withText(one, shown));
    }
    case "textSent":
      return person(after, String(news["phone"]), (one) => withText(one, { ...text, from: "doctor" as const }));
    case "dialled":
      return person(after, String(news["to"]), (one) => ({ ...one, call: "rings", handset }));
    case "callAnswered":
      return person(after, String(news["from"]), (one) => (one.call === "rings" ? { ...one, call: "up" } : one));
    case "callEnded":
      return person(after, String(news["from"]), (one) =>
        one.handset === handset ? { ...without(without(one, "handset"), "hears"), call: "none" } : one,
      );
    default:
      return after;
  }
}

const withText = (one: RehearsalPerson, text: RehearsalPerson["texts"][number]): RehearsalPerson => ({
  ...one,
  texts: [...one.texts, text].slice(-MOST_TEXTS),
});

/** The national form of a number is the same telephone. */
const isSame = (a: string, b: string): boolean =>
  a.replaceAll(/\D/g, "").slice(-10) === b.replaceAll(/\D/g, "").slice(-10);

function person(state: RoomState, phone: string, change: (one: RehearsalPerson) => RehearsalPerson): RoomState {
  const people = state.view.people.map((one) => (isSame(one.phone, phone) ? change(one) : one));
  return show(state, { people });
}

function fromBox(state: RoomState, event: LiveEvent): RoomState {
  const after = event.text === "" ? state : told(state, event);
  const { call } = after.view;
  const isOurs = event.line === undefined || event.line === call.line;
  switch (event.kind) {
    case "off-hook":
      return isOurs && call.state !== "over"
        ? withCall(after, { state: "up", ...(event.ref === undefined ? {} : { ref: event.ref }) })
        : after;
    case "prompt":
      return isOurs ? { ...after, words: event.text } : after;
    case "prompt-started":
      return isOurs && call.state === "up" && after.words !== undefined
        ? withCall(after, { hears: after.words, recording: false })
        : after;
    case "recording":
      return call.state === "up" ? show(after, { call: { ...without(call, "hears"), recording: true } }) : after;
    case "recorded":
      return withCall(after, { recording: false });
    case "doctor-hears":
      // A doctor who was called, or one who has called the clinic: then it is the caller's telephone that is spoken into.
      if (after.view.people.every((one) => one.call !== "up")) return withCall(after, { hears: event.text });
      return show(after, {
        people: after.view.people.map((one) => (one.call === "up" ? { ...one, hears: event.text } : one)),
      });
    default:
      return after;
  }
}

/** Entries come from several processes, so each goes where its own time is. Before a call there is no line of time. */
function told(state: RoomState, { atMs, kind, text }: { atMs: number; kind: string; text: string }): RoomState {
  if (state.view.call.state === "none") return state;
  const rangAtMs = state.rangAtMs ?? atMs;
  const entry = { atMs: Math.round((atMs - rangAtMs) * 10) / 10, kind, text };
  const { timeline } = state.view;
  const behind = timeline.findLastIndex((one) => one.atMs <= entry.atMs) + 1;
  return {
    ...state,
    rangAtMs,
    view: { ...state.view, timeline: timeline.toSpliced(behind, 0, entry).slice(-MOST_ENTRIES) },
  };
}

function without<T extends object, K extends keyof T>(value: T, key: K): T {
  const { [key]: _left, ...rest } = value;
  return rest as T;
}

const pick = <T extends object, K extends keyof T>(value: T, key: K): Pick<T, K> | object =>
  value[key] === undefined ? {} : { [key]: value[key] };
