import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { ModemStatus } from "../../../firmware/health/ModemStatus.ts";
import type { Rung } from "../../../firmware/health/RecoveryRules.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { StorageReading } from "../../channel/SimStorage.ts";
import type { BytePort, OpenBytePort } from "../../serial/BytePort.ts";
import { openPort } from "../../serial/openPort.ts";
import { openWithin } from "../../serial/openWithin.ts";
import type { UsbPlaces } from "../../usb/UsbSerialPorts.ts";
import { openAlsaAudio } from "./AlsaAudio.ts";
import type { PreparedModem } from "./initModem.ts";
import { ModemFaults } from "./ModemFaults.ts";
import { HEALTH_RULES, type HealthRules } from "./ModemHealth.ts";
import type { ModemMemory } from "./ModemMemory.ts";
import { type Located, ModemPlace } from "./ModemPlace.ts";
import { ModemRecovery } from "./ModemRecovery.ts";
import { defined, ModemReport } from "./ModemReport.ts";
import { ModemSession, type SessionTimings } from "./ModemSession.ts";
import type { GsmModel } from "./models/Model.ts";
import type { EncodedPart } from "./pdu/Pdu.ts";
import { ReadyWaiters } from "./ReadyWaiters.ts";
import { canRecoverBy, performRung } from "./recoverModem.ts";
import type { SmsCarrier, SubmitResult, TellFault } from "./SmsCarrier.ts";
import type { ReceivedPdu } from "./SmsInbox.ts";
import type { Slot } from "./storedPdus.ts";
import type { VoiceListener } from "./VoicePort.ts";
import { type OpenCard, VoiceService } from "./VoiceService.ts";

const TIMINGS: SessionTimings = { heartbeat: Seconds(5), sweep: Seconds(60), initAgain: Seconds(2) };

/** Within a rung's time (RecoveryRules.ts), so that the next one finds nothing still opening. */
const OPENS_WITHIN = Seconds(8);

export interface CellularModemOptions {
  /** The line's id in the clinic file. */
  readonly id: string;
  /** `/dev/…`, `tcp://host:port`, or `usb:1e0e:9001`. */
  readonly port: string;
  /** `/dev/…`, `tcp://host:port` or `alsa:CARD`; for a USB modem of the list it is known. */
  readonly audio?: string;
  /** Another AT port of the same modem; for a USB modem of the list it is known. */
  readonly secondPort?: string;
  readonly clock: Clock;
  readonly simPin?: string;
  readonly model?: string;
  readonly powerSwitch?: string;
  readonly onFault: TellFault;
  readonly memory: ModemMemory;
  readonly openPort?: OpenBytePort;
  /** How the sound card of `alsa:CARD` is opened. */
  readonly openCard?: OpenCard;
  readonly timings?: Partial<SessionTimings>;
  readonly rules?: Partial<HealthRules>;
  /** Where sysfs and /dev are; a test has its own. */
  readonly places?: UsbPlaces;
  /** USB sockets that belong to other lines: a modem in them is never taken for this one. */
  readonly takenSockets?: () => readonly string[];
  /** The network's time: epoch ms, and when it was read (monotonic). */
  readonly onNetworkTime?: (epochMs: number, atMs: number) => void;
  readonly log?: (text: string) => void;
}

/**
 * A cellular modem: looked for for ever, brought into service, kept there, and brought back by whatever it takes. It carries
 * short messages, and calls where it can. Modem, SIM or network absent at start is normal: a fault, and it goes on trying.
 */
export class CellularModem implements SmsCarrier {
  readonly id: string;
  readonly #options: CellularModemOptions;
  readonly #openPort: OpenBytePort;
  readonly #faults: ModemFaults;
  readonly #place: ModemPlace;
  readonly #voice: VoiceService;
  readonly #recovery: ModemRecovery;
  readonly #report = new ModemReport();
  readonly #readyWaiters: ReadyWaiters;
  readonly #stop = new AbortController();
  readonly #firstEnded = Promise.withResolvers<void>();
  #received: (pdu: ReceivedPdu) => Promise<void> = () => Promise.resolve();
  #storage: (reading: StorageReading) => void = () => {};
  #session: ModemSession | undefined;
  #running: Promise<void> = Promise.resolve();
  #located: Located | undefined;
  #model: GsmModel | undefined;
  #started = false;
  #inFlight = 0;
  #onCall = false;
  #wantsRest = false;

  constructor(options: CellularModemOptions) {
    this.id = options.id;
    this.#options = options;
    this.#openPort = openWithin(options.openPort ?? openPort, OPENS_WITHIN, options.clock);
    this.#readyWaiters = new ReadyWaiters(options.clock, () => this.ready);
    this.#faults = new ModemFaults(options.onFault, options.clock, { ...HEALTH_RULES, ...options.rules });
    const { resets, usb } = options.memory.get();
    this.#place = new ModemPlace({
      port: options.port,
      audio: options.audio,
      second: options.secondPort,
      remembered: usb,
      places: options.places,
    });
    this.#voice = new VoiceService({
      clock: options.clock,
      openPort: this.#openPort,
      openCard: options.openCard ?? openAlsaAudio,
      fault: (code, detail) => (detail === undefined ? this.#faults.clear(code) : this.#faults.raise(code, detail)),
    });
    this.#recovery = new ModemRecovery({
      clock: options.clock,
      resets,
      available: () => this.#available(),
      busy: () => this.#onCall || this.#inFlight > 0,
      perform: (rung, signal) => this.#perform(rung, signal),
      remember: (all) => void options.memory.update({ resets: all }),
      alarm: (code, detail, cleared) => (cleared ? this.#faults.clear(code) : this.#faults.raise(code, detail)),
      log: (text) => this.#log(text),
    });
  }

  onReceived(listener: (pdu: ReceivedPdu) => Promise<void>): void {
    this.#received = listener;
  }

  onStorage(listener: (reading: StorageReading) => void): void {
    this.#storage = listener;
  }

  /** The line that answers its calls. */
  setVoiceListener(listener: VoiceListener): void {
    this.#voice.listener = listener;
    const session = this.#session;
    if (session?.ready && session.modem !== undefined) this.#voice.begin(session, session.modem, this.#located);
  }

  /** Returns once the first attempt has ended, well or not; it goes on trying by itself. */
  start(): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      void this.#reopen().then((opened) => {
        if (!opened) this.#recovery.failed("gone");
      });
    }
    return this.#firstEnded.promise;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#recovery.stop();
    await this.#closeSession();
    this.#faults.stop();
    this.#firstEnded.resolve();
    this.#readyWaiters.stop();
  }

  get ready(): boolean {
    return this.#session?.ready ?? false;
  }

  get hindered(): "onCall" | "outOfStep" | undefined {
    if (this.#session?.at.inStep === false) return "outOfStep";
    return this.#onCall ? "onCall" : undefined;
  }

  status(): ModemStatus {
    return this.#report.status({
      id: this.id,
      modem: this.ready ? this.#session?.modem : undefined,
      hasVoice: this.#voice.available,
      resetsToday: this.#recovery.resetsToday,
      resetsAllowed: this.#recovery.resetsAllowed,
    });
  }

  /** When it last showed that it lives, or that it is on its way back (monotonic); and whether a call is up on it. */
  get proof(): { readonly atMs: number; readonly onCall: boolean } {
    const heard = this.#session?.at.heardAtMs ?? Number.NEGATIVE_INFINITY;
    return { atMs: Math.max(heard, this.#recovery.movedAtMs), onCall: this.#onCall };
  }

  /** The last exchange with the modem, redacted. */
  trace(): string[] {
    return this.#session?.trace() ?? [];
  }

  /** The USB socket that is this modem's; undefined for one that is not on USB. */
  get socket(): string | undefined {
    return this.#place.usbPort;
  }

  /** Where its ports were found last. */
  get located(): Located | undefined {
    return this.#located;
  }

  whenReady(within: Duration): Promise<boolean> {
    return this.#readyWaiters.wait(within);
  }

  async submit(part: EncodedPart, options: { readonly urgent: boolean }): Promise<SubmitResult> {
    const session = this.#session;
    if (!session?.ready) return { kind: "modemGone", sent: false };
    this.#inFlight += 1;
    try {
      return await session.submit(part, options.urgent);
    } finally {
      this.#inFlight -= 1;
    }
  }

  discard(slots: readonly Slot[]): Promise<void> {
    return this.#session?.discard(slots) ?? Promise.resolve();
  }

  sweep(): Promise<void> {
    return this.#session?.sweep() ?? Promise.resolve();
  }

  restoreServiceCentre(): Promise<boolean> {
    return this.#session?.restoreServiceCentre() ?? Promise.resolve(false);
  }

  reinit(): void {
    this.#session?.reinit();
  }

  keepWarm(): void {
    this.#session?.keepWarm();
  }

  /** The line says whether a call is up: nothing is reset meanwhile, and what is wanted comes after it. */
  callChanged(up: boolean): void {
    this.#onCall = up;
    this.#session?.callChanged(up);
    if (up || !this.#wantsRest) return;
    this.#wantsRest = false;
    this.#recovery.failed("worn");
  }

  /** A call got no sound: on some firmware only a restart helps (facts: callpilot 121), when the call is over. */
  soundFailed(): void {
    this.#wantsRest = true;
  }

  // --- one opening of the port -----------------------------------------------------------------------------------------

  /** True when the port is open and the modem is being brought into service. */
  async #reopen(signal: AbortSignal = this.#stop.signal): Promise<boolean> {
    await this.#closeSession();
    if (this.#stop.signal.aborted || signal.aborted) return false;
    let port: BytePort;
    try {
      this.#located = this.#place.locate(this.#options.takenSockets?.() ?? []);
      port = await this.#openPort(this.#located.at, AbortSignal.any([signal, this.#stop.signal]));
    } catch (error) {
      if (this.#stop.signal.aborted || signal.aborted) return false;
      if (!isApplianceError(error)) throw error;
      this.#outOfService("SMS_MODEM_GONE", `${error.message} ${error.cure}`);
      return false;
    }
    if (this.#stop.signal.aborted || signal.aborted) {
      await port.close();
      return false;
    }
    this.#begin(port);
    return true;
  }

  #begin(port: BytePort): void {
    const { clock, simPin, model, memory } = this.#options;
    const session = new ModemSession(port, {
      clock,
      timings: { ...TIMINGS, ...this.#options.timings },
      init: { pins: memory, ...(simPin === undefined ? {} : { simPin }), ...(model === undefined ? {} : { model }) },
      listeners: {
        ready: (modem) => this.#inService(session, modem),
        notYet: (code, detail) => {
          this.#outOfService(code, detail);
          // It answers: what it waits for is a person's matter, and no reset mends it.
          this.#recovery.inService();
        },
        failed: (why, detail) => {
          this.#outOfService("SMS_MODEM_SILENT", detail);
          this.#recovery.failed(why);
        },
        readings: (readings) => {
          this.#report.read(readings);
          this.#faults.readings(readings, this.#voice.wanted);
        },
        received: (pdu) => this.#received(pdu),
        storage: (name, used, total) => {
          this.#report.stored(used, total);
          this.#storage({ carrier: this.id, memory: name, used, total });
        },
        sign: (sign) => this.#voice.listener?.sign(sign),
        networkName: (name) => this.#report.networkName(name),
        networkTime: (epochMs, atMs) => this.#options.onNetworkTime?.(epochMs, atMs),
      },
    });
    this.#session = session;
    this.#running = session.run().then((why) => this.#sessionEnded(session, why));
  }

  #inService(session: ModemSession, modem: PreparedModem): void {
    this.#model = modem.model;
    const { memory } = this.#options;
    const before = memory.get().iccid;
    if (before !== undefined && modem.iccid !== undefined && before !== modem.iccid)
      this.#faults.simSwapped(before, modem.iccid);
    void memory.update(
      defined({ iccid: modem.iccid ?? before, imsi: modem.imsi ?? memory.get().imsi, usb: this.#place.identity }),
    );
    this.#faults.inService();
    this.#recovery.inService();
    this.#voice.begin(session, modem, this.#located);
    this.#firstEnded.resolve();
    this.#readyWaiters.endAll();
  }

  #outOfService(code: string, detail: string): void {
    this.#report.forgetReadings();
    this.#voice.end();
    this.#faults.outOfService(code, detail);
    this.#firstEnded.resolve();
  }

  async #sessionEnded(session: ModemSession, why: "gone" | "silent" | "closed"): Promise<void> {
    if (this.#session === session) this.#session = undefined;
    await session.close();
    if (why === "closed" || this.#stop.signal.aborted) return;
    const silent = why === "silent";
    this.#outOfService(silent ? "SMS_MODEM_SILENT" : "SMS_MODEM_GONE", silent ? detail.noAnswer() : detail.portGone());
    await this.#voice.closeAudio();
    this.#recovery.failed(why);
  }

  async #closeSession(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#voice.end();
    await session?.close();
    await this.#running;
    await this.#voice.closeAudio();
  }

  // --- recovery ----------------------------------------------------------------------------------------------------------

  #available(): readonly Rung[] {
    const { powerSwitch, places } = this.#options;
    return canRecoverBy({ session: this.#session, socket: this.#place.usbPort, powerSwitch, sys: places?.sys });
  }

  #perform(rung: Rung, signal: AbortSignal): Promise<boolean> {
    const { clock, powerSwitch, places } = this.#options;
    return performRung(rung, {
      clock,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      session: this.#session,
      model: this.#model,
      at: this.#located?.at,
      openPort: this.#openPort,
      socket: this.#place.usbPort,
      powerSwitch,
      sys: places?.sys,
      closeSession: () => this.#closeSession(),
      reopen: async () => {
        const opened = await this.#reopen(signal);
        // One whose time is over says nothing about what came after it.
        if (!opened && !signal.aborted) this.#recovery.failed("gone");
        return opened;
      },
    });
  }

  #log(text: string): void {
    this.#options.log?.(`modem ${this.id}: ${text}`);
  }
}
