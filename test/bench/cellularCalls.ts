import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { writeWav } from "../../device/audio/wav.ts";
import type { LiveEvent } from "../../device/control/LiveFeed.ts";
import { BenchStation } from "./BenchStation.ts";
import { exportedSound } from "./exportedSound.ts";
import { HASTY_CLIP } from "./hastyPrompts.ts";
import type { MobileAct, MobileReport } from "./MobileLine.ts";
import { type Bar, finding, measured, type Row, type Section } from "./report.ts";
import { Chance } from "./signals.ts";

const WARM_UP = 3;
const PAGED_WITHIN_MS = 30_000;
const FREE_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;

const OFF_HOOK: Bar = { atMost: 5, of: "p99" };
const FIRST_PROMPT: Bar = { atMost: 150, of: "max" };
const KEY: Bar = { atMost: 100, of: "max" };
/** A tone must have lasted before it is a key: ITU-T Q.24 lets 40 ms be one. */
const KEY_BY_EAR: Bar = { atMost: 150, of: "max" };
const PAGE: Bar = { atMost: 50, of: "p99" };
const HANG_UP: Bar = { atMost: 5_000, of: "max" };
/** The emulated modem's own: from the beginning of a tone to its report. */
const REPORT_MS = 60;

/** "Urgent" over the menu, "that is my number" over the question that follows the read-back. */
const URGENT: readonly MobileAct[] = [
  { waits: 300 },
  { presses: "1", gapMs: 0 },
  { waits: 900 },
  { presses: "1", gapMs: 0 },
  { waitHangUp: { timeoutMs: 10_000 } },
];

/** What a clinic that has nothing but a SIM gets: the same modem answers, records and pages. */
export async function cellularCalls(runs: number, tell: (line: string) => void): Promise<Section> {
  const station = await BenchStation.start({ lines: 0, cellular: [], hasty: true });
  try {
    for (let call = 0; call < WARM_UP; call++) await station.mobile.place(URGENT);
    await station.pages.complete(WARM_UP, PAGED_WITHIN_MS);
    const half = Math.ceil(runs / 2);
    tell(`${half} calls, keys by the modem's reports`);
    const reported = await urgentCalls(station, half, "reported");
    tell(`${half} calls, keys in the sound only`);
    const heard = await urgentCalls(station, half, "audio");
    const all = [...reported, ...heard];
    const calls = all.map(({ report }) => report);
    await station.pages.complete(WARM_UP + all.length, PAGED_WITHIN_MS);
    const pages = [...station.pages.figures().values()].slice(WARM_UP);
    tell("the caller hangs up");
    const hangUps = [await hangUp(station, half, false), await hangUp(station, half, true)];
    const equal = await recordingIsEqual(station);
    const expected = all.length;
    const since = (from: number | undefined, to: number | undefined): number[] =>
      from === undefined || to === undefined ? [] : [to - from];
    return {
      title: "an urgent call on a cellular line, paged by the same modem during the call",
      rows: [
        measured({
          name: "RING → ATA",
          values: calls.flatMap((it) => since(it.ringReportedAtMs, it.offHook?.commandAtMs)),
          bar: OFF_HOOK,
          expected,
          peer: "others wait for +CLIP, at times a second ring (facts)",
        }),
        measured({
          name: "ATA's OK → first prompt byte heard",
          values: calls.flatMap((it) => since(it.offHook?.atMs, it.firstPromptByteAtMs)),
          bar: FIRST_PROMPT,
          expected,
        }),
        measured({
          name: "key reported → the next prompt is heard",
          values: reported.flatMap(({ keyMs }) => keyMs ?? []).map((ms) => ms - REPORT_MS),
          bar: KEY,
          expected: half,
        }),
        measured({
          name: "key begins in the sound → the next prompt is heard",
          values: heard.flatMap(({ keyMs }) => keyMs ?? []),
          bar: KEY_BY_EAR,
          expected: half,
        }),
        measured({
          name: "urgency known → +CMGS, modem's own delay out",
          values: pages,
          bar: PAGE,
          expected,
          peer: "nobody else pages",
        }),
        ...hangUps,
        equal,
      ],
      notes: [
        `the modem's lead of 60 ms of sound is in it; its own ${REPORT_MS} ms from a tone to its report are taken out`,
        `the emulated modem woke up at most ${lateness(calls).toFixed(0)} ms late for a frame of sound; that is in the figures`,
      ],
    };
  } finally {
    await station.stop();
  }
}

const lateness = (reports: readonly MobileReport[]): number =>
  Math.max(0, ...reports.flatMap(({ streams = [] }) => streams.map(({ worstLateMs = 0 }) => worstLateMs)));

interface UrgentCall {
  readonly report: MobileReport;
  /** From the first sample of the first key to the first one of the prompt that follows. */
  readonly keyMs: number | undefined;
}

async function urgentCalls(station: BenchStation, runs: number, keys: "reported" | "audio"): Promise<UrgentCall[]> {
  station.mobile.do("voice", { keys });
  const calls: UrgentCall[] = [];
  for (let run = 0; run < runs; run++) {
    const saveTo = join(station.folder, `heard-${keys}-${run}`);
    const report = await station.mobile.place(URGENT, { saveTo });
    calls.push({ report, keyMs: keyToNextPrompt(report) });
  }
  return calls;
}

/** Enough to be nobody's voice by chance. */
const CLIP = Buffer.from(HASTY_CLIP.buffer, 2, 120);

/** The prompt under the key is a voice, the next one a clip of which every sample is known. */
function keyToNextPrompt({ prompts, keys, files = [] }: MobileReport): number | undefined {
  const [key] = keys;
  const at = prompts.findIndex(({ startMs, endMs }) => key !== undefined && startMs < key.atMs && key.atMs < endMs);
  const file = files.filter((name) => name.includes("heard-"))[at];
  const prompt = prompts[at];
  if (key === undefined || prompt === undefined || file === undefined) return undefined;
  const found = readFileSync(file).indexOf(CLIP);
  if (found < 0) return undefined;
  const foundMs = prompt.startMs + found / 16;
  // Sound that was missing before it has shifted it.
  const missing = prompt.gaps.filter(({ atMs }) => atMs < foundMs).reduce((sum, { ms }) => sum + ms, 0);
  return foundMs + missing - key.atMs;
}

/** The caller hangs up in the middle of a prompt; without its indications only +CLCC and the sound tell. */
async function hangUp(station: BenchStation, runs: number, losesEnd: boolean): Promise<Row> {
  const values: number[] = [];
  const few = Math.min(runs, 10);
  station.mobile.do("voice", { losesEnd });
  for (let run = 0; run < few; run++) {
    const told: LiveEvent[] = [];
    const stop = station.daemon.listen((event) => told.push(event));
    const { hungUpAtMs = Number.NaN } = await station.mobile.place([{ waits: 800 + 150 * run }, { hangsUp: {} }]);
    // What the last call left behind was told before.
    const ofThisCall = (kind: string) => told.find((event) => event.kind === kind && event.atMs >= hungUpAtMs);
    await soon(() => ofThisCall("on-hook") !== undefined, FREE_WITHIN_MS);
    stop();
    const gone = ofThisCall("caller-gone");
    if (gone !== undefined) values.push(gone.atMs - hungUpAtMs);
  }
  station.mobile.do("voice", { losesEnd: false });
  const how = losesEnd ? "not told: +CLCC and the sound" : "told by the modem";
  return measured({ name: `caller hangs up → noticed, ${how}`, values, bar: HANG_UP, expected: few });
}

/** Looks until it is so, or the time is up. */
async function soon(isSo: () => boolean, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo() && performance.now() < end) await pause(LOOK_EVERY_MS);
}

const VOICE_MS = 5_000;

async function recordingIsEqual(station: BenchStation): Promise<Row> {
  const name = "recording = what the modem delivered, byte for byte";
  const folder = join(station.folder, "spoken");
  mkdirSync(folder);
  const chance = new Chance(5);
  const voice = Int16Array.from({ length: VOICE_MS * 8 }, (_, n) =>
    n % 2_400 < 1_800 ? Math.round(chance.between(-9_000, 9_000) * (0.5 + 0.5 * Math.sin(n / 500))) : 0,
  );
  const file = join(folder, "voice.wav");
  writeFileSync(file, writeWav("s16le", new Uint8Array(voice.buffer)));
  let ref = "";
  const stop = station.daemon.listen((event) => {
    if (event.kind === "off-hook") ref = event.ref ?? "";
  });
  const acts: readonly MobileAct[] = [
    ...([{ waits: 400 }, { presses: "2" }, { waits: 900 }, { says: file }, { waits: 300 }] as const),
    { hangsUp: {} },
  ];
  const report = await station.mobile.place(acts, { saveTo: folder });
  stop();
  const kept = Buffer.concat(await exportedSound(station, ref));
  const sent = (report.files ?? []).filter((path) => path.includes("delivered-")).map((path) => readFileSync(path));
  const [bytes = Buffer.alloc(0)] = sent;
  const at = bytes.indexOf(kept);
  const isPart = kept.length > 0 && at >= 0;
  const where = `${(at / 16).toFixed(0)} to ${((at + kept.length) / 16).toFixed(0)} of ${(bytes.length / 16).toFixed(0)} ms`;
  return finding(name, isPart ? `equal: ${where}` : "different", "equal", isPart && kept.length >= VOICE_MS * 15);
}
