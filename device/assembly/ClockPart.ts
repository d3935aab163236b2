import type { Timer } from "../../firmware/time/Clock.ts";
import type { ClockVerdict } from "../../firmware/time/ClockTrust.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import { type ExchangeTime, momentsOf } from "../../firmware/time/ExchangeTime.ts";
import { wishFor } from "../../firmware/time/SettingClock.ts";
import { zoneClock } from "../../firmware/time/ZoneClock.ts";
import { leaveWish, WISHES } from "../clock/ClockWishes.ts";
import { keepLastTime } from "../clock/LastTime.ts";
import { ClockWatch } from "../runtime/ClockWatch.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

/** How often the believed time is kept: what a box without a battery clock is behind after a power cut, at the least. */
const KEPT_EVERY: Duration = Minutes(10);
const LOOKS_EVERY: Duration = Minutes(1);
/** The years that an exchange may mean, which sends none. */
const YEARS = { from: 2025, to: 2055 };

/** The box's time: how far it is believed, who tells it, the last one that was believed, and the wish for a better one. */
export class ClockPart implements Part {
  readonly #options: ApplianceOptions;
  readonly #watch: ClockWatch;
  readonly #onCall: () => boolean;
  #timer: Timer | undefined;
  #keptAtMs = Number.NEGATIVE_INFINITY;
  #wishedAtMs: number | undefined;

  constructor(options: ApplianceOptions, fault: ReportFault, onCall: () => boolean) {
    this.#options = options;
    this.#onCall = onCall;
    this.#watch = new ClockWatch({
      clock: options.clock,
      onFault: (code, detail, cleared) => fault(code, "clock", detail, cleared),
    });
  }

  get verdict(): ClockVerdict {
    return this.#watch.verdict;
  }

  networkTold(epochMs: number, atMs: number): void {
    this.#watch.told("network", epochMs, atMs);
  }

  /** By a report on a text of ours. */
  centreTold(epochMs: number, atMs: number): void {
    // Told as of now: a report may come a day after its text, and what is known meanwhile is not judged by a moment of then.
    this.#watch.told("sms", epochMs + (this.#options.clock.monotonic() - atMs));
  }

  exchangeTold(told: ExchangeTime): void {
    const zone = zoneClock(this.#options.clinic.clinic.timezone);
    this.#watch.told("caller-id", momentsOf(told, zone, YEARS));
  }

  start(): void {
    this.#watch.start();
    this.#look();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#keep();
    await this.#watch.stop();
  }

  #look(): void {
    const { clock, log } = this.#options;
    this.#timer = clock.after("clock part", LOOKS_EVERY, () => this.#look());
    if (clock.monotonic() - this.#keptAtMs >= KEPT_EVERY) this.#keep();
    const state = { now: clock.now(), atMs: clock.monotonic(), onCall: this.#onCall() };
    const wished = this.#wishedAtMs === undefined ? {} : { wishedAtMs: this.#wishedAtMs };
    const wish = wishFor(this.verdict, { ...state, ...wished });
    if (wish === undefined) return;
    this.#wishedAtMs = state.atMs;
    const heard = leaveWish(WISHES, wish);
    log.warn({ ...wish }, heard ? "asks for the clock to be set" : "the clock is wrong, and nobody here may set it");
  }

  /** Only what is believed: a clock that ran ahead must not hold the next start at its mistake. */
  #keep(): void {
    const { clock, dataDirectory } = this.#options;
    if (this.verdict.level !== "trusted") return;
    this.#keptAtMs = clock.monotonic();
    keepLastTime(dataDirectory, clock.now());
  }
}
