import type { Digit, HangUpSign } from "../line/Line.ts";
import type { CallRecord, SpokenPart, VoiceMessage } from "../message/MessageStore.ts";
import type { Duration } from "../time/Duration.ts";
import { Milliseconds, Minutes, Seconds } from "../time/Duration.ts";
import type { Clip } from "../triage/PromptCatalogue.ts";

/** What a call waits for; at most one timer of a name runs at a time, and starting it again restarts it. */
export type CallTimer =
  /** A prompt that never ends must not hold a caller. */
  | "prompt"
  /** The caller's answer, from the end of the question. */
  | "answer"
  /** The next digit of a number. */
  | "nextDigit"
  /** The longest that a part may be. */
  | "recording"
  /** The line's word that a recording began or ended. */
  | "lineReply"
  /** The page goes out without a confirmed number. */
  | "pageAnyway"
  /** The caller hears that we are still there. */
  | "patience"
  /** The store's word that the message is kept. */
  | "saving"
  /** The next word to a caller who stays on the line, and the end of staying. */
  | "stayWord"
  | "stayOver"
  /** Time to come to an end, and then time to hang up. */
  | "wrapUp"
  | "hangUpNow";

/** Urgency is known and no number is confirmed: the doctor hears of it anyway, while the caller goes on. */
export const PAGE_WITHOUT_NUMBER_AFTER = Seconds(45);
/** Longer than any sentence of the catalogue, with a reference read out. */
export const LONGEST_PROMPT = Seconds(60);
/** Two seconds to find the next digit on a slip of paper, and three for slow hands. */
export const NEXT_DIGIT_WITHIN = Seconds(5);
/** A number that already has its usual length needs no long pause to be taken as complete. */
export const LIKELY_COMPLETE_AFTER = Milliseconds(2_500);
/** V.253 modems answer +VRX and its end within a second; five is a modem in trouble. */
export const LINE_REPLIES_WITHIN = Seconds(5);
export const PATIENCE = Milliseconds(1_500);
/** An SD card may stall for seconds; beyond this the caller is told that it may not be kept. */
export const SAVING_TAKES_AT_MOST = Seconds(10);
/** A caller who answers everything slowly, re-records and listens, needs about five minutes. */
export const WRAP_UP_AFTER = Minutes(8);
export const LONGEST_CALL = Minutes(10);
/** A caller who stays hears that often that we are there; more often is a nuisance, less and people think that we are gone. */
export const STAY_WORD_EVERY = Seconds(25);
/** Redoing a recording and listening to it are bounded. */
export const MOST_TAKES = 3;
export const MOST_LISTENS = 3;
export const MOST_REPEATS = 3;
/** Less speech than this in a recording is a click or a breath. */
export const LEAST_SPEECH_MS = 250;

/** What a call asks of the world. Performed in order; the shell answers `save` with the event `saved`. */
export type CallEffect =
  /** Plays after whatever was stopped; the line answers with `promptFinished` of this id. */
  | { readonly kind: "play"; readonly playId: number; readonly clips: readonly Clip[] }
  | { readonly kind: "playRecording"; readonly playId: number; readonly part: SpokenPart; readonly take: number }
  | { readonly kind: "stopPrompt" }
  | { readonly kind: "startRecording"; readonly part: SpokenPart; readonly take: number }
  | { readonly kind: "stopRecording" }
  /** The caller has been asked to wait: for so long silence is no sign of a hang-up. */
  | { readonly kind: "expectQuiet"; readonly for: Duration }
  | { readonly kind: "startTimer"; readonly timer: CallTimer; readonly after: Duration }
  | { readonly kind: "stopTimer"; readonly timer: CallTimer }
  /** The message as known so far; nobody waits for it. */
  | { readonly kind: "writeMessage"; readonly message: VoiceMessage }
  /** Message and alert in one transaction, and the page at once. Exactly once in a call that is urgent. */
  | { readonly kind: "raiseAlert"; readonly message: VoiceMessage }
  /** The message and all of its audio, to be answered with `saved`. */
  | { readonly kind: "save"; readonly message: VoiceMessage }
  /** How the call ended; last but one effect of a call. */
  | {
      readonly kind: "writeCall";
      readonly ending: NonNullable<CallRecord["ending"]>;
      readonly sign?: HangUpSign;
      readonly keys: readonly CallKey[];
    }
  /** The last effect of a call. */
  | { readonly kind: "hangUp" }
  /** For the live timeline; it may name numbers, so it never goes to a log. */
  | { readonly kind: "note"; readonly text: string };

/** A key and when it was pressed, in ms since the call was answered. */
export type CallKey = readonly [number, Digit];
