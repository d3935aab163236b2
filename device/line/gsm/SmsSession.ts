import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome, AtPort } from "../../at/At.ts";
import { openAtPort } from "../../at/AtPort.ts";
import type { BytePort } from "../../serial/BytePort.ts";
import { askSim, GSM_UNSOLICITED, type InitResult, initSms, smsProbe } from "./initSms.ts";
import type { EncodedPart } from "./pdu/Pdu.ts";
import { type ReceivedPdu, SmsInbox } from "./SmsInbox.ts";
import type { SmsTimings } from "./SmsModem.ts";
import { carriesSms, parseDirect, parseRegistration, parseSignal, type Slot } from "./storedPdus.ts";

const PROMPT: Duration = Seconds(5);
/** wdoekes waits 40 s, ModemManager 300 s: after this it is unknown, and the escalation has long gone on. */
const RESULT: Duration = Seconds(60);
/** A plain question; a modem that does not answer it in this time is put back into step before a page needs it. */
const QUESTION: Duration = Seconds(2);

export type SubmitResult =
  | { readonly kind: "submitted"; readonly reference: number; readonly submittedAtMs: number; readonly modemMs: number }
  | { readonly kind: "refused"; readonly code?: number }
  /** `sent`: the PDU had been handed over, so that it may have gone. */
  | { readonly kind: "noResult"; readonly sent: boolean; readonly why: string }
  | { readonly kind: "modemGone"; readonly sent: boolean };

export interface SessionListeners {
  ready(): void;
  notYet(code: string, detail: string): void;
  registration(registered: boolean): void;
  received(pdu: ReceivedPdu): Promise<void>;
}

/** One opening of the port: brings the modem into service, keeps it there, and ends when it is gone. */
export class SmsSession {
  readonly #at: AtPort;
  readonly #clock: Clock;
  readonly #timings: SmsTimings;
  readonly #listeners: SessionListeners;
  readonly #number: number;
  readonly #probe = smsProbe();
  readonly #ended = Promise.withResolvers<string>();
  #inbox: SmsInbox | undefined;
  #serviceCentre: string | undefined;
  #wake: (() => void) | undefined;
  #reinit = false;
  #over = false;
  signal: number | undefined;

  constructor(port: BytePort, number: number, clock: Clock, timings: SmsTimings, listeners: SessionListeners) {
    this.#number = number;
    this.#clock = clock;
    this.#timings = timings;
    this.#listeners = listeners;
    const end = (why: string): void => this.#end(why);
    this.#at = openAtPort(port, {
      clock,
      dle: false,
      probe: this.#probe,
      unsolicited: GSM_UNSOLICITED,
      listeners: { unsolicited: (line) => this.#unsolicited(line), gone: end, lost: end },
    });
  }

  get ready(): boolean {
    return this.#inbox !== undefined && !this.#over;
  }

  trace(): string[] {
    return this.#at.trace();
  }

  /** Resolves with the reason once the port is gone, the modem silent, or `close` was called. */
  async run(simPin: string | undefined): Promise<string> {
    while (!this.#over) {
      const result: InitResult = await initSms(this.#at, simPin, this.#probe);
      if (result.kind === "portGone" || this.#over) break;
      if (result.kind === "notYet") {
        this.#listeners.notYet(result.code, result.detail);
        await this.#pause("sms init", this.#timings.initAgain);
        continue;
      }
      this.#serviceCentre = result.serviceCentre ?? this.#serviceCentre;
      this.#inbox = new SmsInbox(this.#at, this.#number, result.memory, (pdu) => this.#listeners.received(pdu));
      this.#listeners.ready();
      await this.#serve();
    }
    return this.#ended.promise;
  }

  /** One PDU, one result. The proof is its own +CMGS. */
  async submit(part: EncodedPart, urgent: boolean): Promise<SubmitResult> {
    let sentAtMs: number | undefined;
    const sent = (): void => {
      sentAtMs = this.#clock.monotonic();
    };
    const entry = { bytes: Buffer.from(part.hex, "latin1"), promptTimeout: PROMPT, sent };
    const command = { text: `AT+CMGS=${part.tpduOctets}`, prefixes: ["+CMGS:"], proof: "+CMGS:", timeout: RESULT };
    const outcome = await this.#at.command({ ...command, afterPrompt: entry }, { urgent });
    return this.#result(outcome, sentAtMs);
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
    const outcome = await this.#at.command({ text: `AT+CSCA="${this.#serviceCentre}"`, timeout: Seconds(10) });
    return outcome.kind === "ok";
  }

  /** From the beginning again, on the same port: the SIM was changed, locked or pulled. */
  reinit(): void {
    this.#inbox = undefined;
    this.#reinit = true;
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.#end("closed");
    await this.#at.close();
  }

  #end(why: string): void {
    this.#over = true;
    this.#inbox = undefined;
    this.#ended.resolve(why);
    this.#wake?.();
  }

  async #serve(): Promise<void> {
    this.#reinit = false;
    let sweptAt = this.#clock.monotonic();
    void this.#inbox?.sweep();
    while (!this.#over && !this.#reinit) {
      await this.#beat();
      if (this.#clock.monotonic() - sweptAt >= this.#timings.sweep) {
        sweptAt = this.#clock.monotonic();
        void this.#inbox?.sweep();
      }
      if (!this.#over && !this.#reinit) await this.#pause("sms heartbeat", this.#timings.heartbeat);
    }
  }

  /** Is it there, is its SIM there, is there a network? Each question by itself, so that a page can go in between. */
  async #beat(): Promise<void> {
    const sim = await askSim(this.#at, QUESTION);
    if (sim.kind === "portGone") return;
    // Out of step for a moment is not out of service: the dialogue finds back, or says that it is lost.
    if (sim.unanswered) return;
    if (sim.lock !== "READY") {
      this.#listeners.notYet(sim.code, sim.detail);
      this.reinit();
      return;
    }
    const signal = await this.#at.command({ text: "AT+CSQ", prefixes: ["+CSQ:"], timeout: QUESTION });
    if (signal.kind === "ok") this.signal = parseSignal(signal.lines);
    // CREG first; a modem that sends SMS over LTE alone may be registered only by CEREG.
    for (const name of ["CREG", "CEREG"]) {
      const outcome = await this.#at.command({ text: `AT+${name}?`, prefixes: [`+${name}:`], timeout: QUESTION });
      if (outcome.kind !== "ok") continue;
      if (outcome.lines.some((line) => carriesSms(parseRegistration(line) ?? -1)))
        return this.#listeners.registration(true);
    }
    if (!this.#over) this.#listeners.registration(false);
  }

  #unsolicited(line: string): void {
    const direct = parseDirect(line);
    if (direct) void this.#listeners.received({ hex: direct });
    else if (/^\+(CMTI|CDSI):/.test(line)) this.#inbox?.announced(line);
    else if (/^(\^SMMEMFULL|\+SMS FULL|\+QIND: *"smsfull")/i.test(line)) void this.#inbox?.sweep();
    else if (/^\+CPIN: *(NOT INSERTED|NOT READY|SIM)|^\+SIMCARD: *NOT|^\^SIMST: *255/.test(line)) this.#wake?.();
  }

  #result(outcome: AtOutcome, sentAtMs: number | undefined): SubmitResult {
    const now = this.#clock.monotonic();
    const sent = sentAtMs !== undefined;
    switch (outcome.kind) {
      case "ok": {
        const line = outcome.lines.find((one) => one.startsWith("+CMGS:")) ?? "";
        const reference = Number(/^\+CMGS: *(\d{1,3})/.exec(line)?.[1] ?? Number.NaN);
        return { kind: "submitted", reference, submittedAtMs: now, modemMs: now - (sentAtMs ?? now) };
      }
      case "refused":
        return outcome.code === undefined ? { kind: "refused" } : { kind: "refused", code: outcome.code };
      case "unproven":
        return { kind: "noResult", sent, why: "OK without +CMGS" };
      case "timedOut":
        return { kind: "noResult", sent, why: outcome.phase === "prompt" ? "no prompt" : "no result" };
      case "portGone":
        return { kind: "modemGone", sent };
    }
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
