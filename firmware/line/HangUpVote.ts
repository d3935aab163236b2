import { type Duration, Seconds } from "../time/Duration.ts";
import type { HangUpSign } from "./Line.ts";

/**
 * Whether the far end is gone. No single sign is certain on every modem, and some modems give none, so signs are
 * weighed: a broken loop and our own tone detector decide alone; a tone that the modem reports counts from its second
 * report (the Rockwell manual lets the host take the first for a mistake); the modem's silence reports only shorten
 * our own patience. While a prompt plays we are deaf, so there the first report asks for a check by our own ears. In
 * doubt the call goes on: a caller thrown out is worse than a minute of silence.
 */
export type HangUpEvent =
  /** `<DLE>x` of V.253; `during` says what the line was doing. */
  | { readonly kind: "modemEvent"; readonly atMs: number; readonly code: string; readonly during: Doing }
  /** Our own detector, which wants whole cadences before it speaks. */
  | { readonly kind: "toneHeard"; readonly tone: "busy" | "fast-busy" | "dial-tone" }
  /** So much silence was heard while listening (never while recording: there it ends the recording). */
  | { readonly kind: "silenceHeard"; readonly ms: number }
  /** Sound that may be a voice: the silence is over. A tone sounds too, so it says nothing about the tones. */
  | { readonly kind: "soundHeard" }
  /** The caller was asked to wait, for so long: silence is what we asked for. */
  | { readonly kind: "quietExpected"; readonly ms: number }
  /** Only a person presses keys. */
  | { readonly kind: "keyPressed" }
  /** The check that was asked for has heard nothing. */
  | { readonly kind: "disproved" }
  | { readonly kind: "noCarrier" }
  | { readonly kind: "portGone" }
  | { readonly kind: "timeLimit" };

export type Doing = "listening" | "recording" | "playing";

export interface HangUpRules {
  /** Unbroken silence, summed over the times of listening, that ends a call. */
  readonly longestSilence: Duration;
  /** Codes that this modem was found to report falsely while it plays; they are not believed while it records either. */
  readonly doubtful: ReadonlySet<string>;
  /** Codes that its kind is known to report falsely while it records: our own ears are open there and decide. */
  readonly doubtfulWhileRecording: readonly string[];
}

export type HangUpVerdict =
  | { readonly kind: "gone"; readonly sign: HangUpSign }
  /** Stop playing for a moment and listen: the modem has reported `code` once. */
  | { readonly kind: "check"; readonly code: string };

interface Reports {
  readonly count: number;
  readonly lastAtMs: number;
}

export interface HangUpState {
  readonly busy: Reports;
  readonly dialTone: Reports;
  readonly silentMs: number;
  /** Silence that was asked for. */
  readonly allowedMs: number;
  readonly modemSilence: boolean;
  readonly gone?: HangUpSign;
}

const none: Reports = { count: 0, lastAtMs: Number.NEGATIVE_INFINITY };
export const stillThere: HangUpState = { busy: none, dialTone: none, silentMs: 0, allowedMs: 0, modemSilence: false };

/** Rockwell repeats busy every 4 s and dial tone every 3 s: twice that, and some. */
const REPORTS_BELONG_TOGETHER_MS = 10_000;
/** Copies of one report, not a repetition. */
const ONE_REPORT_MS = 250;

/** That somebody is gone is said once, with the event that decided. */
export function step(
  state: HangUpState,
  event: HangUpEvent,
  rules: HangUpRules,
): readonly [HangUpState, HangUpVerdict | undefined] {
  if (state.gone !== undefined) return [state, undefined];
  const next = weigh(state, event, rules);
  if (next.gone !== undefined) return [next, { kind: "gone", sign: next.gone }];
  const reported = next.busy !== state.busy || next.dialTone !== state.dialTone;
  if (event.kind !== "modemEvent" || event.during !== "playing" || !reported) return [next, undefined];
  return [next, { kind: "check", code: event.code }];
}

function weigh(state: HangUpState, event: HangUpEvent, rules: HangUpRules): HangUpState {
  switch (event.kind) {
    case "modemEvent":
      return weighModemEvent(state, event, rules);
    case "toneHeard":
      return { ...state, gone: event.tone };
    case "silenceHeard":
      return weighSilence({ ...state, silentMs: state.silentMs + event.ms }, rules);
    case "soundHeard":
      return { ...state, silentMs: 0, modemSilence: false };
    case "quietExpected":
      return { ...state, silentMs: 0, allowedMs: event.ms };
    case "keyPressed":
      return { ...stillThere, allowedMs: state.allowedMs };
    case "disproved":
      return { ...state, busy: none, dialTone: none };
    case "noCarrier":
      return { ...state, gone: "no-carrier" };
    case "portGone":
      return { ...state, gone: "port-gone" };
    case "timeLimit":
      return { ...state, gone: "time-limit" };
  }
}

function weighSilence(state: HangUpState, rules: HangUpRules): HangUpState {
  const bound = state.modemSilence ? rules.longestSilence / 2 : rules.longestSilence;
  return state.silentMs >= bound + state.allowedMs ? { ...state, gone: "silence" } : state;
}

function weighModemEvent(
  state: HangUpState,
  event: Extract<HangUpEvent, { kind: "modemEvent" }>,
  rules: HangUpRules,
): HangUpState {
  switch (event.code) {
    case "l":
      return { ...state, gone: "loop-break" };
    case "b":
    case "K": {
      const busy = count(state.busy, event, rules);
      return busy.count < 2 ? { ...state, busy } : { ...state, busy, gone: event.code === "b" ? "busy" : "fast-busy" };
    }
    case "d":
    case "i": {
      const dialTone = count(state.dialTone, event, rules);
      return dialTone.count < 2 ? { ...state, dialTone } : { ...state, dialTone, gone: "dial-tone" };
    }
    case "s":
    case "q":
      return event.during === "listening" ? weighSilence({ ...state, modemSilence: true }, rules) : state;
    default:
      return state;
  }
}

function count(before: Reports, event: Extract<HangUpEvent, { kind: "modemEvent" }>, rules: HangUpRules): Reports {
  if (event.during !== "listening" && rules.doubtful.has(event.code)) return before;
  if (event.during === "recording" && rules.doubtfulWhileRecording.includes(event.code)) return before;
  const apart = event.atMs - before.lastAtMs;
  if (apart < ONE_REPORT_MS) return before;
  return { count: apart <= REPORTS_BELONG_TOGETHER_MS ? before.count + 1 : 1, lastAtMs: event.atMs };
}

/** An idle caller thinks, looks for a number, comforts a child: the script's own questions come much earlier. */
export const LONGEST_SILENCE = Seconds(60);
