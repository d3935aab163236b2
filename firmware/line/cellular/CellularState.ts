import type { Duration } from "../../time/Duration.ts";
import { Milliseconds, Seconds } from "../../time/Duration.ts";
import type { AnswerPolicy, CallerId, HangUpSign } from "../Line.ts";
import type { CallSign, ListedCall, NotReached } from "./CallSign.ts";

export type CellularState =
  | {
      readonly kind: "idle";
      readonly releasedAtMs?: number;
      /** A ring so soon after a release that `+CLCC` is asked whether it is one. */
      readonly doubtful?: RingEvent;
      /** The modem has come into service; whether it holds a call that nobody here knows of, the list is asked so often at most. */
      readonly looks?: number;
    }
  | Ringing
  | Answering
  | Up
  | Dialling
  | {
      readonly kind: "ending";
      /** How often hanging up was asked for. */
      readonly attempts: number;
      /** The last of them was carried out: only a list from after it says whether it has helped. */
      readonly carriedOut: boolean;
      /** `answered` was told, so `released` has to be. */
      readonly answered: boolean;
      /** It rang meanwhile: the old call's last ring, or the next caller already. */
      readonly rang?: RingEvent;
    };

export interface Ringing {
  readonly kind: "ringing";
  readonly rangAtMs: number;
  readonly lastRingAtMs: number;
  readonly rings: number;
  readonly callerId?: CallerId;
  /** When an answer was given that was refused, or of which nobody knows: the next ring is another chance, the list may show it. */
  readonly commandAtMs?: number;
}

export interface Answering {
  readonly kind: "answering";
  readonly call: Ringing;
  readonly commandAtMs: number;
  /** ATA got no answer in time, and the list was asked what became of it. A list from before says nothing. */
  readonly late: boolean;
}

export interface Up {
  readonly kind: "up";
  readonly outgoing: boolean;
  readonly sinceMs: number;
  readonly callerId?: CallerId;
  /** The list has shown it as one that is talked on: one that rings from now on is another caller's. */
  readonly connected: boolean;
  /** What speaks for the end: an indication, being absent from +CLCC (so many times in a row), no more audio. */
  readonly indicated: boolean;
  readonly absences: number;
  readonly audioGone: boolean;
  /** When the list denied an indication last: lists go stale too, and the sound decides between them. */
  readonly deniedAtMs?: number;
  readonly failedPolls: number;
  /** It rang meanwhile, and no list has told whom: the next caller, if ours is over. */
  readonly rang?: RingEvent;
}

export interface Dialling {
  readonly kind: "dialling";
  readonly dialledAtMs: number;
  /** The modem has taken the number. */
  readonly taken: boolean;
  readonly alerted: boolean;
  /** How often the list lacked it after that. */
  readonly absences: number;
  /** A sign of the end with its reason, until +CLCC agrees. */
  readonly ended?: NotReached;
}

export type CellularTimer = "ringingStops" | "poll" | "pollSoon" | "ringingOut";

type RingEvent = { readonly kind: "ring"; readonly atMs: number; readonly policy: ReturnType<AnswerPolicy> };

export type CellularEvent =
  /** A ring signal; `policy` is what the answer policy says at this moment. */
  | RingEvent
  | { readonly kind: "sign"; readonly atMs: number; readonly sign: Exclude<CallSign, { kind: "ring" }> }
  /** The answer to a poll: the voice calls that there are; undefined when the modem did not answer it. */
  | { readonly kind: "polled"; readonly atMs: number; readonly calls: readonly ListedCall[] | undefined }
  /** How ATA ended. `late`: nothing in time, so that only +CLCC knows. */
  | { readonly kind: "answerEnded"; readonly atMs: number; readonly how: "ok" | "noCarrier" | "refused" | "late" }
  | { readonly kind: "dialWanted"; readonly atMs: number; readonly ringFor: Duration }
  | { readonly kind: "dialEnded"; readonly atMs: number; readonly how: "ok" | NotReached | "late" }
  | { readonly kind: "hangUpWanted"; readonly atMs: number }
  | { readonly kind: "hangUpEnded"; readonly atMs: number }
  /** No audio has come for so long that the call may be over. */
  | { readonly kind: "audioStopped"; readonly atMs: number }
  | { readonly kind: "audioFlows"; readonly atMs: number }
  | { readonly kind: "timer"; readonly timer: CellularTimer; readonly atMs: number }
  /** The modem is gone. */
  | { readonly kind: "lost"; readonly atMs: number }
  /** It is there (again). */
  | { readonly kind: "inService"; readonly atMs: number };

export type CellularEffect =
  | { readonly kind: "rang"; readonly ring: number }
  | { readonly kind: "callerIdentified"; readonly callerId: CallerId }
  | { readonly kind: "ringingStopped"; readonly rings: number; readonly callerId: CallerId }
  /** ATA, now. */
  | { readonly kind: "answer" }
  | {
      readonly kind: "answered";
      readonly callerId: CallerId;
      readonly rangAtMs: number;
      readonly commandAtMs: number;
    }
  /** The far end is gone, or it was never reached. */
  | { readonly kind: "farEndGone"; readonly sign: HangUpSign }
  | { readonly kind: "released" }
  /** ATD. */
  | { readonly kind: "dial" }
  | { readonly kind: "farEndRings" }
  | { readonly kind: "farEndAnswered" }
  | { readonly kind: "notReached"; readonly why: NotReached }
  | { readonly kind: "hangUp" }
  /** The modem still lists the call after several attempts to end it. */
  | { readonly kind: "stuck" }
  /** A second caller hears "engaged" instead of ringing into nothing. */
  | { readonly kind: "refuseWaiting" }
  | { readonly kind: "poll" }
  | { readonly kind: "startTimer"; readonly timer: CellularTimer; readonly after: Duration }
  | { readonly kind: "cancelTimer"; readonly timer: CellularTimer };

export const noCellularCall: CellularState = { kind: "idle" };

/** How often +CLCC is asked during a call (callpilot; chan_dongle's calls that stay for ever are the reason). */
export const POLL_EVERY: Duration = Seconds(2);
/** After a sign of the end, or an absence, the truth is wanted at once. */
export const POLL_SOON: Duration = Milliseconds(300);

export type CellularResult = readonly [CellularState, readonly CellularEffect[]];

export const startTimer = (timer: CellularTimer, after: Duration): CellularEffect => ({
  kind: "startTimer",
  timer,
  after,
});
export const cancelTimer = (timer: CellularTimer): CellularEffect => ({ kind: "cancelTimer", timer });

const TIMERS: readonly CellularTimer[] = ["ringingStops", "poll", "pollSoon", "ringingOut"];
export const cancelAll = (): readonly CellularEffect[] => TIMERS.map(cancelTimer);

/** Free again, and told so. */
export const over = (atMs: number, before: readonly CellularEffect[]): CellularResult => [
  { kind: "idle", releasedAtMs: atMs },
  [...cancelAll(), ...before],
];
