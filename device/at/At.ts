/* @pure */
import type { Duration } from "../../firmware/time/Duration.ts";

/** One AT command and what counts as its answer. */
export interface AtCommand {
  /** Without the CR, e.g. `AT+VLS=1`. */
  readonly text: string;
  /** The beginnings of the information lines that belong to it, e.g. `["+CMGS:"]`; any other line with a known
   *  unsolicited beginning is unsolicited. An empty list: every line that is not unsolicited is this command's. */
  readonly prefixes?: readonly string[];
  /** Proof: the command is only `ok` if a line with this beginning came before OK; without it the outcome is `unproven`. */
  readonly proof?: string;
  readonly timeout: Duration;
  /** Bytes to be sent when the modem shows its prompt `CR LF > SP`; ended with 0x1A by the dialogue. ESC on any doubt. */
  readonly afterPrompt?: {
    readonly bytes: Uint8Array;
    readonly promptTimeout: Duration;
    /** Called when the last of these bytes was handed to the port: from here on it may have gone out. */
    readonly sent?: () => void;
  };
  /** Final result codes that are success beside OK: `["CONNECT"]` for +VTX/+VRX, `["VCON"]`. */
  readonly success?: readonly string[];
  /** After a success the modem sends audio, until DLE ETX: the very next byte is already a sample (+VRX). */
  readonly receivesAudio?: boolean;
  /** A modem that does not answer this may be playing or recording still (left so by a crash): that is ended before it is asked again. */
  readonly mayBeInAudio?: boolean;
}

export type AtOutcome =
  | { readonly kind: "ok"; readonly final: string; readonly lines: readonly string[] }
  /** ERROR, NO CARRIER, BUSY, +CME ERROR: n, +CMS ERROR: n, … */
  | { readonly kind: "refused"; readonly final: string; readonly code?: number; readonly lines: readonly string[] }
  /** OK came, its proof did not. */
  | { readonly kind: "unproven"; readonly lines: readonly string[] }
  /** Nothing final in time: it may or may not have happened. The dialogue is resynchronising. */
  | { readonly kind: "timedOut"; readonly lines: readonly string[]; readonly phase: "prompt" | "result" }
  /** The port went, or close() was called. */
  | { readonly kind: "portGone" };

/** How to find out that we are in step again: a command used for nothing else, whose answer cannot be mistaken. */
export interface AtProbe {
  readonly text: string;
  readonly answer: string;
}

export interface AtPortListeners {
  /** An information line that no command asked for: RING, NMBR=…, +CMTI: …, at any moment. */
  unsolicited?(line: string): void;
  /** `<DLE>x` in text mode or shielded inside audio: the byte after 0x10. Only with `dle: true`. */
  dleEvent?(code: number): void;
  /** Samples of an audio-receiving command, DLE undone. */
  audio?(bytes: Uint8Array): void;
  /** The modem's audio ended with DLE ETX; the final result follows as text. */
  audioEnded?(): void;
  /** In step again after a timeout, or given up: then the port should be closed and opened anew. */
  resynchronised?(): void;
  lost?(why: string): void;
  gone?(why: string): void;
}

/** The one conversation with one modem. One command in flight; others wait in order (urgent ones ahead of the rest). */
export interface AtPort {
  readonly name: string;
  /** False while it finds back after a timeout: what is asked now waits for that. */
  readonly inStep: boolean;
  /** When the modem was heard last (monotonic): a byte of whatever kind. Before the first: when the port was opened. */
  readonly heardAtMs: number;
  command(command: AtCommand, options?: { readonly urgent?: boolean }): Promise<AtOutcome>;
  /** Raw bytes to the modem, past the dialogue: samples of a +VTX (already shielded), DLE ETX, DLE CAN, DLE !. */
  writeAudio(bytes: Uint8Array): void;
  /** Bytes given to writeAudio that the kernel has not taken. */
  readonly pendingAudio: number;
  /** Resolves with the final result that comes without a command: the OK after DLE ETX, or after the modem's own DLE ETX. */
  finalResult(timeout: Duration): Promise<AtOutcome>;
  /** The last bytes both ways as readable text with arrows, redacted (digits shown as •); for diagnostics. */
  trace(): string[];
  close(): Promise<void>;
}
