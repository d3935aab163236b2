import { setTimeout as pause } from "node:timers/promises";
import type { ApplianceStatus } from "../../device/control/handleControl.ts";
import { BenchStation } from "./BenchStation.ts";
import { type Bar, finding, measured, type Section } from "./report.ts";

const BACK: Bar = { atMost: 10, of: "max" };
const LOOK_EVERY_MS = 50;
const BACK_WITHIN_MS = 90_000;
const PAGED_WITHIN_MS = 90_000;
/** A crashed modem starts anew by itself; SIM7600 and EC25 take longer, which is theirs and not ours. */
const CRASH_AWAY_MS = 3_000;
/** A modem that was plugged in finds its network. */
const REGISTERS_AFTER_MS = 500;

type Moment = "idle" | "mid-call" | "mid-SMS";

interface Case {
  readonly name: string;
  readonly moment: Moment;
  readonly how: "unplug" | "crash";
  readonly newName: boolean;
}

const CASES: readonly Case[] = [
  { name: "unplugged in idle", moment: "idle", how: "unplug", newName: false },
  { name: "unplugged in mid-call", moment: "mid-call", how: "unplug", newName: false },
  { name: "unplugged in mid-SMS", moment: "mid-SMS", how: "unplug", newName: false },
  { name: "unplugged in mid-call, back under a new name", moment: "mid-call", how: "unplug", newName: true },
  { name: "crashed in mid-call", moment: "mid-call", how: "crash", newName: false },
];

interface Outcome {
  readonly backSeconds: number | undefined;
  /** Calls that were answered, and messages of them that are in the store. */
  readonly answered: number;
  readonly kept: number;
  /** Codes that had to be paged, those that a phone shows, and how often in all. */
  readonly wanted: number;
  readonly paged: number;
  readonly shown: number;
  readonly faultTold: boolean;
  readonly faultOver: boolean;
}

/** What the caller does who is cut off: urgent, the number confirmed, and then speaking. */
const SPEAKER = [
  { waits: 300 },
  { presses: "1", gapMs: 0 },
  { waits: 900 },
  { presses: "1", gapMs: 0 },
  { waitHangUp: { timeoutMs: 10_000 } },
] as const;

/** The modem vanishes for so long and comes back; each case is a box of its own, side by side: they wait for the plug. */
export async function recovery(awaySeconds: number, tell: (line: string) => void): Promise<Section> {
  const outcomes = await Promise.all(
    CASES.map(async (one) => {
      const outcome = await perform(one, awaySeconds * 1_000);
      tell(`${one.name}: back after ${outcome.backSeconds?.toFixed(1)} s`);
      return outcome;
    }),
  );
  const total = (of: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const messagesLost = total(({ answered, kept }) => answered - kept);
  const pagesLost = total(({ wanted, paged }) => wanted - paged);
  const told = outcomes.filter(({ faultTold, faultOver }) => faultTold && faultOver).length;
  return {
    title: `the cellular modem vanishes for ${awaySeconds} s (a crash: ${CRASH_AWAY_MS / 1_000} s)`,
    rows: [
      ...CASES.map(({ name }, at) =>
        measured({
          name: `port is back → in service, ${name}`,
          unit: "s",
          values: [outcomes[at]?.backSeconds].filter((value) => value !== undefined),
          bar: BACK,
          peer: at === 0 ? "gammu-smsd never, smstools 99 s (facts)" : undefined,
        }),
      ),
      finding("messages lost", `${messagesLost} of ${total(({ answered }) => answered)}`, "0", messagesLost === 0),
      finding("pages lost", `${pagesLost} of ${total(({ wanted }) => wanted)}`, "0", pagesLost === 0),
      measured({ name: "pages that came twice", unit: "", values: [total(({ shown, paged }) => shown - paged)] }),
      finding("fault told, and taken back", `${told} of ${CASES.length}`, "all", told === CASES.length),
    ],
    notes: [
      "in it: the half second until the modem has registered; the link of udev stays; a page is sent again when its +CMGS got lost",
    ],
  };
}

async function perform({ moment, how, newName }: Case, awayMs: number): Promise<Outcome> {
  const station = await BenchStation.start({
    lines: 0,
    cellular: ["--register-after", String(REGISTERS_AFTER_MS)],
    hasty: true,
  });
  try {
    const watch = watchStation(station);
    if (moment === "mid-SMS") station.mobile.do("network", { delayMs: 2_000 });
    const call = moment === "idle" ? undefined : station.mobile.place(SPEAKER);
    if (moment === "mid-call") {
      await station.mobile.event(({ event }) => event === "textShown");
    }
    if (moment === "mid-SMS") await station.mobile.event(({ event }) => event === "pduReceived");
    const back = station.mobile.event(({ event }) => event === "ready", awayMs + BACK_WITHIN_MS);
    if (how === "crash") station.mobile.do("reset", { awayMs: CRASH_AWAY_MS, newName });
    else station.mobile.do("unplug");
    const gone = await until(station, ({ faults }) => faults.some(({ code }) => code === "SMS_MODEM_GONE"));
    await call;
    if (how === "unplug") {
      await pause(awayMs);
      station.mobile.do("replug", { newName });
    }
    const { atMs: portAtMs } = await back;
    station.mobile.do("network", { delayMs: 60 });
    const backAtMs = await until(station, isWell);
    // The next caller is answered, and paged.
    await station.mobile.place(SPEAKER);
    await soon(() => watch.wanted.size === watch.paged().size && watch.wanted.size > 0, PAGED_WITHIN_MS);
    const kept = await Promise.all([...watch.answered].map((ref) => station.daemon.ask("message", { ref })));
    return {
      backSeconds: backAtMs === undefined ? undefined : (backAtMs - portAtMs) / 1_000,
      answered: watch.answered.size,
      kept: kept.filter(({ message }) => message !== null && message !== undefined).length,
      wanted: watch.wanted.size,
      paged: watch.paged().size,
      shown: watch.shown.length,
      faultTold: gone !== undefined,
      faultOver: backAtMs !== undefined,
    };
  } finally {
    await station.stop();
  }
}

function watchStation(station: BenchStation) {
  const answered = new Set<string>();
  const wanted = new Set<string>();
  const shown: string[] = [];
  station.daemon.listen(({ kind, ref }) => {
    if (ref === undefined) return;
    if (kind === "off-hook") answered.add(ref);
    if (kind === "urgent") wanted.add(ref);
  });
  station.mobile.listen((event) => {
    const ref = event.event === "textShown" ? /\bref ([2-9A-Z]{4,5})\b/.exec(String(event["text"]))?.[1] : undefined;
    if (ref !== undefined) shown.push(ref);
  });
  const paged = (): Set<string> => new Set(shown.filter((ref) => wanted.has(ref)));
  return { answered, wanted, shown, paged };
}

const isWell = ({ lines, sms, faults }: ApplianceStatus): boolean =>
  faults.length === 0 && sms?.registered === true && lines.every(({ state }) => state.startsWith("ready"));

/** When its status was so (CLOCK_MONOTONIC, ms); undefined: never. */
async function until(station: BenchStation, isSo: (status: ApplianceStatus) => boolean): Promise<number | undefined> {
  const end = performance.now() + BACK_WITHIN_MS;
  while (performance.now() < end) {
    const { status } = await station.daemon.ask("status");
    if (isSo(status as ApplianceStatus)) return Number(process.hrtime.bigint() / 1_000n) / 1_000;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}

async function soon(isSo: () => boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo() && performance.now() < end) await pause(LOOK_EVERY_MS);
}
