/* @pure */
import type { AudioFormat, LineEvent } from "../../firmware/line/Line.ts";
import { soundLevel } from "./soundLevel.ts";

/** What the technician is told while they call the box to try it. */
export type TestCallNews =
  | { readonly kind: "rings"; readonly line: string }
  /** `mine`: the number is the one that the technician calls from. Of another caller nothing is told. */
  | { readonly kind: "caller"; readonly line: string; readonly mine: boolean }
  /** A call whose number was not told by the network: whose it is cannot be known, so it is taken for the technician's. */
  | { readonly kind: "noNumber"; readonly line: string; readonly why: "none" | "withheld" | "unavailable" }
  | { readonly kind: "answered"; readonly line: string; readonly afterMs: number }
  | { readonly kind: "greeting"; readonly line: string }
  | { readonly kind: "key"; readonly line: string }
  /** What was heard of the technician. Levels in dBm0. */
  | {
      readonly kind: "heard";
      readonly line: string;
      readonly ms: number;
      readonly speechMs: number;
      readonly level: number;
    }
  | { readonly kind: "over"; readonly line: string };

interface Call {
  readonly line: string;
  readonly mine: boolean;
  readonly format: AudioFormat;
  readonly recording: readonly Uint8Array[];
  readonly greeted: boolean;
}

export interface TestCallState {
  /** Digits that the technician's number ends with: networks differ in what they put before them. */
  readonly from: string;
  /** Caller IDs by line, before off-hook. */
  readonly calling: Readonly<Record<string, "mine" | "other" | "unknown">>;
  readonly calls: Readonly<Record<string, Call>>;
}

/** Nine digits tell telephones apart and are the same with and without country code. */
const TELLING_DIGITS = 9;

export const startTestCall = (from: string): TestCallState => ({
  from: from.replace(/\D/g, "").slice(-TELLING_DIGITS),
  calling: {},
  calls: {},
});

/** One event of any line. A call that is not the technician's own says nothing but that it is another one. */
export function step(
  state: TestCallState,
  line: string,
  event: LineEvent,
): readonly [TestCallState, readonly TestCallNews[]] {
  switch (event.kind) {
    case "rang":
      return [state, event.ring === 1 ? [{ kind: "rings", line }] : []];
    case "callerIdentified":
      return identified(state, line, event.callerId);
    case "answered":
      return answered(state, line, event);
    case "promptStarted":
      return ofMine(state, line, (call) =>
        call.greeted ? [call, []] : [{ ...call, greeted: true }, [{ kind: "greeting", line }]],
      );
    case "digitReceived":
      return ofMine(state, line, (call) => [call, [{ kind: "key", line }]]);
    case "audioReceived":
      return ofMine(state, line, (call) => [{ ...call, recording: [...call.recording, event.bytes.slice()] }, []]);
    case "recordingStopped":
      return ofMine(state, line, (call) => [{ ...call, recording: [] }, [heard(line, call, event.speechMs)]]);
    case "released":
      return released(state, line);
    case "ready":
    case "ringingStopped":
    case "promptFinished":
    case "recordingStarted":
    case "silenceAfterSpeech":
    case "callerHungUp":
    case "fault":
      return [state, []];
  }
}

type Step = readonly [TestCallState, readonly TestCallNews[]];

function identified(
  state: TestCallState,
  line: string,
  callerId: Extract<LineEvent, { kind: "callerIdentified" }>["callerId"],
): Step {
  if (callerId.kind !== "number")
    return [calledBy(state, line, "unknown"), [{ kind: "noNumber", line, why: callerId.kind }]];
  const mine = state.from !== "" && callerId.number.replace(/\D/g, "").endsWith(state.from);
  return [calledBy(state, line, mine ? "mine" : "other"), [{ kind: "caller", line, mine }]];
}

function answered(state: TestCallState, line: string, event: Extract<LineEvent, { kind: "answered" }>): Step {
  const known = state.calling[line];
  const told = known === undefined ? identified(state, line, event.callerId) : ([state, []] as const);
  const mine = told[0].calling[line] !== "other";
  const call: Call = { line, mine, format: event.format, recording: [], greeted: false };
  const news: TestCallNews = { kind: "answered", line, afterMs: Math.round(event.commandAtMs - event.rangAtMs) };
  return [{ ...told[0], calls: { ...told[0].calls, [line]: call } }, [...told[1], ...(mine ? [news] : [])]];
}

function released(state: TestCallState, line: string): Step {
  const call = state.calls[line];
  const { [line]: _call, ...calls } = state.calls;
  const { [line]: _calling, ...calling } = state.calling;
  return [{ ...state, calls, calling }, call?.mine === true ? [{ kind: "over", line }] : []];
}

function ofMine(
  state: TestCallState,
  line: string,
  change: (call: Call) => readonly [Call, readonly TestCallNews[]],
): Step {
  const call = state.calls[line];
  if (call === undefined || !call.mine) return [state, []];
  const [next, news] = change(call);
  return [{ ...state, calls: { ...state.calls, [line]: next } }, news];
}

const calledBy = (state: TestCallState, line: string, who: "mine" | "other" | "unknown"): TestCallState => ({
  ...state,
  calling: { ...state.calling, [line]: who },
});

function heard(line: string, call: Call, speechMs: number): TestCallNews {
  const { level, ms } = soundLevel(call.format, call.recording);
  return { kind: "heard", line, ms, speechMs, level };
}
