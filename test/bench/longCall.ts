import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWav } from "../../device/audio/wav.ts";
import { type Duration, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { GsmRig } from "../harness/GsmRig.ts";
import { BenchStation } from "./BenchStation.ts";
import type { MobileAct, MobileReport } from "./MobileLine.ts";
import { ProcessGauge } from "./ProcessGauge.ts";
import { type Bar, finding, measured, type Row, type Section } from "./report.ts";
import { Chance } from "./signals.ts";

const MINUTES = 30;
const DRIFT: Bar = { atMost: 20, of: "max" };
/** Crystals of modems differ by 50 ppm from ours; twice that. */
const CLOCKS = [-100, 100] as const;
/** When frames are lost and how many, and when a byte slips: minutes of the call. */
const LOSSES: readonly (readonly [number, number])[] = [
  [5, 3],
  [11, 10],
  [17, 1],
  [23, 25],
];
const SLIP_AT = 14;
const MEMORY: Bar = { atMost: 120, of: "max" };
/** The daemon's memory may breathe by so much, once it has settled: a matter of many calls. */
const FLAT_MB: Bar = { atMost: 8, of: "max" };
const SETTLES_WITHIN_CALLS = 8;
const SPEAKS_SECONDS = 50;
const FRAME_MS = 20;

/** Half an hour on virtual time with the line itself, then so many minutes of calls on the real daemon. */
export async function longCall(minutes: number, tell: (line: string) => void): Promise<Section> {
  const rows: Row[] = [];
  for (const ppm of CLOCKS) {
    tell(`half an hour with a modem ${ppm} ppm off, on virtual time`);
    rows.push(...(await virtualCall(ppm)));
  }
  tell(`${minutes} minutes of calls on the daemon`);
  rows.push(...(await realCalls(minutes)));
  const lost = LOSSES.map(([, frames]) => frames * FRAME_MS).join(", ");
  return {
    title: `a call of ${MINUTES} minutes, and ${minutes} minutes of calls`,
    rows,
    notes: [
      `virtual time: the caller speaks all the time; ${lost} ms of his sound are lost and a byte slips on the way`,
      "drift: from our telling that a prompt begins to its being heard, each minute; the most against the first",
      "no call of the product is longer than ten minutes: the daemon has calls of a minute, one after the other",
    ],
  };
}

async function virtualCall(ppm: number): Promise<Row[]> {
  const rig = new GsmRig({
    emulator: { voice: { clockPpm: ppm } },
    line: { limits: { longestCall: Minutes(MINUTES + 5) }, longestSilence: Minutes(MINUTES + 5) },
  });
  const heard: number[] = [];
  rig.emulator.onEvent((event) => {
    if (event.event === "promptStarted") heard.push(event.atMs);
  });
  try {
    await rig.start();
    const call = rig.rings([{ call: { number: "+13125550143" } }, { says: voice(MINUTES * 60) }, { hangsUp: {} }]);
    await rig.until("answered");
    await rig.passes(Seconds(2));
    for (let minute = 0; minute < MINUTES - 1; minute++) {
      for (const [, frames] of LOSSES.filter(([at]) => at === minute)) rig.emulator.loseFrames(frames);
      if (minute === SLIP_AT) rig.emulator.slipByte();
      rig.line.perform({ kind: "play", playId: minute, audio: { samples: voice(1) } });
      await rig.passes(Minutes(1) as Duration);
    }
    const report = await rig.finished(call);
    // What it has to say of the sound comes when all is let go.
    await rig.until("released");
    await rig.passes(Seconds(5));
    const told = rig.of("promptStarted").map(({ atMs }) => atMs);
    const offsets = heard.map((atMs, at) => atMs - (told[at] ?? Number.NaN));
    const [first = 0] = offsets;
    const stream = report.streams?.[0];
    const drifts = offsets.map((offset) => Math.abs(offset - first));
    const quality = rig.log.find((line) => line.includes("sound: ")) ?? "nothing to tell";
    return [
      measured({ name: `drift, modem ${ppm} ppm off`, values: drifts, bar: DRIFT, expected: MINUTES - 1 }),
      finding(
        `what it says of the sound, modem ${ppm} ppm off`,
        `${quality.replace(/^.*sound: /, "")}; modem short of ${((stream?.bytesMissing ?? Number.NaN) / 16).toFixed(0)} ms`,
        "told, slip mended",
        quality.includes("slips mended") && quality.includes("lost"),
      ),
    ];
  } finally {
    await rig.stop();
  }
}

/** Noise in syllables: nobody's key, and loud enough for a slipped byte to be seen. */
function voice(seconds: number): Int16Array {
  const chance = new Chance(3);
  let smooth = 0;
  return Int16Array.from({ length: seconds * 8_000 }, (_, n) => {
    smooth += (chance.between(-1, 1) - smooth) / 4;
    return n % 2_400 < 1_800 ? Math.round(9_000 * smooth * (0.6 + 0.4 * Math.sin(n / 400))) + 1 : 0;
  });
}

async function realCalls(minutes: number): Promise<Row[]> {
  const station = await BenchStation.start({ lines: 0, cellular: [], hasty: true });
  try {
    const folder = join(station.folder, "spoken");
    mkdirSync(folder);
    const file = join(folder, "voice.wav");
    writeFileSync(file, writeWav("s16le", new Uint8Array(voice(SPEAKS_SECONDS).buffer)));
    const acts: readonly MobileAct[] = [
      ...([{ waits: 400 }, { presses: "2" }, { waits: 1_500 }, { says: file }, { waits: 300 }] as const),
      { hangsUp: {} },
    ];
    const gauge = new ProcessGauge(station.daemon.pid);
    const reports: MobileReport[] = [];
    const rssMb: number[] = [];
    const end = performance.now() + minutes * 60_000;
    do {
      reports.push(await station.mobile.place(acts));
      rssMb.push(gauge.rssMb);
    } while (performance.now() < end);
    const settled = rssMb[SETTLES_WITHIN_CALLS];
    const [first = Number.NaN] = rssMb;
    const last = rssMb.at(-1) ?? Number.NaN;
    const middle = rssMb[Math.floor(rssMb.length / 2)] ?? Number.NaN;
    const words = [first, middle, last].map((mb) => mb.toFixed(0)).join(", ");
    const streams = reports.flatMap((report) => report.streams ?? []);
    const gaps = reports.flatMap(({ prompts }) => prompts.flatMap((prompt) => prompt.gaps.map(({ ms }) => ms)));
    const seconds = streams.reduce((sum, { frames }) => sum + frames / 50, 0);
    return [
      measured({ name: "gaps in prompts, on the daemon", values: gaps.length === 0 ? [0] : gaps }),
      measured({ name: "memory (RSS) after each call", unit: "MB", values: rssMb, bar: MEMORY }),
      measured({
        name: `memory: growth (start, middle, end: ${words} MB)`,
        unit: "MB",
        values: [Math.max(0, last - (settled ?? first))],
        ...(settled === undefined ? {} : { bar: FLAT_MB }),
      }),
      finding("sound on the daemon", `${seconds.toFixed(0)} s in ${reports.length} calls`, "", seconds > 0),
    ];
  } finally {
    await station.stop();
  }
}
