import { BenchStation } from "./BenchStation.ts";
import { type Bar, measured, type Row, type Section } from "./report.ts";
import type { BenchAct, TestLine } from "./TestLine.ts";

const BAR: Bar = { atMost: 5_000, of: "max" };
const MOMENTS: readonly (readonly [string, readonly BenchAct[]])[] = [
  ["in a prompt", [{ waits: 1_500 }]],
  ["in a recording", [{ waits: 300 }, { presses: "2" }, { waits: 2_000 }]],
];
const TONES = ["dial-tone", "busy"] as const;

/** The caller hangs up: with a modem that reports it, and with one that reports nothing so that our ears must. */
export async function hangUps(runs: number): Promise<Section> {
  const station = await BenchStation.start({ lines: 2 });
  try {
    const [reporting, silent] = station.lines;
    if (reporting === undefined || silent === undefined) throw new Error("two lines are needed");
    silent.fault("noHangUpEvents");
    const both = await Promise.all([rowsOf(reporting, "modem reports", runs), rowsOf(silent, "no reports", runs)]);
    return {
      title: "the caller hangs up",
      rows: both.flat(),
      notes: [
        "in a prompt with no reports: half duplex, so the line is heard when the prompt ends (13 s here)",
        "of which the exchange takes 500 ms until its tone begins; with reports: busy or dial tone, and loop break",
      ],
    };
  } finally {
    await station.stop();
  }
}

async function rowsOf(line: TestLine, what: string, runs: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [when, acts] of MOMENTS) {
    const values: number[] = [];
    for (let run = 0; run < runs * TONES.length; run++) {
      const tone = TONES[run % TONES.length] ?? "busy";
      const { hungUpAtMs, onHookAtMs } = await line.place([...acts, { hangsUp: { tone } }]);
      if (hungUpAtMs !== undefined && onHookAtMs !== undefined) values.push(onHookAtMs - hungUpAtMs);
    }
    rows.push(
      measured({
        name: `caller hangs up → on-hook, ${when}, ${what}`,
        values,
        bar: BAR,
        expected: runs * TONES.length,
      }),
    );
  }
  return rows;
}
