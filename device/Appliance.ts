// The composition root: the only file that knows everything. It makes the parts (device/assembly/), connects them, starts them
// in the order of the data path (store, channels, alerts, lines) and stops them in reverse. It decides nothing. To add a part:
// one file in device/assembly/ that is a `Part`, one line `await parts.begin(…)` in start().

import type { Clinic } from "../firmware/config/Clinic.ts";
import { clockInWords } from "../firmware/health/clockInWords.ts";
import type { End } from "../firmware/health/LastEnd.ts";
import type { Lamps } from "../firmware/health/lamp.ts";
import type { ModemStatus } from "../firmware/health/ModemStatus.ts";
import type { Proof } from "../firmware/health/ServiceProof.ts";
import type { OnCallOptions } from "../firmware/oncall/onCall.ts";
import type { AlertDesk } from "./alert/AlertDesk.ts";
import type { Act, ActResult } from "./alert/AlertHands.ts";
import { CallerNews } from "./alert/CallerNews.ts";
import type { DutyBook } from "./alert/DutyBook.ts";
import type { ApplianceOptions } from "./assembly/ApplianceOptions.ts";
import { BoxLamps } from "./assembly/BoxLamps.ts";
import { CellularModems } from "./assembly/CellularModems.ts";
import { ClockPart } from "./assembly/ClockPart.ts";
import { DataCare } from "./assembly/DataCare.ts";
import { DoctorTalks } from "./assembly/DoctorTalks.ts";
import { loadPrompts } from "./assembly/loadPrompts.ts";
import { OnCallParts } from "./assembly/OnCallParts.ts";
import { openBoxStore } from "./assembly/openBoxStore.ts";
import { openControl, openSetup } from "./assembly/openControl.ts";
import { Paging, STARTING } from "./assembly/Paging.ts";
import { Parts } from "./assembly/Part.ts";
import { ServicePart } from "./assembly/ServicePart.ts";
import { SetupDoor } from "./assembly/SetupDoor.ts";
import { TelephoneLines } from "./assembly/TelephoneLines.ts";
import { CodePool } from "./call/CodePool.ts";
import type { PromptLibrary } from "./call/PromptLibrary.ts";
import { pageInterruptedCalls } from "./call/pageInterruptedCalls.ts";
import { handleControl } from "./control/handleControl.ts";
import { LiveFeed } from "./control/LiveFeed.ts";
import type { FaultBoard } from "./health/FaultBoard.ts";
import { FaultMemory } from "./health/FaultMemory.ts";
import { FaultTelling } from "./health/FaultTelling.ts";
import { noteZone } from "./runtime/clinicZone.ts";
import { handleSetup } from "./setup/handleSetup.ts";
import type { Store } from "./storage/StoreClient.ts";

export type { ApplianceOptions } from "./assembly/ApplianceOptions.ts";

/** Puts a clinic's FirstRing together, starts it and stops it. */
export class Appliance {
  readonly feed: LiveFeed;
  readonly faults: FaultBoard;
  readonly startedAt: number;
  readonly clinic: Clinic;
  readonly #options: ApplianceOptions;
  readonly #parts: Parts;
  readonly #modems: CellularModems;
  readonly #telling: FaultTelling;
  readonly #lamps: BoxLamps;
  readonly #service: ServicePart;
  readonly #time: ClockPart;
  readonly #news: CallerNews;
  #store: Store | undefined;
  #paging: Paging | undefined;
  #lines: TelephoneLines | undefined;
  #duty: OnCallParts | undefined;
  #door: SetupDoor | undefined;
  #data: DataCare | undefined;

  constructor(options: ApplianceOptions) {
    const { clinic, clock, dataDirectory, log } = options;
    this.#options = options;
    this.clinic = clinic;
    this.startedAt = clock.now();
    this.feed = new LiveFeed(clock);
    this.#parts = new Parts((error) => log.error({ error: String(error) }, "stopping"));
    this.#telling = new FaultTelling({
      ...{ clock, clinic, log, feed: this.feed },
      mqttHealth: (news) => this.#paging?.mqtt?.health(news),
      sendSms: (person, text) => this.#alerts?.notify(person, text) ?? false,
      smsAlive: () => this.#smsAlive,
      memory: new FaultMemory(dataDirectory, clock),
    });
    this.faults = this.#telling.board;
    this.#time = new ClockPart(options, this.#fault, () => this.#proofs().some(({ onCall }) => onCall));
    const { tellCallerAgain } = clinic.privacy;
    this.#news = new CallerNews({ clock, country: clinic.clinic.country, tellCallerAgain });
    this.#modems = new CellularModems({
      ...options,
      fault: (code, where, detail, cleared) => {
        this.#lines?.modemFault(code, where, cleared);
        this.#fault(code, where, detail, cleared);
      },
      onNetworkTime: (epochMs, atMs) => this.#time.networkTold(epochMs, atMs),
    });
    this.#lamps = new BoxLamps(
      { ...options, fault: this.#fault },
      () => ({
        serves: !this.#service.isStuck,
        ...{ lines: this.lines, smsReady: this.#smsAlive, faults: this.faults },
        ...{ openMessages: this.openAlerts, openAlerts: this.#alerts?.untakenUrgent ?? 0 },
      }),
      (lamps) => this.#paging?.mqtt?.showLamps(lamps),
    );
    this.#service = new ServicePart({
      ...{ ...options, fault: this.#fault },
      proofs: () => this.#proofs(),
      state: () => ({
        ...{ lines: this.lines, smsReady: this.#smsAlive, openAlerts: this.openAlerts },
        faults: this.faults.active.filter(({ shown }) => shown).map(({ code }) => code),
      }),
    });
  }

  /** Returns when every part has made its first attempt. What is absent (SIM, broker, modem) is a fault, never a failure to start. */
  async start(): Promise<void> {
    const { clock, dataDirectory, log } = this.#options;
    const parts = this.#parts;
    parts.stopLater(() => this.#lamps.stop());
    const control = await openControl(this.#options, (request, talk) => handleControl(this, request, talk));
    parts.stopLater(() => control?.close());
    const setup = await openSetup(this.#options, (request, talk) => handleSetup(this, request, talk));
    parts.stopLater(() => setup?.close());
    // Only now: a second FirstRing on the same data is refused above, and says nothing of this one's runs.
    await parts.begin(this.#service);
    noteZone(dataDirectory, this.clinic.clinic.timezone);
    this.#telling.start();
    this.#lamps.start();
    await parts.begin(this.#time);

    const store = await openBoxStore(this.#options, this.#fault);
    this.#store = store;
    parts.stopLater(() => store.close());
    this.#service.watchStore(store);
    const codes = new CodePool(store);
    await codes.fill();
    this.#door = new SetupDoor(
      this.#options,
      codes,
      () => this.#alerts,
      () => this.#lines,
    );
    const prompts = loadPrompts(this.#options, this.#fault);
    const duty = new OnCallParts(this.#options, store, this.#fault, () => this.onCall);
    this.#duty = duty;
    await parts.begin(duty);
    const data = new DataCare(this.#options, store, () => this.#time.verdict, this.#fault);
    this.#data = data;
    await parts.begin(data);

    const talks = await this.#makeTalks(store, prompts, duty.duties);
    // Also when it gets no further than this; else before the lines.
    parts.stopLater(() => talks.stop());
    const alerts = await this.#startPaging(store, talks);
    await pageInterruptedCalls(store, (message, callerId) => alerts.raise(message, clock.monotonic(), callerId));
    await this.#news.load(store);
    await this.#startLines({ store, codes, prompts, alerts, talks });
    this.#service.ready();
    log.info({ lines: Object.fromEntries(this.lines) }, "started");
  }

  /** Works after half a start, too. Stops answering first, then finishes what is written. */
  async stop(): Promise<void> {
    this.#service.stopping();
    const remembered = this.#telling.stop();
    this.#lamps.freeze();
    await this.#parts.stopAll();
    await remembered;
    this.#options.log.info("stopped");
  }

  get store(): Store {
    if (this.#store === undefined) throw new Error("the store is opened by start()");
    return this.#store;
  }

  get #alerts(): AlertDesk | undefined {
    return this.#paging?.desk;
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
    return this.#lamps.shown;
  }

  get mqttConnected(): boolean | undefined {
    return this.#paging?.mqtt?.connected;
  }

  get openAlerts(): number {
    return this.#alerts?.openCount ?? 0;
  }

  /** What must be over before the program may be stopped without anybody noticing. */
  get atWork(): { readonly calls: number; readonly untakenUrgent: number } {
    return { calls: this.#lines?.calls ?? 0, untakenUrgent: this.#alerts?.untakenUrgent ?? 0 };
  }

  /** What somebody at the box does with an alert. */
  async act(act: Act, ref: string, person: string): Promise<ActResult> {
    return this.#paging?.act(act, ref, person) ?? STARTING;
  }

  /** What must be known beyond the clinic file to say who is on call. */
  get onCall(): OnCallOptions {
    return {
      clockTrusted: this.#time.verdict.level !== "untrusted",
      ...(this.#duty?.known ?? { duties: [] }),
    };
  }

  /** By SMS, about their duty. */
  readonly tellPerson = (person: string, text: string): void => void this.#alerts?.notify(person, text);

  /** Changes of duty that people make while the box runs. */
  get duties(): DutyBook {
    if (this.#duty === undefined) throw new Error("FirstRing is still starting: try again in a moment");
    return this.#duty.duties;
  }

  /** For the technician's wizard. */
  get setupDoor(): SetupDoor {
    if (this.#door === undefined) throw new Error(STARTING.text);
    return this.#door;
  }

  /** How the run before this one ended. */
  get lastEnd(): End | undefined {
    return this.#service.lastEnd;
  }

  /** What shows that the box serves; of what has been started. */
  #proofs(): readonly Proof[] {
    const engine = this.#alerts?.tickedAtMs;
    return [
      ...this.#modems.proofs,
      ...(this.#lines?.proofs ?? []),
      ...(engine === undefined ? [] : [{ kind: "engine", where: "", atMs: engine, onCall: false } as const]),
    ];
  }

  /** What is done with the messages over the months. */
  get data(): DataCare {
    if (this.#data === undefined) throw new Error("FirstRing is still starting: try again in a moment");
    return this.#data;
  }

  get #smsAlive(): boolean {
    return this.modems.some(({ ready, registered }) => ready && registered);
  }

  readonly #fault = (code: string, where: string, detail: string, cleared?: boolean): void =>
    this.faults.report(code, where, detail, cleared);

  get #alertDesk(): AlertDesk {
    if (this.#alerts === undefined) throw new Error("the alert desk is opened by start()");
    return this.#alerts;
  }

  async #startPaging(store: Store, { calls }: DoctorTalks): Promise<AlertDesk> {
    const paging = new Paging({
      ...this.#options,
      ...{ store, calls, feed: this.feed, modems: this.#modems, news: this.#news, fault: this.#fault },
      onCall: () => this.onCall,
      hasBroker: () => this.#telling.tellBroker(),
      takesTest: (reply) => this.#door?.testPages.reply(reply) ?? false,
      centreTime: (civil, atMs) => this.#time.centreTold(civil, atMs),
    });
    this.#paging = paging;
    await this.#parts.begin(paging);
    return this.#alertDesk;
  }

  #makeTalks(store: Store, prompts: PromptLibrary, duties: DutyBook): Promise<DoctorTalks> {
    return DoctorTalks.make({
      ...this.#options,
      ...{ store, prompts, duties, feed: this.feed, fault: this.#fault },
      alerts: () => this.#alertDesk,
      onCall: () => this.onCall,
      lines: () => this.#lines,
    });
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
      ...{ modems: this.#modems, feed: this.feed, news: this.#news, fault: this.#fault },
      clockTrusted: () => this.#time.verdict.level !== "untrusted",
      raiseAlert: (message, knownAtMs, callerId) => alerts.raise(message, knownAtMs, callerId),
      messageChanged: (message) => alerts.messageChanged(message),
      lineFree: () => talks.calls?.lineMayBeFree(),
      exchangeTime: (told) => this.#time.exchangeTold(told),
    });
    this.#lines = lines;
    // The modems were started before: what is wrong with them is their lines' state, too.
    for (const { code, where } of this.faults.active) lines.modemFault(code, where, false);
    this.#parts.stopLater(() => lines.stop());
    this.#parts.stopLater(() => talks.stop());
    await lines.start();
  }
}
