/* @pure */
import { dbmOfStatus, type ModemStatus } from "../../../firmware/health/ModemStatus.ts";
import type { ApplianceStatus } from "../../control/ApplianceStatus.ts";
import type { BoxRow, RowState } from "../api/live.ts";

/** What can be seen of the machine without the answering program. */
export interface MachineFacts {
  readonly now: number;
  readonly disk?: { readonly freeMb: number; readonly totalMb: number } | undefined;
  readonly temperatureC?: number | undefined;
  /** Undefined: nothing tells of it (no UPS). */
  readonly power?:
    | { readonly mains: boolean; readonly batteryLow: boolean; readonly sinceMs?: number; readonly offInMs?: number }
    | undefined;
  /** What of the databases cannot be read. */
  readonly storeProblems: readonly string[];
}

/** Below, messages will soon find no room: `firstring doctor` says the same. */
const FULL_MB = 200;
const LITTLE_MB = 1_000;
/** A Raspberry Pi slows itself down from 80 °C on (its documentation, "Frequency management and thermal control"). */
const WARM_C = 70;
const HOT_C = 80;
/** Writes that wait for the disk: a healthy card has none after a moment. */
const MANY_WAITING = 50;

type Faults = ApplianceStatus["faults"];

/** How each part of the box is, in words of a closed list. `status` undefined: the answering program does not answer. */
export function boxRows(
  status: ApplianceStatus | undefined,
  machine: MachineFacts,
  linesInCall: ReadonlySet<string> = new Set(),
): readonly BoxRow[] {
  const { disk, power, temperatureC } = machine;
  return [
    serviceRow(status),
    ...(status === undefined ? [] : daemonRows(status, machine, linesInCall)),
    ...(status === undefined && machine.storeProblems.length > 0 ? [storeRow([], 0, machine)] : []),
    ...(power === undefined ? [] : [powerRow(power, status?.faults ?? [])]),
    ...(disk === undefined ? [] : [diskRow(disk)]),
    ...(temperatureC === undefined ? [] : [temperatureRow(temperatureC)]),
  ];
}

function daemonRows(
  { clock, faults, lines, modems, mqtt, now, onCall, store }: ApplianceStatus,
  machine: MachineFacts,
  linesInCall: ReadonlySet<string>,
): readonly BoxRow[] {
  return [
    ...lines.map(({ id, state }) => lineRow(id, linesInCall.has(id) ? "in call" : state, faults)),
    ...modems.map((modem) => modemRow(modem, faults)),
    ...(mqtt === "not used" ? [] : [brokerRow(mqtt === "connected", faults)]),
    storeRow(faults, store.waiting, machine),
    clockRow(clock ?? { level: onCall.clockTrusted ? "hinted" : "untrusted" }, now, faults),
  ];
}

function serviceRow(status: ApplianceStatus | undefined): BoxRow {
  const common = { kind: "service", id: "" } as const;
  if (status === undefined) return { ...common, state: "wrong", word: "away", figures: {}, faults: [] };
  const faults = about(status.faults, ({ code }) => code.startsWith("SERVICE_"));
  const { lamps, memory, startedAt } = status;
  const word = lamps.ready === "on" ? "serves" : "partly";
  const figures = { startedAt, memoryMb: memory.rssMb };
  return { ...common, word, figures, ...judged(word === "serves" ? "well" : "warn", faults) };
}

function lineRow(id: string, state: string, all: Faults): BoxRow {
  const faults = about(all, ({ code, where }) => where === id && code.startsWith("LINE_"));
  const word = lineWord(state);
  const model = /^ready \((.+)\)$/.exec(state)?.[1];
  const found = { ready: "well", inCall: "well", noNetwork: "wrong", looking: "warn", out: "wrong" } as const;
  return { kind: "line", id, word, figures: model === undefined ? {} : { model }, ...judged(found[word], faults) };
}

/** As `TelephoneLines` says it. */
function lineWord(state: string): Extract<BoxRow, { kind: "line" }>["word"] {
  if (state === "in call") return "inCall";
  if (state.startsWith("ready")) return "ready";
  if (state.startsWith("waits for the network")) return "noNetwork";
  return state.startsWith("looking") ? "looking" : "out";
}

function modemRow(modem: ModemStatus, all: Faults): BoxRow {
  const { access, firmware, id, model, network, ready, registered, registration, simLastFour, smsWaiting } = modem;
  const faults = about(all, ({ code, where }) => where === id && !code.startsWith("LINE_"));
  const word = !ready ? "out" : registered ? "inNetwork" : "noNetwork";
  // What a modem said before it went is not true any more.
  const air = word === "out" ? {} : { network, access, registration, dbm: dbmOfStatus(modem) };
  const known = { ...air, model, firmware, smsWaiting, sim: simLastFour };
  const figures = Object.fromEntries(
    Object.entries(known).filter((each): each is [string, string | number] => each[1] !== undefined),
  );
  return { kind: "modem", id, word, figures, ...judged(word === "inNetwork" ? "well" : "wrong", faults) };
}

function brokerRow(connected: boolean, all: Faults): BoxRow {
  const faults = about(all, ({ code }) => code.startsWith("MQTT_"));
  const word = connected ? "connected" : "away";
  return { kind: "broker", id: "", word, figures: {}, ...judged(connected ? "well" : "warn", faults) };
}

function storeRow(all: Faults, waiting: number, { storeProblems }: MachineFacts): BoxRow {
  const faults = about(all, ({ code }) => code.startsWith("STORE_"));
  const unreadable = storeProblems.length > 0;
  const word = faults.length > 0 ? "elsewhere" : unreadable ? "unreadable" : waiting > MANY_WAITING ? "slow" : "keeps";
  const figures = { waiting, ...(unreadable ? { problem: storeProblems.join(" ") } : {}) };
  return {
    kind: "store",
    id: "",
    word,
    figures,
    ...judged(word === "keeps" ? "well" : word === "slow" ? "warn" : "wrong", faults),
  };
}

function clockRow({ aheadMs, level }: NonNullable<ApplianceStatus["clock"]>, now: number, all: Faults): BoxRow {
  const faults = about(all, ({ code }) => code.startsWith("CLOCK_"));
  const word =
    level === "untrusted"
      ? "unbelieved"
      : aheadMs !== undefined
        ? "disagrees"
        : level === "trusted"
          ? "confirmed"
          : "plausible";
  // Plausible is what most boxes without a network are for hours, and nothing is wrong with it.
  const found = { confirmed: "well", plausible: "well", disagrees: "warn", unbelieved: "wrong" } as const;
  const figures = { now, ...(aheadMs === undefined ? {} : { aheadMs }) };
  return { kind: "clock", id: "", word, figures, ...judged(found[word], faults) };
}

function powerRow({ batteryLow, mains, offInMs, sinceMs }: NonNullable<MachineFacts["power"]>, all: Faults): BoxRow {
  const faults = about(all, ({ code }) => code === "ON_BATTERY" || code === "BATTERY_LOW");
  const word = mains ? "mains" : batteryLow ? "batteryLow" : "battery";
  const figures = {
    ...(mains || sinceMs === undefined ? {} : { sinceMs }),
    ...(mains || offInMs === undefined ? {} : { offInMs }),
  };
  return { kind: "power", id: "", word, figures, ...judged(mains ? "well" : batteryLow ? "wrong" : "warn", faults) };
}

function diskRow({ freeMb, totalMb }: NonNullable<MachineFacts["disk"]>): BoxRow {
  const word = freeMb < FULL_MB ? "full" : freeMb < LITTLE_MB ? "little" : "room";
  const state = ({ full: "wrong", little: "warn", room: "well" } as const)[word];
  return { kind: "disk", id: "", state, word, figures: { freeMb, totalMb }, faults: [] };
}

function temperatureRow(celsius: number): BoxRow {
  const word = celsius >= HOT_C ? "hot" : celsius >= WARM_C ? "warm" : "normal";
  const state = ({ hot: "wrong", warm: "warn", normal: "well" } as const)[word];
  return { kind: "temperature", id: "", state, word, figures: { celsius }, faults: [] };
}

const about = (faults: Faults, fits: (fault: Faults[number]) => boolean): Faults => faults.filter(fits);

/** What is seen, and not better than the faults that are told of it. */
function judged(seen: RowState, faults: Faults): { readonly state: RowState; readonly faults: string[] } {
  const worst: RowState = faults.some(({ severity }) => severity === "urgent")
    ? "wrong"
    : faults.length > 0
      ? "warn"
      : "well";
  const rank: readonly RowState[] = ["off", "well", "warn", "wrong"];
  const state = rank.indexOf(worst) > rank.indexOf(seen) ? worst : seen;
  return { state, faults: faults.map(({ code }) => code) };
}
