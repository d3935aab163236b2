import { detail } from "../../firmware/health/details/detailWords.ts";
import { durationInWords } from "../../firmware/health/durationInWords.ts";
import type { Lamps } from "../../firmware/health/lamp.ts";
import { OTHER_FILE_SYSTEMS } from "../../firmware/panel/otherFileSystems.ts";
import type { PanelReport } from "../../firmware/panel/PanelReport.ts";
import type { BootMs } from "../../firmware/panel/presence.ts";
import { type RefusedStick, refusedStick, STICK_SHOWN } from "../../firmware/panel/refusedStick.ts";
import type { Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { zoneClock } from "../../firmware/time/ZoneClock.ts";
import { heardReport, isPanelThere, tellWord, withdrawWord } from "../panel/panelFiles.ts";
import { bootMs, panelDirectory } from "../panel/presence.ts";
import { showRequests } from "../panel/showOnPanel.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

export interface PanelWords {
  readonly lamps: Lamps;
  /** A call that came now would be answered. */
  readonly answers: boolean;
  /** What calls for attention now, by whatever names. */
  readonly attention: readonly string[];
  /** FirstRing has shown lately that it serves. */
  readonly serves: boolean;
}

export interface BoxPanelOptions extends ApplianceOptions {
  readonly words: () => PanelWords;
  readonly fault: ReportFault;
  /** CLOCK_BOOTTIME. */
  readonly boot?: () => BootMs;
}

/** A third of what the panel believes a word for (firmware/panel/panelLights.ts), and room for a late one. */
const EACH: Duration = Seconds(4);

/** The daemon's end of the box's panel: tells it what to show and that we live, hears what the button and the UPS say. */
export class BoxPanel implements Part {
  readonly #options: BoxPanelOptions;
  readonly #directory: string;
  readonly #boot: () => BootMs;
  #attention: ReadonlySet<string> = new Set();
  /** Differs from that of the run before, so that what is there after a restart counts as new. */
  #raised: number;
  #lostWhere: string | undefined;
  #pressedAtMs: BootMs | undefined;
  #stick: RefusedStick | undefined;
  #timer: Timer | undefined;

  constructor(options: BoxPanelOptions) {
    this.#options = options;
    this.#directory = panelDirectory(options.dataDirectory);
    this.#boot = options.boot ?? bootMs;
    this.#raised = options.clock.now();
  }

  start(): void {
    this.#timer?.cancel();
    this.tell();
    this.#hear();
    this.#timer = this.#options.clock.after("panel", EACH, () => this.start());
  }

  stop(): void {
    this.#timer?.cancel();
    withdrawWord(this.#directory);
  }

  /**
   * Tells the panel what to show; false when there is none. What does not serve is not told of: a lamp must not shine
   * because a timer of ours still runs.
   */
  tell(): boolean {
    if (!isPanelThere(this.#directory)) return false;
    const { lamps, answers, attention, serves } = this.#options.words();
    if (attention.some((each) => !this.#attention.has(each))) this.#raised += 1;
    this.#attention = new Set(attention);
    if (!serves) return true;
    const word = { atMs: this.#boot(), lamps, answers, raised: this.#raised };
    return tellWord(this.#directory, { word, settings: this.#options.clinic.panel });
  }

  #hear(): void {
    if (!isPanelThere(this.#directory)) return;
    const { fault, log } = this.#options;
    const nowMs = this.#boot();
    this.#hearStick(nowMs);
    const report = heardReport(this.#directory, nowMs);
    fault("PANEL_GONE", "", detail.panelSilent(), report !== undefined);
    if (report === undefined) return;
    fault("BUTTON_STUCK", "", detail.buttonDown(), report.button !== "stuck");
    this.#hearMains(report, nowMs);
    if (report.pressedAtMs !== undefined && report.pressedAtMs !== this.#pressedAtMs) {
      if (nowMs - report.pressedAtMs < EACH * 2) log.info("the button was pressed: fault lamp and buzzer are quiet");
      this.#pressedAtMs = report.pressedAtMs;
    }
  }

  #hearStick(nowMs: BootMs): void {
    const shown = showRequests({ directory: this.#directory, now: () => nowMs }).find(
      ({ name }) => name === STICK_SHOWN,
    );
    this.#stick = refusedStick(this.#stick, shown, nowMs);
    const words = this.#stick && detail.stickFormat({ system: OTHER_FILE_SYSTEMS[this.#stick.fileSystem] });
    this.#options.fault("STICK_NOT_FAT", "", words ?? "", words === undefined);
  }

  #hearMains({ mains, lostSinceMs, batteryLow, powerOffAtMs }: PanelReport, nowMs: BootMs): void {
    const { fault } = this.#options;
    const lost = mains === "lost" && lostSinceMs !== undefined;
    // The time is part of the fault's place, so that it is in the SMS; an outage keeps the one it began with.
    const where = lost ? (this.#lostWhere ?? this.#sinceWhen(nowMs - lostSinceMs)) : this.#lostWhere;
    if (where !== undefined) fault("ON_BATTERY", where, this.#offWords(powerOffAtMs, nowMs), !lost);
    this.#lostWhere = lost ? where : undefined;
    fault("BATTERY_LOW", "", this.#offWords(powerOffAtMs, nowMs), !(batteryLow && powerOffAtMs !== undefined));
  }

  /** `since 02:14`, on the clinic's wall. */
  #sinceWhen(agoMs: number): string {
    const { clock, clinic } = this.#options;
    return `since ${zoneClock(clinic.clinic.timezone)
      .text(clock.now() - agoMs)
      .slice(-5)}`;
  }

  #offWords(powerOffAtMs: BootMs | undefined, nowMs: BootMs): string {
    if (powerOffAtMs === undefined) return detail.batteryLasts();
    return detail.shutsDown({ time: durationInWords(Milliseconds(Math.max(0, powerOffAtMs - nowMs))) });
  }
}
