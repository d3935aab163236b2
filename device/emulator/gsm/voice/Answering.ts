/* @pure */
import type { CallerAction } from "../../caller/CallerScript.ts";

/** What a phone does when the modem calls it. */
export type Answering =
  /** Nothing, until somebody picks it up by hand (`doctorPicksUp`). */
  | { readonly kind: "byHand" }
  /** Somebody picks up and does what the script says: hears, presses, speaks, hangs up. */
  | { readonly kind: "answers"; readonly afterMs?: number; readonly script: readonly CallerAction[] }
  /** A machine picks up: it speaks, it beeps, it never presses a key. `greeting`: samples or a WAV file of 8 kHz. */
  | {
      readonly kind: "voicemail";
      readonly afterMs?: number;
      readonly greeting?: Int16Array | string;
      /** How long it records; then it hangs up. */
      readonly recordsMs?: number;
    }
  | { readonly kind: "busy"; readonly afterMs?: number }
  /** It rings; the network gives up after so long. */
  | { readonly kind: "noAnswer"; readonly givesUpMs?: number | "never" }
  | { readonly kind: "rejects"; readonly afterMs?: number }
  /** Switched off, or out of reach. */
  | { readonly kind: "unreachable"; readonly afterMs?: number };
