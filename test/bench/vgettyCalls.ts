import type { CallReport } from "../../device/emulator/caller/Caller.ts";
import { VoiceModemEmulator } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { debianProgram } from "../programs/debianPrograms.ts";
import { findNamespace, VgettyStation } from "../programs/vgettyStation.ts";
import { measured, type Row, type Section } from "./report.ts";
import { keyToSilence } from "./TestLine.ts";

/** The greeting's length; the key comes in its middle. */
const GREETING_SAMPLES = 8_000 * 5;
const KEY_AFTER_MS = 1_500;

/** What vgetty needs for the same three things: as the report's rows, and in words for ours. */
export interface VgettyFigures {
  readonly section: Section;
  readonly offHook: string;
  readonly firstPrompt: string;
  readonly key: string;
}

/** Measured earlier on an emulator of the same kind, for where vgetty cannot run. */
const FACTS = {
  offHook: "vgetty 698, callattendant 49 (facts)",
  firstPrompt: "vgetty 572 (facts)",
  key: "vgetty 335–1195 (facts)",
};

/** vgetty (Debian mgetty-voice) on the same emulated USR5637, as fast as its configuration makes it: one ring. */
export async function vgettyCalls(runs: number, tell: (line: string) => void): Promise<VgettyFigures> {
  const title = "vgetty on the same emulated modem";
  try {
    const reports: CallReport[] = [];
    for (let call = 0; call < runs; call++) {
      reports.push(await vgettyCall());
      tell(`${call + 1} of ${runs} calls`);
    }
    return inWords(title, reports);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { section: { title, rows: [], notes: [`vgetty was not measured: ${why}`] }, ...FACTS };
  }
}

async function vgettyCall(): Promise<CallReport> {
  const programs = {
    vgetty: await debianProgram("vgetty"),
    wavtopvf: await debianProgram("wavtopvf"),
    pvftormd: await debianProgram("pvftormd"),
  };
  const namespace = await findNamespace();
  if (typeof namespace === "string") throw new Error(namespace);
  const modem = new VoiceModemEmulator({ profile: "usr5637", cadence: "fast" });
  const station = new VgettyStation(programs, "forceV253", namespace);
  try {
    await station.recordGreeting(
      Uint8Array.from({ length: GREETING_SAMPLES }, (_, n) => 128 + Math.round(60 * Math.sin(n * 0.3))),
    );
    await station.start(await modem.plugIn({ kind: "pty" }));
    const call = modem.call([
      { call: { number: "3125550142", name: "BENCH CALLER" } },
      { waits: KEY_AFTER_MS },
      { presses: "1", toneMs: 230 },
      { waits: 2_000 },
      { hangsUp: {} },
    ]);
    await station.ended();
    modem.dropDtr();
    return await call;
  } finally {
    await modem.close();
    await station.close();
  }
}

function inWords(title: string, reports: readonly CallReport[]): VgettyFigures {
  const differences = (of: (report: CallReport) => readonly [number | undefined, number | undefined]): number[] =>
    reports.flatMap((report) => {
      const [from, to] = of(report);
      return from === undefined || to === undefined ? [] : [to - from];
    });
  const offHook = differences((it) => [it.callerIdReportedAtMs ?? it.ringReportedAtMs, it.offHook?.commandAtMs]);
  const firstPrompt = differences((it) => [it.offHook?.commandAtMs, it.firstPromptByteAtMs]);
  const key = reports.flatMap((report) => keyToSilence(report));
  const rows = [
    measured({ name: "vgetty: last caller-ID line or RING → off-hook command", values: offHook }),
    measured({ name: "vgetty: off-hook command → first prompt byte", values: firstPrompt }),
    measured({ name: "vgetty: key pressed → prompt silent on the line", values: key }),
  ];
  return {
    section: { title, rows },
    offHook: live(rows[0], `${FACTS.offHook}`),
    firstPrompt: live(rows[1], FACTS.firstPrompt),
    key: live(rows[2], FACTS.key),
  };
}

function live(row: Row | undefined, facts: string): string {
  if (row?.spread === undefined) return facts;
  const others = facts.includes("callattendant") ? ", callattendant 49 (facts)" : "";
  return `vgetty ${row.spread.median.toFixed(0)} median, ${row.spread.max.toFixed(0)} max${others}`;
}
