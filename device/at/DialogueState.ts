/* @pure */
import { type Duration, Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import type { AtCommand, AtOutcome, AtProbe } from "./At.ts";
import { type AtSyntaxState, type AtToken, startSyntax } from "./AtSyntax.ts";

/** How long a probe may take. A modem busy with the network answers plain questions well within this. */
export const PROBE_TIMEOUT = Seconds(2);
export const PROBE_ATTEMPTS = 2;
/** Silence that ends resynchronising: longer than any pause a modem makes inside its answers. */
export const QUIET = Milliseconds(250);
/** A modem that never falls silent is not in step: so many restarts of the silence are waited for. */
export const QUIET_RESTARTS = 40;
/** How long an urgent command (hanging up) waits for audio to end before the audio is broken off. */
export const URGENT_WAITS_FOR_AUDIO = Seconds(2);
/** How long a command that waits for nothing but the modem may go on once an urgent one stands behind it. */
export const URGENT_PATIENCE = Seconds(2);
/** A listing of a full SIM is about 500 lines; what comes beyond this is not kept. */
export const MOST_LINES = 4096;
/** Headers that are followed by a line of their own, the PDU (27.005 §3.4.1). */
export const PDU_FOLLOWS = ["+CMT:", "+CDS:"];

export interface DialogueOptions {
  /** A V.253 modem: <DLE>x events, audio. Without it: a 27.005 modem, where an ESC leaves a prompt. */
  readonly dle: boolean;
  readonly probe: AtProbe;
  /** How many probes a silent modem is given, where it is not PROBE_ATTEMPTS. Changed in place while a call is up. */
  readonly patience?: { readonly probes: number };
  /** Beginnings of lines that are nobody's answer, unless a command names them as its own. */
  readonly unsolicited: readonly string[];
}

export interface Asked {
  readonly id: number;
  readonly command: AtCommand;
  readonly urgent: boolean;
}

export type Phase =
  | { readonly kind: "idle" }
  | { readonly kind: "prompting"; readonly asked: Asked; readonly lines: readonly string[] }
  | { readonly kind: "awaiting"; readonly asked: Asked; readonly lines: readonly string[] }
  | { readonly kind: "data"; readonly waiter?: number }
  | { readonly kind: "probing"; readonly attempt: number; readonly answersDue: number; readonly breakOff: boolean }
  | { readonly kind: "quiet"; readonly attempt: number; readonly restarts: number; readonly breakOff: boolean }
  | { readonly kind: "lost" };

export type DialogueTimer = "prompt" | "answer" | "probe" | "quiet" | "audioEnd";

export interface DialogueState {
  readonly options: DialogueOptions;
  readonly syntax: AtSyntaxState;
  readonly phase: Phase;
  readonly queue: readonly Asked[];
  /** A +CMT or +CDS whose PDU is the next line. */
  readonly header?: string;
  /** The final result that ended the audio before anybody asked for it; kept until audio begins anew. */
  readonly held?: AtOutcome;
  /** Probes that were sent and not answered yet: a late answer of one takes its OK with it. */
  readonly probesOut: number;
  readonly skipNextOk: boolean;
}

export type DialogueEvent =
  | { readonly kind: "received"; readonly bytes: Uint8Array }
  | { readonly kind: "command"; readonly id: number; readonly command: AtCommand; readonly urgent: boolean }
  | { readonly kind: "finalResultWanted"; readonly id: number; readonly timeout: Duration }
  | { readonly kind: "timerFired"; readonly timer: DialogueTimer }
  | { readonly kind: "portGone" };

export type DialogueEffect =
  | { readonly kind: "write"; readonly bytes: Uint8Array }
  | { readonly kind: "startTimer"; readonly timer: DialogueTimer; readonly after: Duration }
  | { readonly kind: "stopTimer"; readonly timer: DialogueTimer }
  | { readonly kind: "settle"; readonly id: number; readonly outcome: AtOutcome }
  /** The prompt came, and what was to be entered was written. */
  | { readonly kind: "entrySent"; readonly id: number }
  | { readonly kind: "unsolicited"; readonly line: string }
  | { readonly kind: "dleEvent"; readonly code: number }
  | { readonly kind: "audio"; readonly bytes: Uint8Array }
  | { readonly kind: "audioEnded" }
  | { readonly kind: "resynchronised" }
  | { readonly kind: "lost"; readonly why: string }
  /** Everything that was heard as text, for the trace. */
  | { readonly kind: "heard"; readonly token: AtToken };

export const startDialogue = (options: DialogueOptions): DialogueState => ({
  options,
  syntax: startSyntax(options.dle),
  phase: { kind: "idle" },
  queue: [],
  probesOut: 0,
  skipNextOk: false,
});
