import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BenchStation } from "./BenchStation.ts";
import { exportedSound } from "./exportedSound.ts";
import { ProcessGauge, runtimeAlone } from "./ProcessGauge.ts";
import { finding, measured, type Row, type Section } from "./report.ts";
import type { LineReport } from "./TestLine.ts";

const MEMORY = { atMost: 120, of: "max" } as const;

/** Every code from 0 to 255, in an order that puts each beside many others; ends in the shielded one, twice. */
const codes = (samples: number): string =>
  Buffer.from(
    Uint8Array.from({ length: samples }, (_, n) => (n < samples - 2 ? (n * 7 + (n >> 8)) & 0xff : 0x10)),
  ).toString("base64");

/** One long recording: what it costs in memory and processor time, and whether it is what the modem delivered. */
export async function longMessage(seconds: number): Promise<Section> {
  const alone = await runtimeAlone();
  const station = await BenchStation.start();
  try {
    const idle = await new ProcessGauge(station.daemon.pid).during(idleFor);
    let ref = "";
    const stop = station.daemon.listen((event) => {
      if (event.kind === "off-hook") ref = event.ref ?? "";
    });
    const delivered = join(station.folder, "delivered");
    const gauge = new ProcessGauge(station.daemon.pid);
    const call = await gauge.during(() => station.line.place(message(seconds), { saveTo: delivered }));
    stop();
    const equal = await compare(station, ref, call.result);
    const minutes = call.elapsedMs / 60_000;
    const rows: Row[] = [
      equal,
      measured({ name: "memory (RSS), waiting for calls", unit: "MB", values: idle.rssMb }),
      measured({
        name: "memory (RSS) in a call",
        unit: "MB",
        values: call.rssMb,
        bar: MEMORY,
        peer: `the Node runtime alone: ${alone.toFixed(0)} MB`,
      }),
      measured({ name: "processor time for a minute of a call", unit: "s", values: [call.cpuSeconds / minutes] }),
      measured({
        name: "processor time for a minute of waiting",
        unit: "s",
        values: [idle.cpuSeconds / (idle.elapsedMs / 60_000)],
      }),
    ];
    return { title: `a message of ${seconds} s, all 256 values`, rows };
  } finally {
    await station.stop();
  }
}

const IDLE_MS = 5_000;
const idleFor = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, IDLE_MS));

const message = (seconds: number) => [
  { waits: 500 },
  { presses: "2" },
  { waits: 1_000 },
  { saysRaw: codes(seconds * 8_000) },
  { waits: 500 },
  { hangsUp: { tone: "dial-tone" as const } },
];

/** Exported by the program as a person would, and held against the bytes that the emulated modem sent. */
async function compare(station: BenchStation, ref: string, report: LineReport): Promise<Row> {
  const name = "recording = what the modem sent, sample for sample";
  const kept = Buffer.concat(await exportedSound(station, ref));
  const sent = (report.files ?? [])
    .filter((file) => file.includes("delivered-"))
    .map((file) => readFileSync(file))
    .toSorted((a, b) => b.length - a.length)[0];
  if (sent === undefined) return finding(name, "the modem sent nothing", "equal", false);
  const values = new Set(sent).size;
  const found = `${kept.equals(sent) ? "equal" : "different"}: ${sent.length} samples, ${values} values`;
  return finding(name, found, "equal", kept.equals(sent) && values === 256);
}
