// The composition root: the only file that knows everything. It makes the parts (device/assembly/), connects them, starts them
// in the order of the data path (store, channels, alerts, lines) and stops them in reverse. It decides nothing. To add a part:
// one file in device/assembly/ that is a `Part`, one line `await parts.begin(…)` in start(). What the parts are asked
// together, by a socket or by one another, is in assembly/Box.ts.

import { Seconds } from "../firmware/time/Duration.ts";
import type { AlertDesk } from "./alert/AlertDesk.ts";
import { CallerNews } from "./alert/CallerNews.ts";
import type { ApplianceOptions } from "./assembly/ApplianceOptions.ts";
import { Box, type StartedParts } from "./assembly/Box.ts";
import { BoxLamps } from "./assembly/BoxLamps.ts";
import { BoxVitals } from "./assembly/BoxVitals.ts";
import { CellularModems } from "./assembly/CellularModems.ts";
import { ClockPart } from "./assembly/ClockPart.ts";
import { DataCare } from "./assembly/DataCare.ts";
import { DoctorTalks } from "./assembly/DoctorTalks.ts";
import { loadPrompts } from "./assembly/loadPrompts.ts";
import { OnCallParts } from "./assembly/OnCallParts.ts";
import { openBoxStore } from "./assembly/openBoxStore.ts";
import { openControl, openSetup } from "./assembly/openControl.ts";
import { Paging } from "./assembly/Paging.ts";
import { Parts } from "./assembly/Part.ts";
import { ServicePart } from "./assembly/ServicePart.ts";
import { SetupDoor } from "./assembly/SetupDoor.ts";
import { TelephoneLines, type TelephoneLinesOptions } from "./assembly/TelephoneLines.ts";
import { CodePool } from "./call/CodePool.ts";
import { pageInterruptedCalls } from "./call/pageInterruptedCalls.ts";
import { handleControl } from "./control/handleControl.ts";
import { LiveFeed } from "./control/LiveFeed.ts";
import { FaultMemory } from "./health/FaultMemory.ts";
import { FaultTelling } from "./health/FaultTelling.ts";
import { noteZone } from "./runtime/clinicZone.ts";
import { handleSetup } from "./setup/handleSetup.ts";
import type { Store } from "./storage/StoreClient.ts";

export type { ApplianceOptions } from "./assembly/ApplianceOptions.ts";

/** What a start may wait for that was stopped under it; then it is left to itself. */
const LONGEST_END_OF_START = Seconds(10);

/** Puts a clinic's FirstRing together, starts it and stops it. */
export class Appliance {
  readonly #options: ApplianceOptions;
  readonly #box: Box;
  readonly #feed: LiveFeed;
  readonly #parts: Parts;
  readonly #modems: CellularModems;
  readonly #telling: FaultTelling;
  readonly #lamps: BoxLamps;
  readonly #service: ServicePart;
  readonly #time: ClockPart;
  readonly #news: CallerNews;
  #starting: Promise<void> | undefined;

  constructor(options: ApplianceOptions) {
    const { clinic, clock, dataDirectory, log } = options;
    this.#options = options;
    const feed = new LiveFeed(clock);
    this.#feed = feed;
    this.#parts = new Parts((error) => log.error({ error: String(error) }, "stopping"));
    this.#telling = new FaultTelling({
      ...{ clock, clinic, log, feed },
      mqttHealth: (news) => this.#started.paging?.mqtt?.health(news),
      sendSms: (person, text) => this.#box.alerts?.notify(person, text) ?? false,
      smsAlive: () => this.#box.smsAlive,
      memory: new FaultMemory(dataDirectory, clock),
    });
    const faults = this.#telling.board;
    this.#time = new ClockPart(options, this.#fault, () => this.#box.proofs.some(({ onCall }) => onCall));
    const { tellCallerAgain } = clinic.privacy;
    this.#news = new CallerNews({ clock, country: clinic.clinic.country, tellCallerAgain });
    this.#modems = new CellularModems({
      ...options,
      fault: (code, where, detail, cleared) => {
        this.#started.lines?.modemFault(code, where, cleared);
        this.#fault(code, where, detail, cleared);
      },
      onNetworkTime: (epochMs, atMs) => this.#time.networkTold(epochMs, atMs),
    });
    this.#lamps = new BoxLamps(
      { ...options, fault: this.#fault },
      () => ({
        serves: !this.#service.isStuck,
        ...{ lines: this.#box.lines, smsReady: this.#box.smsAlive, faults },
        ...{ openMessages: this.#box.openAlerts, openAlerts: this.#box.untakenUrgent },
      }),
      (lamps) => this.#started.paging?.mqtt?.showLamps(lamps),
    );
    this.#service = new ServicePart({
      ...{ ...options, fault: this.#fault },
      proofs: () => this.#box.proofs,
      state: () => ({
        ...{ lines: this.#box.lines, smsReady: this.#box.smsAlive, openAlerts: this.#box.openAlerts },
        faults: faults.active.filter(({ shown }) => shown).map(({ code }) => code),
      }),
    });
    this.#box = new Box({
      ...{ clinic, feed, faults, startedAt: clock.now() },
      ...{ modems: this.#modems, time: this.#time, lamps: this.#lamps, service: this.#service },
    });
  }

  /**
   * Returns when every part has made its first attempt. What is absent (SIM, broker, modem) is a fault, never a failure to start.
   * @throws Stopped when it is asked to stop meanwhile.
   */
  start(): Promise<void> {
    this.#starting = this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { clock, dataDirectory, log } = this.#options;
    const parts = this.#parts;
    parts.stopLater(() => this.#lamps.stop());
    const control = await openControl(this.#options, (request, talk) => handleControl(this.#box, request, talk));
    parts.stopLater(() => control?.close());
    const setup = await openSetup(this.#options, (request, talk) => handleSetup(this.#box, request, talk));
    parts.stopLater(() => setup?.close());
    // Only now: a second FirstRing on the same data is refused above, and says nothing of this one's runs.
    await parts.begin(this.#service);
    noteZone(dataDirectory, this.#options.clinic.clinic.timezone);
    this.#telling.start();
    for (const { path, what } of this.#options.secretIssues ?? []) this.#fault("SECRET_MISSING", path, what);
    this.#lamps.start();
    await parts.begin(this.#time);

    const opening = openBoxStore(this.#options, this.#fault, this.#feed);
    parts.stopLater(() => opening.then((opened) => opened.close()));
    // Read while the store's thread opens its databases.
    const prompts = loadPrompts(this.#options, this.#fault);
    const store = await opening;
    parts.demandGoingOn();
    this.#started.store = store;
    this.#service.watchStore(store);
    const codes = new CodePool(store);
    await codes.fill();
    this.#started.door = new SetupDoor(
      this.#options,
      codes,
      () => this.#box.alerts,
      () => this.#started.lines,
    );
    const duty = new OnCallParts(this.#options, store, {
      ...{ fault: this.#fault, feed: this.#feed, onCall: () => this.#box.onCall },
    });
    this.#started.duty = duty;
    await parts.begin(duty);
    const data = new DataCare(this.#options, store, () => this.#time.verdict, this.#fault);
    this.#started.data = data;
    await parts.begin(data);

    const talks = await DoctorTalks.make({
      ...this.#options,
      ...{ store, prompts, duties: duty.duties, feed: this.#feed, fault: this.#fault },
      alerts: () => this.#alertDesk,
      onCall: () => this.#box.onCall,
      lines: () => this.#started.lines,
    });
    this.#started.talks = talks;
    // Also when it gets no further than this; else before the lines.
    parts.stopLater(() => talks.stop());
    const alerts = await this.#startPaging(store, talks);
    await pageInterruptedCalls(store, (message, callerId) => alerts.raise(message, clock.monotonic(), callerId));
    await this.#news.load(store);
    await this.#startLines({ store, codes, prompts, alerts, talks });
    await parts.begin(new BoxVitals(this.#options, () => this.#box));
    this.#service.ready();
    log.info({ lines: Object.fromEntries(this.#box.lines) }, "started");
  }

  /** Works after half a start, too. Stops answering first, then finishes what is written. */
  async stop(): Promise<void> {
    this.#service.stopping();
    const remembered = this.#telling.stop();
    this.#lamps.freeze();
    await this.#parts.stopAll();
    await this.#endOfStart();
    await remembered;
    this.#options.log.info("stopped");
  }

  /** A start that is under way brings parts after all others were stopped: one that goes on would keep the process. */
  async #endOfStart(): Promise<void> {
    const patience = Promise.withResolvers<void>();
    const timer = this.#options.clock.after("the start's end", LONGEST_END_OF_START, patience.resolve);
    await Promise.race([this.#starting?.catch(() => {}), patience.promise]);
    timer.cancel();
    this.#service.stopping();
    await this.#parts.stopAll();
  }

  get #started(): StartedParts {
    return this.#box.started;
  }

  readonly #fault = (code: string, where: string, detail: string, cleared?: boolean): void =>
    this.#telling.board.report(code, where, detail, cleared);

  get #alertDesk(): AlertDesk {
    const { alerts } = this.#box;
    if (alerts === undefined) throw new Error("the alert desk is opened by start()");
    return alerts;
  }

  async #startPaging(store: Store, { calls }: DoctorTalks): Promise<AlertDesk> {
    const paging = new Paging({
      ...this.#options,
      ...{ store, calls, feed: this.#feed, modems: this.#modems, news: this.#news, fault: this.#fault },
      onCall: () => this.#box.onCall,
      hasBroker: () => this.#telling.tellBroker(),
      takesTest: (reply) => this.#started.door?.testPages.reply(reply) ?? false,
      reportedTest: (report) => this.#started.door?.testPages.report(report),
      centreTime: (civil, atMs) => this.#time.centreTold(civil, atMs),
    });
    this.#started.paging = paging;
    await this.#parts.begin(paging);
    return this.#alertDesk;
  }

  async #startLines(
    parts: Pick<TelephoneLinesOptions, "store" | "codes" | "prompts" | "talks"> & { readonly alerts: AlertDesk },
  ): Promise<void> {
    const { alerts, talks } = parts;
    const lines = new TelephoneLines({
      ...this.#options,
      ...parts,
      ...{ modems: this.#modems, feed: this.#feed, news: this.#news, fault: this.#fault },
      clockTrusted: () => this.#time.verdict.level !== "untrusted",
      raiseAlert: (message, knownAtMs, callerId) => alerts.raise(message, knownAtMs, callerId),
      messageChanged: (message) => alerts.messageChanged(message),
      lineFree: () => talks.calls?.lineMayBeFree(),
      exchangeTime: (told) => this.#time.exchangeTold(told),
    });
    this.#started.lines = lines;
    // The modems were started before: what is wrong with them is their lines' state, too.
    for (const { code, where } of this.#box.faults.active) lines.modemFault(code, where, false);
    this.#parts.stopLater(() => lines.stop());
    this.#parts.stopLater(() => talks.stop());
    await lines.start();
  }
}
