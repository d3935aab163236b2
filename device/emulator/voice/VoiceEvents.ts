/** What the emulator tells while it runs. All `atMs` are CLOCK_MONOTONIC, so that they compare with the appliance's own. */
import type { Digit } from "../../../firmware/line/Line.ts";

export type VoiceModemEvent =
  | { readonly kind: "pluggedIn"; readonly atMs: number; readonly port: string }
  | { readonly kind: "unplugged"; readonly atMs: number }
  /** The ring current begins. */
  | { readonly kind: "ring"; readonly atMs: number; readonly ring: number }
  /** RING has been printed. */
  | { readonly kind: "ringReported"; readonly atMs: number; readonly ring: number }
  /** The last line of the caller ID has been printed. */
  | { readonly kind: "callerIdReported"; readonly atMs: number }
  | { readonly kind: "unanswered"; readonly atMs: number; readonly rings: number }
  /** `commandAtMs`: its CR arrived; `atMs`: off-hook. */
  | {
      readonly kind: "offHook";
      readonly atMs: number;
      readonly commandAtMs: number;
      readonly answered: boolean;
      readonly rings: number;
    }
  /** The first byte of the first prompt after off-hook. */
  | { readonly kind: "promptByte"; readonly atMs: number }
  | { readonly kind: "promptStarted"; readonly atMs: number }
  /** `endMs`: when the last sample of it had sounded on the line. */
  | {
      readonly kind: "promptEnded";
      readonly atMs: number;
      readonly startMs: number;
      readonly endMs: number;
      readonly bytes: number;
      readonly aborted: boolean;
      readonly gaps: number;
      readonly longestGapMs: number;
    }
  | { readonly kind: "beep"; readonly atMs: number; readonly ms: number }
  | { readonly kind: "key"; readonly atMs: number; readonly digit: Digit; readonly ms: number }
  | { readonly kind: "callerSpeaks"; readonly atMs: number; readonly ms: number }
  | { readonly kind: "recordingStarted"; readonly atMs: number }
  | { readonly kind: "recordingEnded"; readonly atMs: number; readonly bytes: number; readonly sha256: string }
  | { readonly kind: "callerHungUp"; readonly atMs: number }
  /** On-hook by the host's command, or because the modem lost its power. */
  | { readonly kind: "onHook"; readonly atMs: number; readonly commandAtMs: number }
  /** The caller's script could not do what it says. */
  | { readonly kind: "callerPuzzled"; readonly atMs: number; readonly why: string }
  | { readonly kind: "command"; readonly atMs: number; readonly text: string; readonly final: string };

export type VoiceModemListener = (event: VoiceModemEvent) => void;
