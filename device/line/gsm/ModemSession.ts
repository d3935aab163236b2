import type { CallSign } from "../../../firmware/line/cellular/CallSign.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome, AtPort } from "../../at/At.ts";
import { openAtPort } from "../../at/AtPort.ts";
import { PROBE_ATTEMPTS } from "../../at/DialogueState.ts";
import type { BytePort } from "../../serial/BytePort.ts";
import {
  GSM_UNSOLICITED,
  type InitOptions,
  type InitResult,
  initModem,
  modemProbe,
  type PreparedModem,
} from "./initModem.ts";
import type { Readings } from "./ModemHealth.ts";
import { commonSign } from "./models/callSigns.ts";
import { parseNetworkTime } from "./networkTime.ts";
import type { EncodedPart } from "./pdu/Pdu.ts";
import { readModem, readNetworkName, type SimGone } from "./readModem.ts";
import type { SubmitResult } from "./SmsCarrier.ts";
import { type ReceivedPdu, SmsInbox } from "./SmsInbox.ts";
import { parseDirect, type Slot } from "./storedPdus.ts";
import { submitPdu } from "./submitPdu.ts";

export interface SessionTimings {
  /** Between two looks at modem, SIM and network. */
  readonly heartbeat: Duration;
  /** Between two looks into the store for messages whose announcement got lost. */
  readonly sweep: Duration;
  /** Before a SIM that was not ready is asked again. */
  readonly initAgain: Duration;
}

/** 30 s of silence on the AT port while a call is up; the call itself gives up then (see callInProgress.ts). */
const PROBES_IN_CALL = 15;
/** Network name and time change rarely. */
const SLOW_ROUND: Duration = Minutes(10);
/** Between two looks at a registration that is said to have changed. */
const SOON_ENOUGH: Duration = Seconds(1);
const PLAIN: Duration = Seconds(3);

export interface SessionListeners {
  ready(modem: PreparedModem): void;
  /** It answers, and waits for a person. */
  notYet(code: string, detail: string): void;
  /** It does not do its work; the session waits for `reinit`, or to be closed. */
  failed(why: "silent" | "sick", detail: string): void;
  readings(readings: Readings): void;
  received(pdu: ReceivedPdu): Promise<void>;
  storage(memory: string, used: number, total: number): void;
  sign(sign: CallSign): void;
  networkName(name: string): void;
  /** Epoch ms by the network, and when it was read (monotonic). */
  networkTime(epochMs: number, atMs: number): void;
}

export interface SessionOptions {
  readonly clock: Clock;
  readonly timings: SessionTimings;
  readonly init: Omit<InitOptions, "probe" | "pause">;
  readonly listeners: SessionListeners;
}

const CARD_AWAY = /^\+(?:CPIN: *NOT (?:READY|INSERTED)|SIMCARD: *NOT AVAILABLE|QSIMSTAT: *\d *, *0)/;

/** Unique over all modems of this process, so that a slot is never taken for one of another modem or another SIM. */
let sessions = 0;

/** One opening of the port: brings the modem into service, keeps it there, and ends when it is gone or says nothing more. */
export class ModemSession {
  readonly number = ++sessions;
  readonly #at: AtPort;
  readonly #clock: Clock;
  readonly #options: SessionOptions;
  readonly #listeners: SessionListeners;
  readonly #probe = modemProbe();
  readonly #patience = { probes: PROBE_ATTEMPTS };
  readonly #unsolicitedLines = [...GSM_UNSOLICITED];
  readonly #ended = Promise.withResolvers<"gone" | "silent" | "closed">();
  #modem: PreparedModem | undefined;
  #inbox: SmsInbox | undefined;
  #serviceCentre: string | undefined;
  #wake: (() => void) | undefined;
  #reinit = false;
  #over = false;
  #beating = false;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #simDoubted = false;
  #onCall = false;
  #reinitAfterCall = false;

  constructor(port: BytePort, options: SessionOptions) {
    this.#clock = options.clock;
    this.#options = options;
    this.#listeners = options.listeners;
    this.#at = openAtPort(port, {
      clock: options.clock,
      dle: false,
      probe: this.#probe,
      patience: this.#patience,
      // Grows by what the model adds, once it is known.
      unsolicited: this.#unsolicitedLines,
      listeners: {
        unsolicited: (line) => this.#unsolicited(line),
        gone: () => this.#end("gone"),
        lost: () => this.#end("silent"),
      },
    });
  }

  get ready(): boolean {
    return this.#inbox !== undefined && !this.#over;
  }

  get modem(): PreparedModem | undefined {
    return this.#modem;
  }

  get at(): AtPort {
    return this.#at;
  }

  trace(): string[] {
    return this.#at.trace();
  }

  /** Resolves with the reason once the port is gone, the modem silent, or `close` was called. */
  async run(): Promise<"gone" | "silent" | "closed"> {
    while (!this.#over) {
      this.#reinit = false;
      const result: InitResult = await initModem(this.#at, {
        ...this.#options.init,
        probe: this.#probe,
        pause: (span) => this.#wholePause(span),
      });
      if (result.kind === "portGone" || this.#over) break;
      await this.#afterInit(result);
    }
    return this.#ended.promise;
  }

  async #afterInit(result: Exclude<InitResult, { kind: "portGone" }>): Promise<void> {
    switch (result.kind) {
      case "notYet":
        this.#listeners.notYet(result.code, result.detail);
        await this.#pause("modem init", this.#options.timings.initAgain);
        return;
      case "failed":
        this.#listeners.failed(result.why, result.detail);
        while (!this.#reinit && !this.#over) await this.#pause("modem waits for recovery", Minutes(1));
        return;
      case "ready":
        this.#enterService(result);
        await this.#serve();
    }
  }

  #enterService(modem: PreparedModem): void {
    this.#modem = modem;
    for (const line of modem.model.unsolicited)
      if (!this.#unsolicitedLines.includes(line)) this.#unsolicitedLines.push(line);
    this.#serviceCentre = modem.serviceCentre ?? this.#serviceCentre;
    this.#inbox = new SmsInbox({
      at: this.#at,
      session: this.number,
      memory: modem.memory,
      received: (pdu) => this.#listeners.received(pdu),
      storage: (memory, used, total) => this.#listeners.storage(memory, used, total),
    });
    this.#listeners.ready(modem);
  }

  submit(part: EncodedPart, urgent: boolean): Promise<SubmitResult> {
    return submitPdu(this.#at, this.#clock, part, urgent);
  }

  discard(slots: readonly Slot[]): Promise<void> {
    return this.#inbox?.discard(slots) ?? Promise.resolve();
  }

  sweep(): Promise<void> {
    return this.#inbox?.sweep() ?? Promise.resolve();
  }

  /** Sets the service centre that the SIM had when it was first read; false when it never had one. */
  async restoreServiceCentre(): Promise<boolean> {
    if (!this.#serviceCentre) return false;
    const outcome = await this.#ask(`AT+CSCA="${this.#serviceCentre}"`, Seconds(10));
    return outcome.kind === "ok";
  }

  /** The network is asked now instead of at the next beat, and the radio link kept up where the modem can (+CMMS). */
  keepWarm(): void {
    if (!this.ready) return;
    void this.#ask("AT+CMMS=2", PLAIN);
    void this.#beat();
  }

  /** A modem that stalls in a call is waited for as long as the caller can still be heard: closing the port would end the call. */
  callChanged(up: boolean): void {
    this.#onCall = up;
    this.#patience.probes = up ? PROBES_IN_CALL : PROBE_ATTEMPTS;
    if (!up && this.#reinitAfterCall) this.reinit();
  }

  /** From the beginning again, on the same port: the SIM was changed, locked or pulled, or the modem is to be set up anew. */
  reinit(): void {
    // A call is up: what its caller has to say comes first. A card that is really away ends the call by itself.
    this.#reinitAfterCall = this.ready && this.#onCall;
    if (this.#reinitAfterCall) return;
    this.#inbox = undefined;
    this.#reinit = true;
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.#end("closed");
    await this.#at.close();
  }

  #end(why: "gone" | "silent" | "closed"): void {
    this.#over = true;
    this.#inbox = undefined;
    this.#ended.resolve(why);
    this.#wake?.();
  }

  async #serve(): Promise<void> {
    let sweptAt = this.#clock.monotonic();
    let slowRoundAt = Number.NEGATIVE_INFINITY;
    void this.sweep();
    while (!this.#over && !this.#reinit) {
      await this.#beat();
      const now = this.#clock.monotonic();
      if (now - sweptAt >= this.#options.timings.sweep) {
        sweptAt = now;
        void this.sweep();
      }
      if (now - slowRoundAt >= SLOW_ROUND && this.ready) {
        slowRoundAt = now;
        await this.#slowRound();
      }
      if (!this.#over && !this.#reinit) await this.#pause("modem heartbeat", this.#options.timings.heartbeat);
    }
  }

  /** Is it there, is its SIM there, is there a network? Each question by itself, so that a page can go in between. */
  async #beat(): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    const readings = await readModem(this.#at);
    this.#beating = false;
    if (readings === undefined || this.#over) return;
    if (readings.kind === "readings") {
      this.#simDoubted = false;
      this.#listeners.readings(readings);
    } else if (this.#believes(readings)) {
      this.#listeners.notYet(readings.code, readings.detail);
      this.reinit();
    }
  }

  /** One odd answer takes no service away; and a call that is up proves the card: without it the network ends the call. */
  #believes({ doubtful }: SimGone): boolean {
    if (this.#onCall) return false;
    const believed = !doubtful || this.#simDoubted;
    this.#simDoubted = !believed;
    return believed;
  }

  /** Looked at now, but not again and again: a network that comes and goes, and a late answer to our own question, say it often. */
  #registrationChanged(): void {
    const now = this.#clock.monotonic();
    if (now - this.#changedAtMs < SOON_ENOUGH) return;
    this.#changedAtMs = now;
    void this.#beat();
  }

  async #slowRound(): Promise<void> {
    const name = await readNetworkName(this.#at);
    if (name !== undefined) this.#listeners.networkName(name);
    for (const text of this.#modem?.model.networkTime ?? []) {
      const outcome = await this.#ask(text, PLAIN);
      const time =
        outcome.kind === "ok" ? outcome.lines.map(parseNetworkTime).find((one) => one !== undefined) : undefined;
      if (time === undefined) continue;
      this.#listeners.networkTime(time, this.#clock.monotonic());
      return;
    }
  }

  #unsolicited(line: string): void {
    if (/^\+(?:CMTI|CDSI):/.test(line)) return this.#inbox?.announced(line);
    if (/^\+(?:CMT|CDS):/.test(line)) {
      const hex = parseDirect(line);
      if (hex) void this.#listeners.received({ hex });
      return;
    }
    if (this.#modem?.model.storageFull?.test(line)) {
      void this.sweep();
      return;
    }
    // A card that was away, if only for a moment, may be another one when it is back: its number is read again.
    if (this.ready && CARD_AWAY.test(line)) return this.reinit();
    // A card that is pulled or put in: the next look must not wait for the next beat.
    if (/^\+(?:CPIN|SIMCARD|QSIMSTAT):/.test(line)) {
      if (this.ready) void this.#beat();
      else this.#wake?.();
      return;
    }
    if (/^\+C(?:E|G)?REG:/.test(line) && this.ready) this.#registrationChanged();
    const sign = this.#modem?.model.readSign(line) ?? commonSign(line);
    if (sign !== undefined) this.#listeners.sign(sign);
  }

  #ask(text: string, timeout: Duration): Promise<AtOutcome> {
    return this.#at.command({ text, timeout });
  }

  /** Whatever the modem says meanwhile; only the end of the session ends it early. */
  async #wholePause(length: Duration): Promise<void> {
    const untilMs = this.#clock.monotonic() + length;
    for (let left = length; !this.#over && left > 0; left = Milliseconds(untilMs - this.#clock.monotonic()))
      await this.#pause("modem init", left);
  }

  /** Ends early when there is something to do. */
  #pause(name: string, length: Duration): Promise<void> {
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const over = (): void => {
        timer?.cancel();
        this.#wake = undefined;
        resolve();
      };
      timer = this.#clock.after(name, length, over);
      this.#wake = over;
    });
  }
}
