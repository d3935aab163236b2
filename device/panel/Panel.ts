import {
  type ButtonEffect,
  type ButtonEvent,
  buttonSign,
  nextButtonTime,
  noButton,
  stepButton,
} from "../../firmware/panel/Button.ts";
import type { PanelSettings } from "../../firmware/panel/DaemonWord.ts";
import {
  bothReadings,
  type MainsReading,
  mainsUnknown,
  nextMainsTime,
  powerOffAt,
  readingOf,
  stepMains,
} from "../../firmware/panel/Mains.ts";
import { type PanelReport, REPORT_EACH_MS } from "../../firmware/panel/PanelReport.ts";
import { type DaemonWord, panelLights, SILENCED_FOR, type Silence } from "../../firmware/panel/panelLights.ts";
import type { BootMs } from "../../firmware/panel/presence.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { LampBoard } from "./LampBoard.ts";
import { PanelInputs } from "./PanelInputs.ts";
import { askRoot, heardWord, tellReport } from "./panelFiles.ts";
import type { InputRoots, PanelKey } from "./panelKeys.ts";
import { POWER_SUPPLY_ROOT, readPowerSupplies } from "./powerSupplies.ts";
import { readPresence, tellPresence } from "./presence.ts";
import { showRequests } from "./showOnPanel.ts";

export interface PanelOptions {
  readonly clock: Clock;
  /** CLOCK_BOOTTIME. */
  readonly bootMs: () => BootMs;
  /** Below which the panel and all others tell each other things. */
  readonly directory: string;
  readonly inputs?: InputRoots;
  readonly leds?: string;
  readonly supplies?: string;
  readonly note: (line: string) => void;
  /** A look went through to its end: heard, shown, told. */
  readonly onLooked?: () => void;
}

/** Nobody sees a lamp change sooner. Whoever presses the button is answered at once. */
const LOOK_EACH = Seconds(1);
const LOOK_AT_LEAST_MS = 10;

/**
 * The process at the box's button and lamps. It decides nothing (firmware/panel/) and works when the daemon does not: it
 * looks, once a second, at what all others tell, shows it, and passes on what the wires say.
 */
export class Panel {
  readonly #options: PanelOptions;
  readonly #board: LampBoard;
  readonly #inputs: PanelInputs;
  #button = noButton;
  #mains = mainsUnknown;
  #wires: MainsReading = {};
  #word: DaemonWord | undefined;
  #settings: PanelSettings = {};
  #silence: Silence | undefined;
  #pressedAtMs: BootMs | undefined;
  #reported = "";
  #reportedMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;

  constructor(options: PanelOptions) {
    const { note, clock, inputs = {}, leds } = options;
    this.#options = options;
    this.#board = new LampBoard({ onTrouble: note, ...(leds === undefined ? {} : { root: leds }) });
    this.#inputs = new PanelInputs({
      ...{ roots: inputs, note, clock },
      onFound: (key, down) => this.#found(key, down),
      onKey: (key, down) => this.#key(key, down),
      onDropped: () => this.#touch("unsure"),
      onGone: (key) => this.#gone(key),
    });
  }

  start(): void {
    this.#inputs.start();
    this.#look();
  }

  /** The lamps are left as they are: by their own hand they tell within seconds that nobody is there. */
  stop(): void {
    this.#timer?.cancel();
    this.#inputs.stop();
  }

  #found(key: PanelKey, down: boolean): void {
    if (key !== "button") return this.#key(key, down);
    this.#touch("found");
    if (down) this.#touch("down");
  }

  #key(key: PanelKey, down: boolean): void {
    switch (key) {
      case "button":
        return this.#touch(down ? "down" : "up");
      case "mainsLost":
        this.#wires = { ...this.#wires, mains: !down };
        return this.#look();
      case "batteryLow":
        this.#wires = { ...this.#wires, batteryLow: down };
        return this.#look();
    }
  }

  #gone(key: PanelKey): void {
    const { mains, batteryLow } = this.#wires;
    switch (key) {
      case "button":
        return this.#touch("gone");
      case "mainsLost":
        this.#wires = batteryLow === undefined ? {} : { batteryLow };
        return this.#look();
      case "batteryLow":
        this.#wires = mains === undefined ? {} : { mains };
        return this.#look();
    }
  }

  #touch(kind: ButtonEvent["kind"]): void {
    const atMs = this.#options.bootMs();
    const [next, effects] = stepButton(this.#button, { kind, atMs });
    this.#button = next;
    for (const effect of effects) this.#perform(effect, atMs);
    this.#look();
  }

  #perform(effect: ButtonEffect, atMs: BootMs): void {
    const { directory, bootMs, note } = this.#options;
    switch (effect.kind) {
      case "silence":
        this.#pressedAtMs = atMs;
        this.#silence = { untilMs: atMs + SILENCED_FOR, raised: this.#word?.raised ?? 0 };
        return note("pressed: the fault lamp and the buzzer are quiet for an hour");
      case "openSetup":
        note("held: somebody is here; set-up mode for ten minutes");
        try {
          return void tellPresence("button", { directory, now: bootMs });
        } catch (error) {
          return note(`that somebody is here cannot be told: ${String(error)}`);
        }
      case "factoryReset":
        note("held at power-up, let go and pressed again: factory reset");
        if (!askRoot(directory, "reset")) note("the factory reset cannot be asked for");
        return;
      case "stuck":
        return note(effect.cleared ? "the button is free again" : "the button is stuck");
    }
  }

  /** Looks at what all others tell, shows it, tells of the wires, and looks again when something is due. */
  #look(): void {
    this.#timer?.cancel();
    const { directory, bootMs, clock } = this.#options;
    const nowMs = bootMs();
    const heard = heardWord(directory);
    this.#word = heard?.word;
    this.#settings = heard?.settings ?? this.#settings;
    this.#lookAtMains(nowMs);
    const lights = panelLights({
      ...{ nowMs, word: this.#word, silence: this.#silence },
      sign: buttonSign(this.#button, nowMs),
      present: readPresence({ directory, now: bootMs }).present,
      asked: showRequests({ directory, now: bootMs }).map(({ kind }) => kind),
    });
    this.#board.show(lights, this.#settings.lamps, nowMs);
    this.#report(nowMs);
    this.#options.onLooked?.();
    this.#timer = clock.after("panel", Milliseconds(this.#nextLookIn(nowMs)), () => this.#touch("timePassed"));
  }

  #lookAtMains(nowMs: BootMs): void {
    const { directory, note, supplies = POWER_SUPPLY_ROOT } = this.#options;
    const reading = bothReadings(this.#wires, readingOf(readPowerSupplies(supplies)));
    const lost = this.#mains.lostSinceMs !== undefined;
    const [next, effects] = stepMains(this.#mains, { kind: "seen", reading, atMs: nowMs }, this.#settings);
    this.#mains = next;
    if (lost !== (next.lostSinceMs !== undefined)) note(lost ? "mains is back" : "mains is lost: on battery");
    for (const _ of effects) {
      note("the battery is nearly empty, or its time is over: shutting down");
      if (!askRoot(directory, "poweroff")) note("the shutdown cannot be asked for");
    }
  }

  #nextLookIn(nowMs: BootMs): number {
    const due = [nextButtonTime(this.#button, nowMs), nextMainsTime(this.#mains, this.#settings, nowMs)];
    const waits = due.filter((at) => at !== undefined).map((at) => Math.max(LOOK_AT_LEAST_MS, at - nowMs));
    return Math.min(LOOK_EACH, ...waits);
  }

  #report(nowMs: BootMs): void {
    const { kind } = this.#button;
    const { reading, lostSinceMs } = this.#mains;
    const offAt = powerOffAt(this.#mains, this.#settings);
    const report: Omit<PanelReport, "atMs"> = {
      button: kind === "gone" ? "none" : kind === "stuck" ? "stuck" : "there",
      mains: lostSinceMs !== undefined ? "lost" : reading.mains === undefined ? "unknown" : "there",
      batteryLow: reading.batteryLow ?? false,
      ...(lostSinceMs === undefined ? {} : { lostSinceMs }),
      ...(offAt === undefined ? {} : { powerOffAtMs: offAt }),
      ...(this.#pressedAtMs === undefined ? {} : { pressedAtMs: this.#pressedAtMs }),
      lamps: this.#board.names(this.#settings.lamps),
    };
    const text = JSON.stringify(report);
    if (text === this.#reported && nowMs - this.#reportedMs < REPORT_EACH_MS) return;
    this.#reported = text;
    this.#reportedMs = nowMs;
    tellReport(this.#options.directory, { atMs: nowMs, ...report });
  }
}
