/* @pure */
import type { Digit } from "../../../firmware/line/Line.ts";
import type { CallerIdentity } from "./CallReport.ts";
import type { ProgressTone } from "./tones.ts";

/** What an analog line does after the caller has hung up. */
export interface HangUpManner {
  readonly tone: ProgressTone | "none";
  /** From the hang-up to the tone, or to the loop break. */
  readonly afterMs: number;
  readonly loopBreak: boolean;
}

export type CallerAction =
  /** First action of a script; the rest begins when the call is answered. `rings`: gives up after so many (default 10). */
  | { readonly call: CallerIdentity & { readonly rings?: number } }
  /** Until something was played after this action began and it has been silent for `silenceMs` (300). */
  | { readonly waitPrompt: { readonly silenceMs?: number; readonly timeoutMs?: number } }
  /** Until a beep (a steady single tone of 100 ms or more) has ended. */
  | { readonly waitTone: { readonly timeoutMs?: number } }
  /** 8000 Hz mono samples, or the path of such a WAV file; lasts as long as they do. */
  | { readonly says: Int16Array | string }
  /** Codes of the line's own 8-bit format, delivered as they are. */
  | { readonly saysRaw: Uint8Array }
  | { readonly presses: string; readonly toneMs?: number; readonly gapMs?: number }
  | { readonly waits: number }
  | { readonly waitHangUp: { readonly timeoutMs?: number } }
  | { readonly hangsUp: Partial<HangUpManner> };

/** What a caller's own phone can do on the line; the emulator provides it. */
export interface CallersPhone {
  press(digit: Digit, toneMs: number): void;
  say(samples: Int16Array): void;
  sayRaw(codes: Uint8Array): void;
  hangUp(manner: Partial<HangUpManner>): void;
  puzzled(why: string): void;
}
