/* @pure */
import type { Digit } from "../../../firmware/line/Line.ts";

/** What an emulated modem, its network and its phones tell. `atMs`: CLOCK_MONOTONIC, the same in every process. */
export type GsmEvent = { readonly atMs: number } & (
  | { readonly event: "ready"; readonly path: string; readonly audioPath?: string; readonly secondPath?: string }
  | { readonly event: "gone"; readonly path: string }
  /** A command line as it was typed, and the final result it got. */
  | { readonly event: "command"; readonly line: string }
  | { readonly event: "result"; readonly line: string; readonly final: string }
  /** The last byte (0x1A) of an entry came. `to` is empty if the PDU could not be read. */
  | {
      readonly event: "pduReceived";
      readonly to: string;
      readonly part: number;
      readonly total: number;
      readonly hex: string;
    }
  /** `+CMGS: reference` was written. */
  | {
      readonly event: "submitted";
      readonly to: string;
      readonly reference: number;
      readonly part: number;
      readonly total: number;
    }
  | { readonly event: "refused"; readonly to: string; readonly code: number }
  /** A phone shows a text: whole, joined from `parts` parts. */
  | {
      readonly event: "textShown";
      readonly phone: string;
      readonly from: string;
      readonly text: string;
      readonly parts: number;
    }
  /** A phone sent a text; then the modem has got it, stored (`slot`) or passed on at once. */
  | { readonly event: "textSent"; readonly phone: string; readonly text: string }
  | { readonly event: "delivered"; readonly from: string; readonly how: string; readonly slot?: number }
  | { readonly event: "reported"; readonly phone: string; readonly reference: number; readonly status: number }
  | { readonly event: "storageFull"; readonly from: string }
  | { readonly event: "dialled"; readonly to: string }
  | { readonly event: "ring"; readonly from: string; readonly ring: number }
  | { readonly event: "callAnswered"; readonly from: string }
  /** `why`: us (the host hung up), farEnd, missed, busy, noAnswer, rejected, unreachable, lost (power). */
  | { readonly event: "callEnded"; readonly from: string; readonly why: string }
  /** The sound of a call flows, at so many samples a second. */
  | { readonly event: "soundOn"; readonly rate: number }
  | { readonly event: "soundOff" }
  /** The host wrote more than a modem can keep. */
  | { readonly event: "soundOverrun"; readonly bytes: number }
  /** The other end hears something, until half a second of silence. */
  | { readonly event: "promptStarted" }
  | {
      readonly event: "promptEnded";
      readonly startMs: number;
      readonly endMs: number;
      readonly bytes: number;
      readonly gaps: number;
      readonly longestGapMs: number;
    }
  | { readonly event: "key"; readonly digit: Digit; readonly ms: number }
  /** The host pressed a key (AT+VTS); the other end hears it. */
  | { readonly event: "keySent"; readonly digit: Digit }
  | { readonly event: "callerSpeaks"; readonly ms: number }
  | { readonly event: "callerHungUp" }
  /** The script at the other end could not do what it says. */
  | { readonly event: "callerPuzzled"; readonly why: string }
);

/** The event without its time, which the emulator adds. */
export type GsmEventBody = GsmEvent extends infer E ? (E extends GsmEvent ? Omit<E, "atMs"> : never) : never;
export type EmitEvent = (event: GsmEventBody) => void;
