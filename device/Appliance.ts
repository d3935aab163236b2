// The composition root: the only file that knows everything. It makes the parts, connects them, starts them in the order of
// the data path (store, channels, alerts, lines) and stops them in reverse. It decides nothing.

import { join } from "node:path";
import type { Clinic } from "../firmware/config/Clinic.ts";
import { isApplianceError } from "../firmware/health/ApplianceError.ts";
import { clockInWords } from "../firmware/health/clockInWords.ts";
import type { LampFacts, Lamps } from "../firmware/health/lamp.ts";
import type { ModemStatus } from "../firmware/health/ModemStatus.ts";
import type { OnCallOptions } from "../firmware/oncall/onCall.ts";
import type { Clock } from "../firmware/time/Clock.ts";
import { isForDoctors } from "../firmware/triage/PromptCatalogue.ts";
import { AlertDesk } from "./alert/AlertDesk.ts";
import type { Act, ActResult } from "./alert/AlertHands.ts";
import { CallerNews } from "./alert/CallerNews.ts";
import { DutyBook } from "./alert/DutyBook.ts";
import { CellularModems } from "./assembly/CellularModems.ts";
import { DoctorTalks } from "./assembly/DoctorTalks.ts";
import { TelephoneLines } from "./assembly/TelephoneLines.ts";
import { CodePool } from "./call/CodePool.ts";
import { PromptLibrary } from "./call/PromptLibrary.ts";
import { packagedPrompts } from "./call/packagedPrompts.ts";
import { pageInterruptedCalls } from "./call/pageInterruptedCalls.ts";
import type { MqttChannel } from "./channel/MqttChannel.ts";
import { SmsChannel } from "./channel/SmsChannel.ts";
import { ControlServer } from "./control/ControlServer.ts";
import { handleControl } from "./control/handleControl.ts";
import { LiveFeed } from "./control/LiveFeed.ts";
import { socketPath } from "./control/socketPath.ts";
import type { FaultBoard } from "./health/FaultBoard.ts";
import { FaultMemory } from "./health/FaultMemory.ts";
import { FaultTelling } from "./health/FaultTelling.ts";
import { LampFiles } from "./health/LampFiles.ts";
import { LampWatch } from "./health/LampWatch.ts";
import { CalendarWatch } from "./oncall/CalendarWatch.ts";
import { GapWatch } from "./oncall/GapWatch.ts";
import { ClockWatch } from "./runtime/ClockWatch.ts";
import { noteZone } from "./runtime/clinicZone.ts";
import { makeDirectory } from "./runtime/makeDirectory.ts";
import type { Log } from "./runtime/openLog.ts";
import { chooseKey } from "./storage/chooseKey.ts";
import { openStore, type Store } from "./storage/StoreClient.ts";

export interface ApplianceOptions {
  readonly clinic: Clinic;
  readonly dataDirectory: string;
  /** The clinic file's folder: calendars are named from there. By default the data directory. */
  readonly clinicDirectory?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Lets the bench stall the store as a slow card does. */
  readonly allowStall?: boolean;
}

/** Puts a clinic's FirstRing together, starts it and stops it. */
export class Appliance {
  readonly feed: LiveFeed;
  readonly faults: FaultBoard;
  readonly startedAt: number;
  readonly clinic: Clinic;
  readonly #options: ApplianceOptions;
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly #modems: CellularModems;
  readonly #telling: FaultTelling;
  readonly #lamps: LampWatch;
  readonly #time: ClockWatch;
  readonly #news: CallerNews;
  #store: Store | undefined;
  #alerts: AlertDesk | undefined;
  #lines: TelephoneLines | undefined;
  #mqtt: MqttChannel | undefined;
  #duties: DutyBook | undefined;
  #calendars: CalendarWatch | undefined;

  constructor(options: ApplianceOptions) {
    this.#options = options;
    this.clinic = options.clinic;
    this.startedAt = options.clock.now();
    this.feed = new LiveFeed(options.clock);
    this.#telling = new FaultTelling({
      clock: options.clock,
      clinic: options.clinic,
      feed: this.feed,
      log: options.log,
      mqttHealth: (news) => this.#mqtt?.health(news),
      sendSms: (person, text) => this.#alerts?.notify(person, text) ?? false,
      smsAlive: () => this.#smsAlive,
      memory: new FaultMemory(options.dataDirectory, options.clock),
    });
    this.faults = this.#telling.board;
    this.#time = new ClockWatch({
      clock: options.clock,
      onFault: (code, detail, cleared) => this.faults.report(code, "clock", detail, cleared),
    });
    const { country } = options.clinic.clinic;
    const { tellCallerAgain } = options.clinic.privacy;
    this.#news = new CallerNews({ clock: options.clock, country, tellCallerAgain });
    this.#modems = new CellularModems({
      ...options,
      fault: (code, where, detail, cleared) => {
        this.#lines?.modemFault(code, where, cleared);
        this.faults.report(code, where, detail, cleared);
      },
      onNetworkTime: (epochMs, atMs) => this.#time.told("network", epochMs, atMs),
    });
    const lampFiles = new LampFiles({ onTrouble: (why) => options.log.warn(why) });
    this.#lamps = new LampWatch({
      clock: options.clock,
      facts: () => this.#lampFacts(),
      changed: (lamps) => {
        lampFiles.show(lamps);
        this.#mqtt?.showLamps(lamps);
      },
    });
    this.#stops.push(async () => lampFiles.dark());
  }

  /** Returns when every part has made its first attempt. What is absent (SIM, broker, modem) is a fault, never a failure to start. */
  async start(): Promise<void> {
    const { log } = this.#options;
    await this.#openControl();
    noteZone(this.#options.dataDirectory, this.clinic.clinic.timezone);
    this.#telling.start();
    this.#lamps.start();
    this.#time.start();
    this.#stops.push(() => this.#time.stop());
    const store = await this.#openStore();
    const codes = new CodePool(store);
    await codes.fill();
    const prompts = this.#loadPrompts();
    const duties = new DutyBook(store, this.#options.clock);
    this.#duties = duties;
    await duties.load();
    this.#startCalendars();
    this.#watchForGaps();
    const talks = await this.#makeTalks(store, prompts, duties);
    const alerts = await this.#startAlerts(store, talks);
    const { clock } = this.#options;
    await pageInterruptedCalls(store, (message, callerId) => alerts.raise(message, clock.monotonic(), callerId));
    await this.#news.load(store);
    await this.#startLines({ store, codes, prompts, alerts, talks });
    log.info({ lines: Object.fromEntries(this.lines) }, "started");
  }

  /** A second FirstRing on the same data is refused; a disk that takes no directory and no socket does not stop the box. */
  async #openControl(): Promise<void> {
    const { dataDirectory, log } = this.#options;
    try {
      makeDirectory(dataDirectory);
    } catch (error) {
      log.warn({ error: String(error) }, "the data directory cannot be made");
    }
    try {
      const control = await ControlServer.listen(socketPath(dataDirectory, "control"), (request, conversation) =>
        handleControl(this, request, conversation),
      );
      this.#stops.push(() => control.close());
    } catch (error) {
      if (isApplianceError(error)) throw error;
      log.warn({ error: String(error) }, "no control socket: `firstring status` cannot ask this run");
    }
  }

  /** Works after half a start, too. Stops answering first, then finishes what is written. */
  async stop(): Promise<void> {
    const remembered = this.#telling.stop();
    this.#lamps.stop();
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => this.#options.log.error({ error: String(error) }, "stopping"));
    }
    await remembered;
    this.#options.log.info("stopped");
  }

  get store(): Store {
    if (this.#store === undefined) throw new Error("the store is opened by start()");
    return this.#store;
  }

  get #alertDesk(): AlertDesk {
    if (this.#alerts === undefined) throw new Error("the alert desk is opened by start()");
    return this.#alerts;
  }

  /** Requests that the store has not answered; 0 before it is open. */
  get storeQueue(): number {
    return this.#store?.queueDepth ?? 0;
  }

  get lines(): ReadonlyMap<string, string> {
    return this.#lines?.states ?? new Map();
  }

  /** All cellular modems of the clinic file. */
  get modems(): readonly ModemStatus[] {
    return this.#modems.statuses;
  }

  /** How far the clock is to be believed, in words. */
  get clockTrust(): string | undefined {
    return clockInWords(this.#time.verdict);
  }

  get lamps(): Lamps {
    return this.#lamps.lamps;
  }

  get mqttConnected(): boolean | undefined {
    return this.#mqtt?.connected;
  }

  get openAlerts(): number {
    return this.#alerts?.openCount ?? 0;
  }

  /** What somebody at the box does with an alert; written to the audit by whom and that it was here. */
  async act(act: Act, ref: string, person: string): Promise<ActResult> {
    if (this.#alerts === undefined)
      return { done: false, text: "FirstRing is still starting", outcome: { kind: "unknownCode" } };
    await this.store.audit({ at: this.#options.clock.now(), kind: `${act}-at-the-box`, ref, person });
    return this.#alerts.command(act, ref, person);
  }

  /** What must be known beyond the clinic file to say who is on call. */
  get onCall(): OnCallOptions {
    return {
      clockTrusted: this.#time.verdict.level !== "untrusted",
      duties: this.#duties?.changes ?? [],
      ...(this.#calendars === undefined ? {} : { calendars: this.#calendars.copies }),
    };
  }

  /** By SMS, about their duty. */
  readonly tellPerson = (person: string, text: string): void => void this.#alerts?.notify(person, text);

  /** Changes of duty that people make while the box runs. */
  get duties(): DutyBook {
    if (this.#duties === undefined) throw new Error("FirstRing is still starting: try again in a moment");
    return this.#duties;
  }

  get #smsAlive(): boolean {
    return this.modems.some(({ ready, registered }) => ready && registered);
  }

  #lampFacts(): LampFacts {
    const states = [...this.lines.values()];
    return {
      lines: { all: states.length, ready: states.filter((state) => state.startsWith("ready")).length },
      smsReady: this.#smsAlive,
      faults: this.faults.active.filter(({ shown }) => shown).map(({ code }) => code),
      openAlerts: this.#alerts?.untakenUrgent ?? 0,
      openMessages: this.openAlerts,
    };
  }

  async #openStore(): Promise<Store> {
    const { dataDirectory, log, allowStall } = this.#options;
    const { key, otherKeys, warning, problem } = chooseKey(dataDirectory);
    if (warning !== undefined) log.warn(warning);
    if (problem !== undefined) this.faults.report("STORE_UNREADABLE", "store", problem);
    const store = await openStore({
      directory: dataDirectory,
      key,
      otherKeys,
      onFault: (code, detail, cleared) => this.faults.report(code, "store", detail, cleared),
      log: (line) => log.info(line),
      ...(allowStall === undefined ? {} : { allowStall }),
    });
    this.#store = store;
    this.#stops.push(() => store.close());
    return store;
  }

  #startCalendars(): void {
    const { clock, dataDirectory, clinicDirectory = dataDirectory, log } = this.#options;
    const calendars = new CalendarWatch({
      ...{ clinic: this.clinic, clock, dataDirectory, baseDirectory: clinicDirectory },
      note: (line) => log.warn(line),
      onFault: (code, where, detail, cleared) => this.faults.report(code, where, detail, cleared),
    });
    this.#calendars = calendars;
    calendars.start();
    this.#stops.push(() => calendars.stop());
  }

  #watchForGaps(): void {
    const gaps = new GapWatch({
      clinic: this.clinic,
      clock: this.#options.clock,
      onCall: () => this.onCall,
      onFault: (code, detail, cleared) => this.faults.report(code, "schedule", detail, cleared),
    });
    gaps.start();
    this.#stops.push(async () => gaps.stop());
  }

  #loadPrompts(): PromptLibrary {
    const own = join(this.#options.dataDirectory, "prompts");
    const { languages } = this.clinic.clinic;
    // Doctors are spoken to in the clinic's first language: the others need no memory for it.
    const wanted = (clip: string, language: string) => language === languages[0] || !isForDoctors(clip);
    const prompts = PromptLibrary.load([own, packagedPrompts], languages, wanted);
    for (const problem of prompts.broken) this.faults.report("PROMPT_MISSING", "prompts", problem);
    return prompts;
  }

  async #startAlerts(store: Store, { calls }: DoctorTalks): Promise<AlertDesk> {
    const { clock } = this.#options;
    const sms = this.#makeSms(store, () => alerts);
    const mqtt = await this.#makeMqtt(store, (ref, person) => alerts.acknowledge(ref, person));
    const alerts = new AlertDesk({
      clinic: this.clinic,
      clock,
      store,
      feed: this.feed,
      channels: [sms, calls, mqtt].filter((channel) => channel !== undefined),
      onCall: () => this.onCall,
      changed: (alert) => this.#news.alertChanged(alert),
      publish: (topic, payload, retain) => mqtt?.publish(topic, payload, retain),
      fault: (code, where, detail, cleared) => this.faults.report(code, where, detail, cleared),
    });
    this.#alerts = alerts;
    this.#stops.push(() => alerts.stop());
    if (mqtt !== undefined) this.#telling.tellBroker();
    await alerts.resume(Promise.all([this.#modems.start(), mqtt?.start()]));
    return alerts;
  }

  #makeSms(store: Store, alerts: () => AlertDesk): SmsChannel | undefined {
    const { carrier, count } = this.#modems;
    if (carrier === undefined) {
      this.faults.report("SMS_MODEM_GONE", "", "the clinic file has no line with driver gsm");
      return undefined;
    }
    const channel = new SmsChannel({
      modem: carrier,
      lanes: count,
      store,
      clock: this.#options.clock,
      onFault: (code, detail, cleared) => this.faults.report(code, carrier.id, detail, cleared),
      onReply: (reply) => alerts().reply(reply),
      onDeliveryReport: (report) => alerts().deliveryReport(report),
    });
    this.#stops.push(async () => {
      channel.stop();
      await this.#modems.stop();
    });
    return channel;
  }

  async #makeTalks(store: Store, prompts: PromptLibrary, duties: DutyBook): Promise<DoctorTalks> {
    const talks = await DoctorTalks.make({
      ...this.#options,
      ...{ store, prompts, duties, feed: this.feed },
      alerts: () => this.#alertDesk,
      onCall: () => this.onCall,
      lines: () => this.#lines,
      fault: (code, where, detail, cleared) => this.faults.report(code, where, detail, cleared),
    });
    // Also when it gets no further than this; else before the lines.
    this.#stops.push(async () => talks.stop());
    return talks;
  }

  /** Loaded only where it is used: the MQTT library is a good part of the memory. */
  async #makeMqtt(
    store: Store,
    onAcknowledge: (ref: string, person: string) => Promise<void>,
  ): Promise<MqttChannel | undefined> {
    if (this.clinic.mqtt === undefined) return undefined;
    const { MqttChannel } = await import("./channel/MqttChannel.ts");
    const mqtt = new MqttChannel({
      config: this.clinic.mqtt,
      store,
      clock: this.#options.clock,
      onAcknowledge,
      onFault: (code, detail, cleared) => this.faults.report(code, "mqtt", detail, cleared),
    });
    this.#mqtt = mqtt;
    this.#stops.push(() => mqtt.stop());
    return mqtt;
  }

  async #startLines(parts: {
    readonly store: Store;
    readonly codes: CodePool;
    readonly prompts: PromptLibrary;
    readonly alerts: AlertDesk;
    readonly talks: DoctorTalks;
  }): Promise<void> {
    const { alerts, talks } = parts;
    const lines = new TelephoneLines({
      ...this.#options,
      ...parts,
      modems: this.#modems,
      feed: this.feed,
      news: this.#news,
      clockTrusted: () => this.#time.verdict.level !== "untrusted",
      raiseAlert: (message, knownAtMs, callerId) => alerts.raise(message, knownAtMs, callerId),
      messageChanged: (message) => alerts.messageChanged(message),
      lineFree: () => talks.calls?.lineMayBeFree(),
      fault: (code, where, detail, cleared) => this.faults.report(code, where, detail, cleared),
    });
    this.#lines = lines;
    // The modems were started before: what is wrong with them is their lines' state, too.
    for (const { code, where } of this.faults.active) lines.modemFault(code, where, false);
    this.#stops.push(() => lines.stop());
    this.#stops.push(async () => talks.stop());
    await lines.start();
  }
}
