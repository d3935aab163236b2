import type { PinLock } from "../doctor/PinLock.ts";
import type { AudioFormat, CallerId, HangUpSign } from "../line/Line.ts";
import type { DutyChange } from "../oncall/Duty.ts";
import type { EpochMs } from "../time/Clock.ts";

export type Urgency = "urgent" | "routine";
/** Who calls, as they chose it. Professionals bypass triage (facts: a laboratory's critical value goes straight to a page). */
export type CallerKind = "patient" | "professional" | "unknown";

/** One call on one line, from the first ring; written when answered and again at its end. */
export interface CallRecord {
  /** `c` + 13 characters, unique for ever. */
  readonly id: string;
  readonly line: string;
  readonly rangAt: EpochMs;
  readonly answeredAt?: EpochMs;
  readonly endedAt?: EpochMs;
  readonly callerId: CallerId;
  /** One of the clinic's people, who has proved it with a PIN: no patient's call. */
  readonly person?: string;
  /** The reply code set aside for this call: what a page carried whose message the power took before it was written. */
  readonly ref?: string;
  readonly ending?: "completed" | "abandoned" | "not-answered" | "time-limit" | "line-lost" | "interrupted";
  readonly hangUpSign?: HangUpSign;
  /** Every key with its time, `[[msSinceAnswer, "1"], …]`. */
  readonly keys?: readonly (readonly [number, string])[];
}

/** The parts a caller speaks, each a recording of its own. */
export type SpokenPart = "name" | "reason";

/** What a caller left. Written as soon as there is anything, updated while the call goes on; `ref` is the reply code. */
export interface VoiceMessage {
  readonly callId: string;
  /** Four characters, never used twice, e.g. `7Q4K`. */
  readonly ref: string;
  readonly receivedAt: EpochMs;
  readonly urgency: Urgency;
  /** Why it is urgent or routine: `caller`, `professional`, `silence`, `wrong-keys`, `abandoned`, `fault`, … */
  readonly urgencyBecause: string;
  readonly callerKind: CallerKind;
  readonly language: string;
  /** As confirmed by the caller after the read-back, digits only; absent when never confirmed. */
  readonly callback?: string;
  readonly callbackConfirmed: boolean;
  /** Keyed date of birth, `YYYY-MM-DD`. */
  readonly dateOfBirth?: string;
  /** When the call was known to be urgent; absent: it is not, or that was found out after the call. */
  readonly urgentAt?: EpochMs;
  /** When the store got it with all of its audio, the first time. */
  readonly savedAt?: EpochMs;
  /** True when the caller heard "your message is saved". */
  readonly complete: boolean;
  /** The take that counts, where it is not the highest: a caller who records again and says nothing keeps the first. */
  readonly keptTakes?: Readonly<Partial<Record<SpokenPart, number>>>;
}

/** About one second of samples. `take` counts re-recordings: the highest is the one that counts. */
export interface AudioChunk {
  readonly callId: string;
  readonly part: SpokenPart;
  readonly take: number;
  readonly sequence: number;
  readonly format: AudioFormat;
  readonly bytes: Uint8Array;
}

export type AlertState = "open" | "taken" | "closed";

/** A duty to tell somebody, committed in the transaction of its message. `escalation` is the machine's own state as JSON. */
export interface Alert {
  readonly ref: string;
  readonly callId: string;
  readonly urgency: Urgency;
  readonly state: AlertState;
  readonly raisedAt: EpochMs;
  readonly takenBy?: string;
  readonly takenAt?: EpochMs;
  readonly closedAt?: EpochMs;
  readonly escalation: string;
}

export type DeliveryState =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "failedTemporarily"
  | "failedPermanently"
  | "unknown";

/** Why something is sent, in the order of its haste: a page of an alert, an answer to a doctor, a fault told to a person, a word to the caller. */
export type Purpose = "page" | "answer" | "notice" | "patient";

/** One part of a short message that the network has taken. */
export interface SentPart {
  /** TP-MR, as the modem told it: 0-255, so that it counts only together with the number and the time. */
  readonly reference: number;
  readonly at: EpochMs;
  /** TP-ST of its delivery report, the last one that came. */
  readonly status?: number;
}

/** One attempt to reach one person by one way. Written before it is sent. */
export interface Dispatch {
  /** Unique: `<ref>.<step>.<round>.<person>.<way>`, so that writing it twice is harmless. */
  readonly id: string;
  readonly ref: string;
  /** Absent: a page. All others belong to no escalation. */
  readonly purpose?: Purpose;
  /** The id of one of the clinic's people; `caller` for a word to the caller. */
  readonly person: string;
  readonly way: "sms" | "mqtt" | "call";
  readonly address: string;
  readonly text: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** When it was first known that a network took it, and that the phone has it. The store keeps both. */
  readonly sentAt?: EpochMs;
  readonly deliveredAt?: EpochMs;
  /** `+CMGS` references, error text: what is known of it. */
  readonly detail?: string;
  /** From then on it is not sent any more: an answer that comes hours late misleads. */
  readonly expiresAt?: EpochMs;
  /** The parts that the network took in the sending that is told here; what their delivery reports are matched by. */
  readonly parts?: readonly SentPart[];
}

/** A retained or ordinary MQTT message that must survive a week without a broker. */
export interface Publication {
  readonly id: number;
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** An SMS that came in, kept before it is deleted from the SIM. */
export interface InboundShortMessage {
  /** Fingerprint of the PDU, so that storing it twice is harmless. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly receivedAt: EpochMs;
}

/** One part of a text whose other parts have not come: kept here, so that the SIM has room for them. */
export interface InboundPart {
  /** Fingerprint of the PDU. */
  readonly id: string;
  readonly hex: string;
  readonly receivedAt: EpochMs;
}

/** What was told when the clinic opened: once for each opening. */
export interface Digest {
  /** The opening that it is for; there is one digest for each. */
  readonly opensAt: EpochMs;
  /** What came from then on is counted. */
  readonly since: EpochMs;
  readonly madeAt: EpochMs;
  readonly text: string;
}

/** Where the data really went. `kept: "memory"` means: gone at a power cut, so the caller must not be told "saved". */
export interface Written {
  readonly kept: "disk" | "emergency" | "memory";
}

export type TakeResult =
  | { readonly kind: "taken" }
  | { readonly kind: "alreadyTaken"; readonly by: string; readonly at: EpochMs }
  | { readonly kind: "closed"; readonly by?: string; readonly at: EpochMs }
  /** The code was reserved but its alert never committed (a crash in between). */
  | { readonly kind: "lost" }
  | { readonly kind: "unknownCode" };

export interface MessageSummary {
  readonly message: VoiceMessage;
  readonly call: CallRecord;
  readonly alert?: Alert;
  readonly dispatches: readonly Dispatch[];
  readonly recordings: readonly {
    readonly part: SpokenPart;
    readonly takes: number;
    readonly format: AudioFormat;
    readonly milliseconds: number;
    readonly sha256: string;
  }[];
}

/**
 * The only memory that counts. Each call is one transaction, answered once it is durable (WAL, synchronous=FULL) or
 * once it is known where it went instead; none of them ever rejects for a full, broken or foreign disk.
 */
export interface MessageStore {
  writeCall(call: CallRecord): Promise<Written>;
  /** Message, alert and its first dispatches in ONE transaction; idempotent by `ref`. */
  writeMessage(message: VoiceMessage, alert?: Alert, dispatches?: readonly Dispatch[]): Promise<Written>;
  appendAudio(chunk: AudioChunk): Promise<Written>;
  /** Codes that no message ever had nor will have again; durable before they are returned. */
  reserveCodes(count: number): Promise<readonly string[]>;
  writeAlert(alert: Alert, dispatches: readonly Dispatch[]): Promise<Written>;
  writeDispatch(dispatch: Dispatch): Promise<Written>;
  /** True when it was new; one that is there already stays as it is. */
  addDispatch(dispatch: Dispatch): Promise<boolean>;
  /** What is not proved sent and belongs to no alert, and what was sent and may still be reported on; made after `since`. */
  unfinishedDispatches(since: EpochMs): Promise<readonly Dispatch[]>;
  /** Atomic: only the first one takes it. */
  takeAlert(ref: string, person: string, at: EpochMs): Promise<TakeResult>;
  closeAlert(ref: string, person: string, at: EpochMs): Promise<TakeResult>;
  /** An alert as it is now, closed ones too, and who closed it; undefined: there never was one with this code. */
  alertNow(ref: string): Promise<{ readonly alert: Alert; readonly closedBy?: string } | undefined>;
  /** Alerts not closed, with their dispatches: what goes on after a crash. */
  unfinishedAlerts(): Promise<readonly { alert: Alert; dispatches: readonly Dispatch[] }[]>;
  enqueuePublication(topic: string, payload: string, retain: boolean): Promise<Written>;
  nextPublications(limit: number): Promise<readonly Publication[]>;
  publicationDone(id: number): Promise<void>;
  /** True when it was new. */
  writeInbound(message: InboundShortMessage): Promise<boolean>;
  keepPart(part: InboundPart): Promise<Written>;
  /** Oldest first. */
  keptParts(): Promise<readonly InboundPart[]>;
  /** Their text is whole, or shown as it is, and in the store. */
  partsDone(ids: readonly string[]): Promise<Written>;
  /** The digest and the texts that tell it, in one transaction; false when this opening has one, and nothing was written. */
  writeDigest(digest: Digest, dispatches: readonly Dispatch[]): Promise<boolean>;
  /** For openings since then; oldest first. */
  digests(since: EpochMs): Promise<readonly Digest[]>;
  /** New, or changed (withdrawn): the same id replaces. */
  writeDuty(change: DutyChange): Promise<Written>;
  /** Those that end after `since`, withdrawn ones too; oldest first. */
  duties(since: EpochMs): Promise<readonly DutyChange[]>;
  /** This person has listened to the message; the first time counts. */
  markHeard(ref: string, person: string, at: EpochMs): Promise<Written>;
  /** The codes of the messages that this person has listened to since then. */
  heardBy(person: string, since: EpochMs): Promise<readonly string[]>;
  /** The same person replaces. */
  writePinLock(lock: PinLock): Promise<Written>;
  pinLocks(): Promise<readonly PinLock[]>;
  audit(entry: {
    readonly at: EpochMs;
    readonly kind: string;
    readonly ref?: string;
    readonly person?: string;
    readonly detail?: string;
  }): Promise<Written>;
  /** Calls that a crash cut off get their ending, and urgent ones their alert; returns what was found. */
  interruptedCalls(): Promise<readonly MessageSummary[]>;
  /** Messages received after `since` with their caller IDs, and nothing that takes long to read: asked before the first call is answered. */
  recentCallers(since: EpochMs): Promise<readonly { readonly message: VoiceMessage; readonly callerId: CallerId }[]>;
  /** Newest first. */
  list(limit: number, before?: EpochMs): Promise<readonly MessageSummary[]>;
  find(ref: string): Promise<MessageSummary | undefined>;
  /** The samples of the take that counts, joined; undefined when there are none. */
  recording(
    ref: string,
    part: SpokenPart,
  ): Promise<{ readonly format: AudioFormat; readonly bytes: Uint8Array } | undefined>;
  close(): Promise<void>;
}
