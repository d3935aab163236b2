import type { Duration } from "../../../firmware/time/Duration.ts";
import type { StorageReading } from "../../channel/SimStorage.ts";
import type { EncodedPart } from "./pdu/Pdu.ts";
import type { ReceivedPdu } from "./SmsInbox.ts";
import type { Slot } from "./storedPdus.ts";

export type SubmitResult =
  | { readonly kind: "submitted"; readonly reference: number; readonly submittedAtMs: number; readonly modemMs: number }
  | { readonly kind: "refused"; readonly code?: number }
  /** `sent`: the PDU had been handed over, so that it may have gone. */
  | { readonly kind: "noResult"; readonly sent: boolean; readonly why: string }
  | { readonly kind: "modemGone"; readonly sent: boolean };

/** Tells a fault from the table, or that it is over. */
export type TellFault = (code: string, detail: string, cleared: boolean) => void;

/** What sends and receives short messages: a cellular modem, or several that stand in for each other. */
export interface SmsCarrier {
  /** The line's id in the clinic file. */
  readonly id: string;
  /** In service: a PDU may be handed over now. */
  readonly ready: boolean;
  /** What a page had better go around where another carrier is free: a call that is up, an AT port that has lost its step. */
  readonly hindered?: "onCall" | "outOfStep" | undefined;
  /** Who takes the PDUs that come in; set before the modem is started. */
  onReceived(listener: (pdu: ReceivedPdu) => Promise<void>): void;
  /** Who is told how full its stores are, with each `+CPMS` that is read; set before the modem is started. */
  onStorage?(listener: (reading: StorageReading) => void): void;
  /** True as soon as it is in service; false when that did not happen in time. */
  whenReady(within: Duration): Promise<boolean>;
  /** One PDU, one result; its proof is its own `+CMGS`. Never rejects. */
  submit(part: EncodedPart, options: { readonly urgent: boolean }): Promise<SubmitResult>;
  /** Deletes from the modem what its reader has made safe. */
  discard(slots: readonly Slot[]): Promise<void>;
  /** Reads everything that lies in the modem again. */
  sweep(): Promise<void>;
  /** Sets the service centre again that the SIM had; false when it never had one. */
  restoreServiceCentre(): Promise<boolean>;
  /** Looks at the SIM from the beginning again. */
  reinit(): void;
  /** A page may be wanted soon (a line rings): asks for the network now, so that what is wrong is known before it is needed. */
  keepWarm(): void;
}
