import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BenchStation } from "./BenchStation.ts";

const program = fileURLToPath(new URL("../../device/main.ts", import.meta.url));

/** A message's recordings, exported by the program as a person would: their samples as bytes. */
export async function exportedSound(station: BenchStation, ref: string): Promise<readonly Buffer[]> {
  const folder = join(station.folder, `exported-${ref}`);
  mkdirSync(folder);
  const ask = ["messages", "export", ref, "--to", folder, "--data", station.data];
  await promisify(execFile)(process.execPath, [program, ...ask], { timeout: 60_000 });
  const wavs = readdirSync(folder).filter((file) => file.endsWith(".wav"));
  return wavs.map((file) => wavData(readFileSync(join(folder, file))));
}

/** The `data` chunk of a WAV file. */
function wavData(file: Buffer): Buffer {
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4);
    if (file.toString("latin1", at, at + 4) === "data") return file.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  return Buffer.alloc(0);
}
