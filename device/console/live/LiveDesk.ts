import { bucketed, meanOf, type Span, type VitalsSlot } from "../../../firmware/health/Vitals.ts";
import type { ApplianceStatus } from "../../control/ApplianceStatus.ts";
import { FaultMemory } from "../../health/FaultMemory.ts";
import { diskOf, temperatureC } from "../../health/machine.ts";
import { VitalsReader } from "../../health/VitalsReader.ts";
import { heardReport, isPanelThere } from "../../panel/panelFiles.ts";
import { bootMs, panelDirectory } from "../../panel/presence.ts";
import { ApiError } from "../api/errors.ts";
import type { HistoryAnswer, LiveAnswer, LiveCall } from "../api/live.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import type { WordsLanguage } from "../messages/timelineWords.ts";
import { boxRows, type MachineFacts } from "./boxRows.ts";
import { CallBook } from "./CallBook.ts";
import { saidInSpanish } from "./detailInSpanish.ts";
import { faultsBefore, faultsNow } from "./faultRows.ts";

const SPANS = {
  day: { lengthMs: 86_400_000, stepMs: 5 * 60_000 },
  month: { lengthMs: 30 * 86_400_000, stepMs: 2 * 3_600_000 },
} as const;

type Means = Pick<ConsoleBox, "clock" | "daemon" | "directory" | "store">;

/** What the live page shows, also of a box whose answering program is away: then as far as it can be seen without it. */
export class LiveDesk {
  readonly #box: Means;
  readonly #calls: CallBook;
  readonly #vitals: VitalsReader;

  constructor(box: Means) {
    this.#box = box;
    this.#calls = new CallBook(box.daemon, box.clock);
    this.#vitals = new VitalsReader(box.directory);
  }

  /** Going on, and just over. */
  get calls(): readonly LiveCall[] {
    return this.#calls.shown;
  }

  async now(language: WordsLanguage): Promise<LiveAnswer> {
    const { clock, directory } = this.#box;
    const status = await this.status();
    const { calls } = this;
    const inCall = new Set(calls.filter(({ endedAt }) => endedAt === undefined).map(({ line }) => line));
    // A run that is over has left what it knew beside the store.
    const past = status?.pastFaults ?? new FaultMemory(directory, clock).load().history;
    return {
      ...{ at: Math.trunc(clock.now()), serving: status !== undefined, calls: [...calls] },
      rows: [...boxRows(status, machineIn(language, this.machine()), inCall)],
      faults: [...faultsNow(status?.faults ?? [], language)],
      pastFaults: [...faultsBefore(past, language)],
      ...(status === undefined
        ? {}
        : {
            ...{ startedAt: status.startedAt, openAlerts: status.openAlerts },
            untakenUrgent: status.atWork.untakenUrgent,
          }),
    };
  }

  history(span: keyof typeof SPANS): HistoryAnswer {
    const { lengthMs, stepMs } = SPANS[span];
    const to = this.#box.clock.now();
    const from = to - lengthMs;
    const steps = bucketed(this.#vitals.slots(from - stepMs, to), { from, to, stepMs });
    const start = Math.floor(from / stepMs) * stepMs;
    return historyOf(steps, start, stepMs);
  }

  /** Undefined: the answering program does not answer. */
  async status(): Promise<ApplianceStatus | undefined> {
    try {
      return await this.#box.daemon.status();
    } catch (error) {
      if (error instanceof ApiError) return undefined;
      throw error;
    }
  }

  machine(): MachineFacts {
    const { clock, directory, store } = this.#box;
    return {
      ...{ now: clock.now(), disk: diskOf(directory), temperatureC: temperatureC(), power: powerOf(directory) },
      storeProblems: problemsOf(store),
    };
  }
}

/** What of the databases cannot be read, in the reader's language; what another program says and nobody knows in Spanish, as its words. */
const machineIn = (language: WordsLanguage, machine: MachineFacts): MachineFacts =>
  language === "es" ? { ...machine, storeProblems: machine.storeProblems.map(saidInSpanish) } : machine;

/** By the panel's process, which watches the UPS. */
function powerOf(directory: string): MachineFacts["power"] {
  const place = panelDirectory(directory);
  if (!isPanelThere(place)) return undefined;
  const nowMs = bootMs();
  const report = heardReport(place, nowMs);
  if (report === undefined || report.mains === "unknown") return undefined;
  const { batteryLow, lostSinceMs, mains, powerOffAtMs } = report;
  return {
    ...{ mains: mains === "there", batteryLow },
    ...(lostSinceMs === undefined ? {} : { sinceMs: Math.round(nowMs - lostSinceMs) }),
    ...(powerOffAtMs === undefined ? {} : { offInMs: Math.round(Math.max(0, powerOffAtMs - nowMs)) }),
  };
}

function problemsOf(store: ConsoleBox["store"]): readonly string[] {
  try {
    return store.read(({ problems }) => problems);
  } catch (error) {
    if (error instanceof ApiError) return [String(error.more.details?.["said"] ?? error.message)];
    throw error;
  }
}

type Steps = readonly (VitalsSlot | undefined)[];

function historyOf(steps: Steps, from: number, stepMs: number): HistoryAnswer {
  const ids = [...new Set(steps.flatMap((slot) => Object.keys(slot?.modems ?? {})))].sort();
  const broker = steps.map((slot) => part(slot?.broker?.connected, slot?.broker?.looks));
  return {
    ...{ from, stepMs, steps: steps.length },
    modems: ids.map((id) => ({
      id,
      dbm: steps.map((slot) => figure(slot?.modems[id]?.dbm)),
      inNetwork: steps.map((slot) => part(slot?.modems[id]?.inNetwork, slot?.modems[id]?.looks)),
    })),
    linesReady: steps.map((slot) => part(slot?.linesReady, slot?.looks)),
    ...(broker.some((value) => value !== null) ? { broker } : {}),
    ...some("freeMb", steps),
    ...some("temperatureC", steps),
    ...some("memoryMb", steps),
  };
}

function some<Name extends "freeMb" | "temperatureC" | "memoryMb">(name: Name, steps: Steps) {
  const figures = steps.map((slot) => figure(slot?.[name]));
  return figures.some((value) => value !== null) ? { [name]: figures } : {};
}

const round = (value: number): number => Math.round(value * 10) / 10;

const figure = (span: Span | undefined): [number, number, number] | null =>
  span === undefined ? null : [round(span.least), round(meanOf(span)), round(span.most)];

const part = (of: number | undefined, looks: number | undefined): number | null =>
  of === undefined || looks === undefined || looks === 0 ? null : Math.round((of / looks) * 100) / 100;
