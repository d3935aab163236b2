import { createHash } from "node:crypto";
import type { ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Dispatch, InboundShortMessage, MessageStore, SentPart } from "../../firmware/message/MessageStore.ts";
import type { Clock, EpochMs, MonotonicMs, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { type DecodedDeliver, type DecodedStatusReport, decodePdu, toEpochMs } from "../line/gsm/pdu/Pdu.ts";
import type { SmsCarrier } from "../line/gsm/SmsCarrier.ts";
import type { ReceivedPdu } from "../line/gsm/SmsInbox.ts";
import type { Slot } from "../line/gsm/storedPdus.ts";
import {
  type AwaitedReports,
  awaitAgain,
  awaitReport,
  centreTimeOf,
  type DeliveryReport,
  partsOf,
  takeReport,
} from "./DeliveryReports.ts";
import { expire, type JoinedText, join, type Unjoined } from "./PartJoiner.ts";

/** How often texts with missing parts are looked at. */
const EXPIRY_CHECK: Duration = Seconds(30);
/** Fingerprints of what this process has passed on, so that a copy is not passed on again. */
const MOST_REMEMBERED = 1000;

/** More than any SIM holds. */
const MOST_EARLY = 100;

/** What the SMS engine keeps in the store by itself; the rows of pages are written by their alerts. */
export type SmsStore = Pick<MessageStore, "writeInbound" | "keepPart" | "keptParts" | "partsDone" | "writeDispatch">;

export interface SmsReceiverOptions {
  readonly modem: Pick<SmsCarrier, "discard">;
  readonly clock: Clock;
  readonly store: SmsStore;
  readonly onReply: (reply: ReceivedReply) => void | Promise<void>;
  readonly onDeliveryReport?: (report: DeliveryReport) => void;
  /** What the service centre's clock said at a moment of the monotonic one. */
  readonly onCentreTime?: (civil: EpochMs, atMs: MonotonicMs) => void;
}

/**
 * What comes in: texts are joined, stored, passed on and only then deleted from the SIM; reports find their page. After
 * a crash in between, the SIM still has the text, and it is passed on again (a code can be taken only once). Parts of a text
 * that is not whole wait in the store, not on the SIM, which has few places and refuses replies when they are taken.
 */
export class SmsReceiver {
  readonly #options: SmsReceiverOptions;
  readonly #passedOn = new Set<string>();
  #unjoined: Unjoined<ReceivedPdu> = new Map();
  #awaited: AwaitedReports = [];
  /** Reports that found nothing before it was known what an earlier run had sent: they lay on the SIM while we were off. */
  #early: { readonly decoded: DecodedStatusReport; readonly pdu: ReceivedPdu }[] | undefined = [];
  #work: Promise<void> = Promise.resolve();
  #restored = false;
  #discarding: Promise<void> = Promise.resolve();
  #expiry: Timer | undefined;
  #stopped = false;

  constructor(options: SmsReceiverOptions) {
    this.#options = options;
  }

  /** In order of arrival, one after the other; resolves when this one is done with. */
  received(pdu: ReceivedPdu): Promise<void> {
    this.#restore();
    const taken = this.#work.then(() => this.#take(pdu));
    this.#work = taken.catch(() => undefined);
    return taken;
  }

  expectReport(sent: Parameters<typeof awaitReport>[1]): void {
    this.#awaited = awaitReport(this.#awaited, sent, this.#options.clock.monotonic());
  }

  /** After a start: reports on what an earlier run sent, and the parts that it kept. */
  resume(dispatches: readonly Dispatch[]): void {
    this.#restore();
    const { clock } = this.#options;
    this.#awaited = [...awaitAgain(dispatches, clock.now(), clock.monotonic()), ...this.#awaited];
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const { decoded, pdu } of early) this.#work = this.#work.then(() => this.#takeReport(decoded, pdu));
  }

  partsOf(dispatchId: string): readonly SentPart[] {
    return partsOf(this.#awaited, dispatchId);
  }

  /** All that has come in so far is safe, and deleted from the SIM. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#discarding;
  }

  stop(): void {
    this.#stopped = true;
    this.#expiry?.cancel();
  }

  async #take(pdu: ReceivedPdu): Promise<void> {
    if (this.#passedOn.has(fingerprint([pdu]))) {
      this.#discard([pdu]);
      return;
    }
    const decoded = decodePdu(pdu.hex);
    switch (decoded.kind) {
      case "statusReport":
        await this.#takeReport(decoded, pdu);
        return;
      case "deliver":
        await this.#takeText(decoded, pdu);
        return;
      case "submit":
      case "error":
        // Kept as it came: it may be a text that our reading of the standard misses.
        if (await this.#keep("?", `[unreadable] ${pdu.hex}`, [pdu])) this.#discard([pdu]);
        return;
    }
  }

  /** Told before it is written: the next doctor does not wait for the card. */
  async #takeReport(decoded: DecodedStatusReport, pdu: ReceivedPdu): Promise<void> {
    const { clock, store, onCentreTime, onDeliveryReport } = this.#options;
    const told = centreTimeOf(this.#awaited, decoded);
    if (told) onCentreTime?.(told.civil, told.atMs);
    const [awaited, { row, report }] = takeReport(this.#awaited, decoded, clock.now(), clock.monotonic());
    if (awaited === this.#awaited && !report && this.#early && this.#early.length < MOST_EARLY) {
      this.#early.push({ decoded, pdu });
      return;
    }
    this.#awaited = awaited;
    const written = row && store.writeDispatch(row).catch(() => undefined);
    if (report) onDeliveryReport?.(report);
    await written;
    this.#discard([pdu]);
  }

  async #takeText(decoded: DecodedDeliver, pdu: ReceivedPdu): Promise<void> {
    const before = this.#unjoined;
    const [unjoined, joined] = join(before, decoded, pdu, this.#options.clock.now());
    this.#unjoined = unjoined;
    if (joined && !(await this.#passOn(joined, decoded.at ? toEpochMs(decoded.at) : undefined))) {
      // This PDU is on the SIM still, and makes the text whole again when it is swept.
      this.#unjoined = before;
      return;
    }
    if (joined?.sources.includes(pdu)) return;
    await this.#keepPart(pdu);
    this.#watchExpiry();
  }

  /** Only a disk makes room on the SIM: what memory holds is gone at a power cut. */
  async #keepPart(pdu: ReceivedPdu): Promise<void> {
    const { clock, store } = this.#options;
    const part = { id: fingerprint([pdu]), hex: pdu.hex, receivedAt: clock.now() };
    const kept = await store.keepPart(part).catch(() => undefined);
    if (kept !== undefined && kept.kept !== "memory") this.#discard([pdu]);
  }

  /** Not before somebody listens: with its last part in the store, a text is passed on at once. */
  #restore(): void {
    if (this.#restored) return;
    this.#restored = true;
    this.#work = this.#restoreParts().catch(() => undefined);
  }

  async #restoreParts(): Promise<void> {
    for (const { hex, receivedAt } of await this.#options.store.keptParts().catch(() => [])) {
      const decoded = decodePdu(hex);
      if (decoded.kind !== "deliver") continue;
      const [unjoined, joined] = join(this.#unjoined, decoded, { hex }, receivedAt);
      this.#unjoined = unjoined;
      if (joined) await this.#passOn(joined, decoded.at ? toEpochMs(decoded.at) : undefined);
    }
    this.#watchExpiry();
  }

  /** False: the store did not take it. */
  async #passOn(joined: JoinedText<ReceivedPdu>, sentAt?: number): Promise<boolean> {
    const { from, text, sources } = joined;
    if (!(await this.#keep(from, text, sources))) return false;
    let taken = false;
    try {
      await this.#options.onReply({ from, text, atMs: sentAt ?? this.#options.clock.now() });
      taken = true;
    } finally {
      // It is in the store. A reply that makes its reader throw must not be met again after every restart.
      const ids = sources.map((source) => fingerprint([source]));
      for (const id of ids) this.#remember(id);
      this.#discard(sources);
      if (ids.length > 1 || !joined.complete) await this.#options.store.partsDone(ids).catch(() => undefined);
      // A bug that ends the process ends it once the SIM has lost the text.
      if (!taken) await this.#discarding;
    }
    return true;
  }

  #remember(id: string): void {
    this.#passedOn.add(id);
    if (this.#passedOn.size > MOST_REMEMBERED) this.#passedOn.delete(this.#passedOn.values().next().value!);
  }

  /** False: the store did not take it, so that the SIM must keep it; the next sweep brings it again. */
  async #keep(from: string, text: string, sources: readonly ReceivedPdu[]): Promise<boolean> {
    const message: InboundShortMessage = {
      id: fingerprint(sources),
      from,
      text,
      receivedAt: this.#options.clock.now(),
    };
    try {
      await this.#options.store.writeInbound(message);
      return true;
    } catch {
      return false;
    }
  }

  /** Nobody waits for it: the next reply is not held up by a modem that is busy sending. */
  #discard(sources: readonly ReceivedPdu[]): void {
    const slots = sources.map((source) => source.slot).filter((slot): slot is Slot => slot !== undefined);
    if (slots.length > 0) this.#discarding = this.#options.modem.discard(slots);
  }

  #watchExpiry(): void {
    if (this.#expiry || this.#stopped || this.#unjoined.size === 0) return;
    this.#expiry = this.#options.clock.after("sms parts", EXPIRY_CHECK, () => {
      this.#expiry = undefined;
      this.#work = this.#work.then(() => this.#expire()).catch(() => undefined);
    });
  }

  async #expire(): Promise<void> {
    const [unjoined, expired] = expire(this.#unjoined, this.#options.clock.now());
    this.#unjoined = unjoined;
    for (const text of expired) await this.#passOn(text);
    this.#watchExpiry();
  }
}

/** The same PDU has the same fingerprint, whichever way and however often it comes. */
function fingerprint(sources: readonly ReceivedPdu[]): string {
  const hash = createHash("sha256");
  for (const hex of [...new Set(sources.map((source) => source.hex))].sort()) hash.update(hex).update("\n");
  return hash.digest("hex").slice(0, 32);
}
