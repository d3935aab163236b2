import { createHash } from "node:crypto";
import type { ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { InboundShortMessage, MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { type DecodedDeliver, decodePdu, toEpochMs } from "../line/gsm/pdu/Pdu.ts";
import type { ReceivedPdu } from "../line/gsm/SmsInbox.ts";
import type { SmsModem } from "../line/gsm/SmsModem.ts";
import type { Slot } from "../line/gsm/storedPdus.ts";
import { type AwaitedReports, awaitReport, type DeliveryReport, takeReport } from "./DeliveryReports.ts";
import { expire, type JoinedText, join, type Unjoined } from "./PartJoiner.ts";

/** How often texts with missing parts are looked at. */
const EXPIRY_CHECK: Duration = Seconds(30);
/** Fingerprints of texts that this process has passed on, so that a copy is not passed on again. */
const MOST_REMEMBERED = 1000;

export interface SmsReceiverOptions {
  readonly modem: Pick<SmsModem, "discard">;
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "writeInbound">;
  readonly onReply: (reply: ReceivedReply) => void | Promise<void>;
  readonly onDeliveryReport?: (report: DeliveryReport) => void;
}

/**
 * What comes in: texts are joined, stored, passed on and only then deleted from the SIM; reports find their page. After
 * a crash in between, the SIM still has the text, and it is passed on again (a code can be taken only once).
 */
export class SmsReceiver {
  readonly #options: SmsReceiverOptions;
  readonly #passedOn = new Set<string>();
  #unjoined: Unjoined<ReceivedPdu> = new Map();
  #awaited: AwaitedReports = [];
  #work: Promise<void> = Promise.resolve();
  #discarding: Promise<void> = Promise.resolve();
  #expiry: Timer | undefined;
  #stopped = false;

  constructor(options: SmsReceiverOptions) {
    this.#options = options;
  }

  /** In order of arrival, one after the other; resolves when this one is done with. */
  received(pdu: ReceivedPdu): Promise<void> {
    const taken = this.#work.then(() => this.#take(pdu));
    this.#work = taken.catch(() => undefined);
    return taken;
  }

  expectReport(part: Parameters<typeof awaitReport>[1]): void {
    this.#awaited = awaitReport(this.#awaited, part, this.#options.clock.monotonic());
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
    const decoded = decodePdu(pdu.hex);
    switch (decoded.kind) {
      case "statusReport": {
        const [awaited, report] = takeReport(this.#awaited, decoded, this.#options.clock.monotonic());
        this.#awaited = awaited;
        if (report) this.#options.onDeliveryReport?.(report);
        this.#discard([pdu]);
        return;
      }
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

  async #takeText(decoded: DecodedDeliver, pdu: ReceivedPdu): Promise<void> {
    const [unjoined, joined] = join(this.#unjoined, decoded, pdu, this.#options.clock.now());
    this.#unjoined = unjoined;
    if (joined) await this.#passOn(joined, decoded.at ? toEpochMs(decoded.at) : undefined);
    else this.#watchExpiry();
  }

  async #passOn(joined: JoinedText<ReceivedPdu>, sentAt?: number): Promise<void> {
    const id = fingerprint(joined.sources);
    const { from, text, sources } = joined;
    if (!(await this.#keep(from, text, sources))) return;
    try {
      if (!this.#passedOn.has(id))
        await this.#options.onReply({ from, text, atMs: sentAt ?? this.#options.clock.now() });
    } finally {
      // It is in the store. A reply that makes its reader throw must not be met again after every restart.
      this.#remember(id);
      this.#discard(sources);
    }
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

  /** Parts stay on the SIM until the text is whole or has waited long enough: a restart loses none. */
  #watchExpiry(): void {
    if (this.#expiry || this.#stopped || this.#unjoined.size === 0) return;
    this.#expiry = this.#options.clock.after("sms parts", EXPIRY_CHECK, () => {
      this.#expiry = undefined;
      this.#work = this.#work.then(() => this.#expire());
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
  for (const hex of sources.map((source) => source.hex).sort()) hash.update(hex).update("\n");
  return hash.digest("hex").slice(0, 32);
}
