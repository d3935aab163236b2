import { BenchStation } from "./BenchStation.ts";
import { measured, type Section } from "./report.ts";

/** From `firstring run` to ready: the store open, both modems found and proved, registered with the network. */
export async function starts(runs: number): Promise<Section> {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) {
    const station = await BenchStation.start();
    values.push(station.readyAfterMs);
    await station.stop();
  }
  return {
    title: "start",
    rows: [measured({ name: "firstring run → ready to answer and to page", values })],
    notes: ["asked every 50 ms; with the compile cache that `firstring` uses, an empty data directory"],
  };
}
