import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import type { OpenBytePort } from "../../serial/BytePort.ts";
import { openPort } from "../../serial/openPort.ts";
import type { EncodedPart } from "./pdu/Pdu.ts";
import type { ReceivedPdu } from "./SmsInbox.ts";
import { SmsSession, type SubmitResult } from "./SmsSession.ts";
import type { Slot } from "./storedPdus.ts";

/** Tells a fault from the table, or that it is over. */
export type TellFault = (code: string, detail: string, cleared: boolean) => void;

export interface SmsTimings {
  /** Between two looks at modem, SIM and network. */
  readonly heartbeat: Duration;
  /** Between two looks into the store for messages whose announcement got lost. */
  readonly sweep: Duration;
  /** Before a SIM that was not ready is asked again. */
  readonly initAgain: Duration;
  /** The first pause before the port is opened again; it doubles up to the last. */
  readonly reopenFirst: Duration;
  readonly reopenLast: Duration;
  /** Modems lose the network for moments; after this a person should know. */
  readonly unregisteredIsFault: Duration;
}

const TIMINGS: SmsTimings = {
  heartbeat: Seconds(5),
  sweep: Seconds(60),
  initAgain: Seconds(2),
  reopenFirst: Milliseconds(250),
  reopenLast: Seconds(3),
  unregisteredIsFault: Seconds(20),
};

export interface SmsModemOptions {
  /** `/dev/…` or `tcp://host:port`. */
  readonly port: string;
  readonly clock: Clock;
  readonly simPin?: string;
  readonly onFault: TellFault;
  readonly openPort?: OpenBytePort;
  readonly timings?: Partial<SmsTimings>;
}

/**
 * A GSM modem as the way of pages: it is looked for for ever, brought into service, kept there, and taken up again
 * after an unplug within seconds. Modem, SIM or network absent at start is normal: a fault, and it goes on trying.
 */
export class SmsModem {
  readonly #options: SmsModemOptions;
  readonly #timings: SmsTimings;
  readonly #faults = new Set<string>();
  readonly #readyWaiters = new Set<() => void>();
  readonly #stop = new AbortController();
  #received: (pdu: ReceivedPdu) => Promise<void> = () => Promise.resolve();
  #session: SmsSession | undefined;
  #sessions = 0;
  #unregisteredSince: number | undefined;
  #registered = false;
  #running: Promise<void> | undefined;
  #wakeUp: (() => void) | undefined;

  constructor(options: SmsModemOptions) {
    this.#options = options;
    this.#timings = { ...TIMINGS, ...options.timings };
  }

  /** Who takes the PDUs that come in; set before `start`. */
  onReceived(listener: (pdu: ReceivedPdu) => Promise<void>): void {
    this.#received = listener;
  }

  /** Returns once the first attempt has ended, well or not; it goes on trying by itself. */
  start(): Promise<void> {
    const first = Promise.withResolvers<void>();
    this.#running ??= this.#keepTrying(first.resolve);
    return first.promise;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wakeUp?.();
    await this.#session?.close();
    await this.#running;
    this.#releaseWaiters();
  }

  get ready(): boolean {
    return this.#session?.ready ?? false;
  }

  /** For `firstring status`: signal 0-31 as +CSQ gives it. */
  status(): { readonly ready: boolean; readonly registered: boolean; readonly signal: number | undefined } {
    return { ready: this.ready, registered: this.ready && this.#registered, signal: this.#session?.signal };
  }

  /** The last exchange with the modem, redacted. */
  trace(): string[] {
    return this.#session?.trace() ?? [];
  }

  /** True as soon as it is in service; false when that did not happen in time. */
  whenReady(within: Duration): Promise<boolean> {
    if (this.ready) return Promise.resolve(true);
    if (this.#stop.signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        this.#readyWaiters.delete(end);
        resolve(this.ready);
      };
      const timer: Timer = this.#options.clock.after("sms modem ready", within, end);
      this.#readyWaiters.add(end);
    });
  }

  submit(part: EncodedPart, options: { readonly urgent: boolean }): Promise<SubmitResult> {
    if (!this.#session?.ready) return Promise.resolve({ kind: "modemGone", sent: false });
    return this.#session.submit(part, options.urgent);
  }

  /** Deletes from the modem what its reader has made safe. */
  discard(slots: readonly Slot[]): Promise<void> {
    return this.#session?.discard(slots) ?? Promise.resolve();
  }

  /** Reads everything that lies in the modem again; what is safe is discarded on the way. */
  sweep(): Promise<void> {
    return this.#session?.sweep() ?? Promise.resolve();
  }

  restoreServiceCentre(): Promise<boolean> {
    return this.#session?.restoreServiceCentre() ?? Promise.resolve(false);
  }

  /** Looks at the SIM from the beginning again. */
  reinit(): void {
    this.#session?.reinit();
  }

  async #keepTrying(firstEnded: () => void): Promise<void> {
    let pause = this.#timings.reopenFirst;
    while (!this.#stop.signal.aborted) {
      const served = await this.#attempt(firstEnded);
      firstEnded();
      pause = served ? this.#timings.reopenFirst : Milliseconds(Math.min(pause * 2, this.#timings.reopenLast));
      if (!this.#stop.signal.aborted) await this.#sleep(pause);
    }
  }

  /** One opening of the port; true if the modem was in service during it. */
  async #attempt(firstEnded: () => void): Promise<boolean> {
    const { port, clock, simPin } = this.#options;
    let served = false;
    try {
      const opened = await (this.#options.openPort ?? openPort)(port, this.#stop.signal);
      if (this.#stop.signal.aborted) {
        await opened.close();
        return false;
      }
      const session = new SmsSession(opened, ++this.#sessions, clock, this.#timings, {
        ready: () => {
          served = true;
          this.#inService();
          firstEnded();
        },
        notYet: (code, detail) => {
          this.#outOfService(code, detail);
          firstEnded();
        },
        registration: (registered) => this.#registration(registered),
        received: (pdu) => this.#received(pdu),
      });
      this.#session = session;
      const why = await session.run(simPin);
      this.#session = undefined;
      await session.close();
      if (!this.#stop.signal.aborted) this.#outOfService("SMS_MODEM_GONE", why);
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      if (!isApplianceError(error)) throw error;
      this.#outOfService("SMS_MODEM_GONE", `${error.message} ${error.cure}`);
    }
    return served;
  }

  #inService(): void {
    for (const code of ["SMS_MODEM_GONE", "SMS_SIM_MISSING", "SMS_SIM_PIN"]) this.#clear(code);
    this.#releaseWaiters();
  }

  /** One of these is true at a time: the deeper fault hides the others. */
  #outOfService(code: string, detail: string): void {
    this.#registered = false;
    this.#unregisteredSince = undefined;
    for (const other of ["SMS_MODEM_GONE", "SMS_SIM_MISSING", "SMS_SIM_PIN", "SMS_NOT_REGISTERED"]) {
      if (other !== code) this.#clear(other);
    }
    this.#raise(code, detail);
  }

  #registration(registered: boolean): void {
    this.#registered = registered;
    if (registered) {
      this.#unregisteredSince = undefined;
      this.#clear("SMS_NOT_REGISTERED");
      return;
    }
    const now = this.#options.clock.monotonic();
    this.#unregisteredSince ??= now;
    if (now - this.#unregisteredSince >= this.#timings.unregisteredIsFault) {
      this.#raise("SMS_NOT_REGISTERED", "the modem is in service, but no network has taken it");
    }
  }

  #raise(code: string, detail: string): void {
    if (this.#faults.has(code)) return;
    this.#faults.add(code);
    this.#options.onFault(code, detail, false);
  }

  #clear(code: string): void {
    if (this.#faults.delete(code)) this.#options.onFault(code, "", true);
  }

  #releaseWaiters(): void {
    for (const end of [...this.#readyWaiters]) end();
  }

  #sleep(length: Duration): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after("sms modem reopen", length, () => this.#wakeUp?.());
      this.#wakeUp = () => {
        timer.cancel();
        this.#wakeUp = undefined;
        resolve();
      };
    });
  }
}
