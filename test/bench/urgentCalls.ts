import { setTimeout as pause } from "node:timers/promises";
import { BenchStation } from "./BenchStation.ts";
import { type Bar, measured, type Row, type Section } from "./report.ts";
import { type BenchAct, keyToSilence, type LineReport, longestGaps, type TestLine } from "./TestLine.ts";
import type { VgettyFigures } from "./vgettyCalls.ts";

const WARM_UP = 5;
const PAGED_WITHIN_MS = 30_000;
const STALL_MS = 2_000;
const LINES = 4;
/** Their calls begin so far apart, so that the last one is urgent before the stall is over. */
const APART_MS = 250;
/** The store works again for so long between two stalls: it writes what waited. */
const BETWEEN_STALLS_MS = 100;

const OFF_HOOK: Bar = { atMost: 5, of: "p99" };
const FIRST_PROMPT: Bar = { atMost: 150, of: "max" };
const KEY: Bar = { atMost: 100, of: "max" };
const PAGE: Bar = { atMost: 50, of: "p99" };
const GAP: Bar = { atMost: 40, of: "max" };

/** "Urgent" over the menu, "that is my number" over the question that follows the read-back. */
const URGENT: readonly BenchAct[] = [
  { waits: 150 },
  { presses: "1", gapMs: 0 },
  { waits: 420 },
  { presses: "1", gapMs: 0 },
  { waitHangUp: { timeoutMs: 10_000 } },
];

const since = (from: number | undefined, to: number | undefined): number[] =>
  from === undefined || to === undefined ? [] : [to - from];

const toOffHook = ({ callerIdReportedAtMs, ringReportedAtMs, offHook }: LineReport, pickup: string): number[] =>
  since(pickup === "immediate" ? ringReportedAtMs : (callerIdReportedAtMs ?? ringReportedAtMs), offHook?.commandAtMs);

const toPrompt = ({ offHook, firstPromptByteAtMs }: LineReport): number[] =>
  since(offHook?.commandAtMs, firstPromptByteAtMs);

/** Urgent calls one after the other while nothing is wrong. */
export async function idleCalls(
  runs: number,
  tell: (line: string) => void,
  vgetty: VgettyFigures | undefined,
): Promise<Section> {
  const station = await BenchStation.start({ hasty: true });
  try {
    const reports: LineReport[] = [];
    await warmUp(station);
    for (let call = 0; call < runs; call++) {
      reports.push(await station.line.place(URGENT));
      if ((call + 1) % 25 === 0) tell(`${call + 1} of ${runs} calls`);
    }
    const pages = await pagesOf(station, runs);
    return {
      title: "an urgent call, nothing else going on",
      rows: [...rowsOf(reports, pages, { runs, pickup: "caller-id", vgetty, what: "" })],
    };
  } finally {
    await station.stop();
  }
}

/** The same on four lines at once, with the store doing nothing for two seconds, again and again. */
export async function stalledCalls(runs: number, tell: (line: string) => void): Promise<Section> {
  const station = await BenchStation.start({
    lines: LINES,
    // Caller ID before the ring, as in the UK: then the RING itself is what off-hook waits for.
    modem: ["--fault", "callerIdBeforeRing"],
    pickup: "immediate",
    allowStall: true,
    hasty: true,
  });
  try {
    const reports: LineReport[] = [];
    await warmUp(station);
    while (reports.length < runs) {
      const stall = station.stall(STALL_MS);
      reports.push(...(await Promise.all(station.lines.map((line, at) => lateCall(line, at * APART_MS)))));
      await stall;
      await pause(BETWEEN_STALLS_MS);
      if (reports.length % 20 === 0) tell(`${reports.length} of ${runs} calls`);
    }
    const pages = await pagesOf(station, reports.length);
    const rows = rowsOf(reports, pages, { runs, pickup: "immediate", what: ", stalled" });
    return { title: "an urgent call, the store stalled for 2 s", rows };
  } finally {
    await station.stop();
  }
}

/** Urgent calls on a station where something else goes on; what must not suffer from it. */
export async function urgentCallsBeside(
  station: BenchStation,
  runs: number,
  what: string,
  tell: (line: string) => void,
): Promise<readonly Row[]> {
  const reports: LineReport[] = [];
  await warmUp(station);
  for (let call = 0; call < runs; call++) {
    reports.push(await station.line.place(URGENT));
    if ((call + 1) % 10 === 0) tell(`${call + 1} of ${runs} calls`);
  }
  return rowsOf(reports, await pagesOf(station, runs), { runs, pickup: "caller-id", what });
}

async function lateCall(line: TestLine, afterMs: number): Promise<LineReport> {
  await pause(afterMs);
  return line.place(URGENT);
}

async function warmUp(station: BenchStation): Promise<void> {
  for (let call = 0; call < WARM_UP; call++) await Promise.all(station.lines.map((line) => line.place(URGENT)));
  await station.pages.complete(WARM_UP * station.lines.length, PAGED_WITHIN_MS);
}

/** The pages of the warm-up are left out. */
async function pagesOf(station: BenchStation, calls: number): Promise<number[]> {
  const before = WARM_UP * station.lines.length;
  await station.pages.complete(before + calls, PAGED_WITHIN_MS);
  return [...station.pages.figures().values()].slice(before);
}

interface About {
  readonly runs: number;
  readonly pickup: "caller-id" | "immediate";
  readonly what: string;
  readonly vgetty?: VgettyFigures | undefined;
}

function rowsOf(reports: readonly LineReport[], pages: readonly number[], about: About): Row[] {
  const { runs, pickup, what, vgetty } = about;
  const from = pickup === "immediate" ? "RING" : "last caller-ID line";
  const row = (name: string, bar: Bar, values: number[], peer?: string) =>
    measured({ name: `${name}${what}`, values, bar, peer, expected: runs });
  return [
    row(
      `${from} → off-hook command`,
      OFF_HOOK,
      reports.flatMap((report) => toOffHook(report, pickup)),
      vgetty?.offHook,
    ),
    row("off-hook command → first prompt byte", FIRST_PROMPT, reports.flatMap(toPrompt), vgetty?.firstPrompt),
    row("key pressed → prompt silent on the line", KEY, reports.flatMap(keyToSilence), vgetty?.key),
    row("urgency known → +CMGS, modem's own delay out", PAGE, [...pages], "nobody else pages"),
    row("longest gap in a prompt", GAP, reports.flatMap(longestGaps)),
  ];
}
