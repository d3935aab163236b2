import type { HealthNews } from "../../firmware/channel/mqttTopics.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { NOTHING_TOLD, stepTeller, type TellerEvent, type TellerState } from "../../firmware/health/FaultTeller.ts";
import { FAULTS } from "../../firmware/health/faults.ts";
import type { FaultNews } from "../../firmware/health/faultText.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import type { Log } from "../runtime/openLog.ts";
import { type ActiveFault, FaultBoard } from "./FaultBoard.ts";
import type { FaultMemory } from "./FaultMemory.ts";

export interface FaultTellingOptions {
  readonly clock: Clock;
  readonly clinic: Clinic;
  readonly feed: LiveFeed;
  readonly log: Log;
  readonly mqttHealth: (news: HealthNews) => unknown;
  /** Never in the way of a page, kept until it is sent. False when nobody takes it over; it is tried again later then. */
  readonly sendSms: (person: string, text: string) => boolean | Promise<boolean>;
  /** Some cellular modem is in service and on a network. */
  readonly smsAlive: () => boolean;
  readonly memory?: FaultMemory;
}

/** Every modem has been looked for by then, and what is still wrong has been told anew. */
const TAKEN_BACK_AFTER: Duration = Minutes(3);

/**
 * Tells faults to everybody who should know: all of them to the log at once; those that last to the live feed and MQTT, and the
 * urgent ones of these by SMS. Constructed once; faults are reported on its `board`.
 */
export class FaultTelling {
  readonly board: FaultBoard;
  readonly #options: FaultTellingOptions;
  #teller: TellerState = NOTHING_TOLD;
  #timer: Timer | undefined;
  #stopped = false;
  /** Codes that the broker holds as active from an earlier run. */
  #stale: readonly string[] = [];
  #takeBack: Timer | undefined;

  constructor(options: FaultTellingOptions) {
    this.#options = options;
    this.board = new FaultBoard(options.clock, {
      raised: (fault) => this.#toLog(fault, true),
      cleared: (fault) => this.#toLog(fault, false),
      shown: (fault) => this.#toEverybody(fault, true),
      over: (fault) => this.#toEverybody(fault, false),
    });
  }

  /** What an earlier run left behind. */
  start(): void {
    const { clock, memory } = this.#options;
    const { history, told } = memory?.load() ?? { history: [], told: [] };
    this.board.remember(history);
    this.#stale = told;
    if (told.length > 0)
      this.#takeBack = clock.after("faults.takenBack", TAKEN_BACK_AFTER, () => this.#tellStaleOver());
  }

  /** What was shown before there was a channel to the broker. */
  tellBroker(): void {
    for (const fault of this.#shown) this.#options.mqttHealth(this.#health(fault, true));
  }

  get #shown(): readonly ActiveFault[] {
    return this.board.active.filter(({ shown }) => shown);
  }

  #tellStaleOver(): void {
    const now = this.#options.clock.now();
    const there = new Set(this.#shown.map(({ code }) => code));
    for (const code of this.#stale.filter((told) => !there.has(told)))
      this.#options.mqttHealth({ code, where: "", active: false, since: now, detail: "", places: [] });
    this.#stale = [];
    this.#remember();
  }

  #remember(): void {
    this.#options.memory?.save(() => ({
      history: this.board.history,
      told: [...new Set([...this.#stale, ...this.#shown.map(({ code }) => code)])],
    }));
  }

  /** Faults that are reported now reach the log only. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#takeBack?.cancel();
    this.board.stop();
    await this.#options.memory?.close();
  }

  #toLog({ code, where, detail }: ActiveFault, active: boolean): void {
    const about = { code, number: FAULTS.get(code)?.number, where };
    if (active) this.#options.log.error({ ...about, detail }, "fault");
    else this.#options.log.info(about, "fault over");
    if (!this.#stopped) this.#remember();
  }

  #toEverybody(fault: ActiveFault, active: boolean): void {
    if (this.#stopped) return;
    const { code, where, detail } = fault;
    const severity = FAULTS.get(code)?.severity ?? "urgent";
    const text = active ? `${code}: ${detail}` : `${code} is over`;
    this.#options.feed.tell("fault", text, { figures: { code, active, severity } });
    this.#options.mqttHealth(this.#health(fault, active));
    this.#remember();
    this.#step({ kind: active ? "shown" : "over", code, where, atMs: this.#options.clock.monotonic() });
  }

  /** The topic is one for all places of a fault: it is over there only when no place has it any more. */
  #health(fault: ActiveFault, active: boolean): HealthNews {
    const there = this.#shown.filter(({ code }) => code === fault.code);
    const other = there.at(-1);
    const { code, where, since, detail } = active || other === undefined ? fault : other;
    const places = there.map((one) => one.where);
    return { code, where, since, active: active || places.length > 0, detail, places };
  }

  #step(event: TellerEvent): void {
    const { clinic, clock, smsAlive } = this.#options;
    const [state, effects] = stepTeller(this.#teller, event, {
      shortName: clinic.clinic.shortName,
      people: clinic.faults.tell,
      after: clinic.faults.after,
      smsAlive: smsAlive(),
    });
    this.#teller = state;
    this.#timer?.cancel();
    const texts = effects.filter((effect) => effect.kind === "sms");
    const wake = effects.find((effect) => effect.kind === "wake");
    if (wake !== undefined) {
      const wait = Milliseconds(Math.max(0, wake.atMs - clock.monotonic()));
      this.#timer = clock.after("faults.tell", wait, () => this.#step({ kind: "timePassed", atMs: clock.monotonic() }));
    }
    if (texts.length > 0) void this.#send(texts);
  }

  /** A text that one person got is told; one that nobody got is not. */
  async #send(
    texts: readonly { readonly person: string; readonly text: string; readonly news: readonly FaultNews[] }[],
  ) {
    const { clock, log, sendSms } = this.#options;
    const gone = await Promise.all(
      texts.map(async ({ person, text }) => {
        try {
          return await sendSms(person, text);
        } catch (error) {
          log.warn({ person, error: String(error) }, "the text about a fault did not go");
          return false;
        }
      }),
    );
    const news = texts[0]?.news ?? [];
    log.info(
      { people: texts.map(({ person }) => person), codes: news.map(({ code }) => code), gone },
      "faults told by SMS",
    );
    if (!gone.includes(true) && !this.#stopped) this.#step({ kind: "notSent", news, atMs: clock.monotonic() });
  }
}
