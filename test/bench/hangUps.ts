import { BenchStation } from "./BenchStation.ts";
import { type Bar, measured, type Row, type Section } from "./report.ts";
import type { BenchAct, TestLine } from "./TestLine.ts";

const BAR: Bar = { atMost: 5_000, of: "max" };
const MOMENTS: readonly (readonly [string, readonly BenchAct[]])[] = [
  ["in a prompt", [{ waits: 1_500 }]],
  ["in a recording", [{ waits: 300 }, { presses: "2" }, { waits: 2_000 }]],
];
const TONES = ["dial-tone", "busy"] as const;

/** The caller hangs up: with a modem that reports it, and with one that reports nothing so that our ears must. A line each. */
export async function hangUps(runs: number): Promise<Section> {
  const cases = [true, false].flatMap((reports) => MOMENTS.map(([when, acts]) => ({ reports, when, acts })));
  const station = await BenchStation.start({ lines: cases.length });
  try {
    const rows = cases.map(({ reports, when, acts }, at) => {
      const line = station.lines[at]!;
      if (!reports) line.fault("noHangUpEvents");
      return rowOf(line, acts, `caller hangs up → on-hook, ${when}, ${reports ? "modem reports" : "no reports"}`, runs);
    });
    return {
      title: "the caller hangs up",
      rows: await Promise.all(rows),
      notes: [
        "in a prompt with no reports: half duplex, so the line is heard when the prompt ends (13 s here)",
        "of which the exchange takes 500 ms until its tone begins; with reports: busy or dial tone, and loop break",
      ],
    };
  } finally {
    await station.stop();
  }
}

async function rowOf(line: TestLine, acts: readonly BenchAct[], name: string, runs: number): Promise<Row> {
  const values: number[] = [];
  for (let run = 0; run < runs * TONES.length; run++) {
    const tone = TONES[run % TONES.length] ?? "busy";
    const { hungUpAtMs, onHookAtMs } = await line.place([...acts, { hangsUp: { tone } }]);
    if (hungUpAtMs !== undefined && onHookAtMs !== undefined) values.push(onHookAtMs - hungUpAtMs);
  }
  return measured({ name, values, bar: BAR, expected: runs * TONES.length });
}
