import { BenchStation } from "./BenchStation.ts";
import { type Bar, measured, type Section } from "./report.ts";
import { type BenchAct, longestGaps } from "./TestLine.ts";

const GAP: Bar = { atMost: 40, of: "max" };
const STALL_MS = 2_000;

/** Listens to whole prompts (the menu, then a number read back) for so long. */
const listensFor = (ms: number): readonly BenchAct[] => [
  { waits: ms },
  { presses: "1" },
  { waits: ms },
  { hangsUp: { tone: "dial-tone" } },
];

/** Whole prompts in the packaged voice: is the line ever without audio before they end? */
export async function promptAudio(listenMs: number): Promise<Section> {
  const station = await BenchStation.start({ allowStall: true });
  try {
    const idle = await station.line.place(listensFor(listenMs));
    let over = false;
    const stalls = (async () => {
      while (!over) await station.stall(STALL_MS);
    })();
    const stalled = await station.line.place(listensFor(listenMs)).finally(() => {
      over = true;
    });
    await stalls;
    const seconds = stalled.prompts.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / 1000, 0);
    return {
      title: "whole prompts on the line",
      rows: [
        measured({ name: "longest gap in a prompt, whole prompts", values: longestGaps(idle), bar: GAP }),
        measured({ name: "longest gap in a prompt, whole prompts, stalled", values: longestGaps(stalled), bar: GAP }),
      ],
      notes: [
        `${seconds.toFixed(0)} s of prompts while the store did nothing for 2 s at a time, without a pause between`,
      ],
    };
  } finally {
    await station.stop();
  }
}
