/* @pure */

/** What an emulated modem, its network and its phones tell. `atMs`: CLOCK_MONOTONIC, the same in every process. */
export type GsmEvent = { readonly atMs: number } & (
  | { readonly event: "ready"; readonly path: string }
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
  | { readonly event: "callAnswered"; readonly from: string }
  | { readonly event: "callEnded"; readonly from: string }
);

/** The event without its time, which the emulator adds. */
export type GsmEventBody = GsmEvent extends infer E ? (E extends GsmEvent ? Omit<E, "atMs"> : never) : never;
export type EmitEvent = (event: GsmEventBody) => void;
