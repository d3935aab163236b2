import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome, AtPort } from "../../at/At.ts";
import { parseIndication, parseListing, parseReading, type Slot, type StoredPdu } from "./storedPdus.ts";

const READ: Duration = Seconds(5);
/** A full SIM of 50 messages at the pace of a slow card. An urgent page does not wait so long: it breaks it off. */
const LIST: Duration = Seconds(20);

/** Listings in a row that got no answer, before the next sweep is waited for. */
const MOST_MISSED = 3;

export interface ReceivedPdu {
  readonly hex: string;
  /** Where it lies in the modem; absent for one that was passed on directly. Give it to `discard` once it is safe. */
  readonly slot?: Slot;
}

export interface SmsInboxOptions {
  readonly at: AtPort;
  readonly session: number;
  /** Where messages are kept: `SM`, `ME`; empty for a modem that knows no +CPMS. */
  readonly memory: string;
  received(pdu: ReceivedPdu): Promise<void>;
  /** How full a store is, at every sweep. */
  storage(memory: string, used: number, total: number): void;
}

/**
 * What has come in and lies in the modem, one job after the other: announced messages, the sweep for those whose
 * announcement got lost (ModemManager's lesson), and deleting what its reader has made safe.
 */
export class SmsInbox {
  readonly #at: AtPort;
  readonly #session: number;
  readonly #home: string;
  readonly #received: (pdu: ReceivedPdu) => Promise<void>;
  readonly #storage: (memory: string, used: number, total: number) => void;
  /** Which one the modem reads from; undefined when it did not say what became of the choice. */
  #memory: string | undefined;
  /** What was read and not deleted since, by place. */
  readonly #contents = new Map<string, string>();
  #jobs: Promise<void> = Promise.resolve();
  #sweepWaiting = false;
  #missed = 0;

  constructor(options: SmsInboxOptions) {
    this.#at = options.at;
    this.#session = options.session;
    this.#home = options.memory;
    this.#memory = options.memory;
    this.#received = options.received;
    this.#storage = options.storage;
  }

  /** `+CMTI` or `+CDSI`. */
  announced(line: string): void {
    const where = parseIndication(line);
    if (where) void this.#then(() => this.#read(where.memory, where.index));
    else void this.sweep();
  }

  /** Everything that lies there, reports included. A sweep that has not begun yet serves for all who ask. */
  sweep(): Promise<void> {
    if (this.#sweepWaiting) return this.#jobs;
    this.#sweepWaiting = true;
    return this.#then(async () => {
      this.#sweepWaiting = false;
      await this.#list("SR");
      const listed = await this.#list(this.#home);
      await this.#measure();
      this.#lookAgain(!listed);
    });
  }

  /** An answer got lost, or a page broke it off: a doctor's reply may lie there, and does not wait for the next sweep. */
  #lookAgain(missed: boolean): void {
    this.#missed = missed ? this.#missed + 1 : 0;
    if (missed && this.#missed < MOST_MISSED) void this.sweep();
  }

  discard(slots: readonly Slot[]): Promise<void> {
    return this.#then(async () => {
      for (const slot of slots) await this.#delete(slot);
      await this.#select(this.#home);
    });
  }

  /** Never blindly: asked twice, or in another session (another SIM), the place may hold a message that nobody has read. */
  async #delete(slot: Slot): Promise<void> {
    const place = `${slot.memory} ${slot.index}`;
    if (slot.session !== this.#session || this.#contents.get(place) !== slot.hex) return;
    if (!(await this.#select(slot.memory))) return;
    await this.#at.command({ text: `AT+CMGD=${slot.index}`, timeout: READ });
    // Whatever the answer was, if any: the next message may lie there by now. One that is still there is swept up again.
    this.#contents.delete(place);
  }

  #then(job: () => Promise<void>): Promise<void> {
    this.#jobs = this.#jobs.then(job);
    return this.#jobs;
  }

  async #read(memory: string, index: number): Promise<void> {
    // A sweep was faster than the announcement.
    if (this.#contents.has(`${memory} ${index}`)) return;
    if (!(await this.#select(memory))) return;
    const outcome = await this.#at.command({ text: `AT+CMGR=${index}`, timeout: READ });
    const stored = outcome.kind === "ok" ? parseReading(index, outcome.lines) : undefined;
    await this.#select(this.#home);
    if (stored) this.#tell(memory, stored);
    else if (isUnanswered(outcome)) this.#lookAgain(true);
  }

  /** False: it got no answer. */
  async #list(memory: string): Promise<boolean> {
    if (!(await this.#select(memory))) return true;
    const outcome: AtOutcome = await this.#at.command({ text: "AT+CMGL=4", timeout: LIST });
    await this.#select(this.#home);
    if (outcome.kind === "ok") for (const stored of parseListing(outcome.lines)) this.#tell(memory, stored);
    return !isUnanswered(outcome);
  }

  /** `+CPMS: "SM",3,40,…`: a store that fills up must be known before it is full, for then no reply comes in. */
  async #measure(): Promise<void> {
    if (this.#home === "") return;
    const outcome = await this.#at.command({ text: "AT+CPMS?", prefixes: ["+CPMS:"], timeout: READ });
    const found =
      outcome.kind === "ok" ? /^\+CPMS: *"?(\w{2})"? *, *(\d+) *, *(\d+)/.exec(outcome.lines[0] ?? "") : null;
    if (found !== null) this.#storage(found[1]!, Number(found[2]), Number(found[3]));
  }

  /** Its reader may take long (a database that stalls) and then calls `discard`, which is a job of its own. */
  #tell(memory: string, stored: StoredPdu): void {
    if (stored.status > 1) return;
    const { index, hex } = stored;
    this.#contents.set(`${memory} ${index}`, hex);
    void this.#received({ hex, slot: { session: this.#session, memory, index, hex } });
  }

  /** Reading and deleting act on the first store of AT+CPMS; a modem without that store (SR is rare) is no fault. */
  async #select(memory: string): Promise<boolean> {
    if (this.#memory === memory) return true;
    const outcome = await this.#at.command({ text: `AT+CPMS="${memory}"`, prefixes: ["+CPMS:"], timeout: READ });
    if (outcome.kind === "ok") this.#memory = memory;
    else if (isUnanswered(outcome)) this.#memory = undefined;
    // A modem that knows no +CPMS has one store, whatever it calls it.
    return outcome.kind === "ok" || (this.#home === "" && memory !== "SR");
  }
}

/** It may have been carried out or not. A port that is gone is no such case: the next session reads everything. */
const isUnanswered = ({ kind }: AtOutcome): boolean => kind === "timedOut" || kind === "unproven";
