/* @pure */
import type { AudioFormat } from "../../firmware/line/Line.ts";
import { bytesPerSample, decodeSamples } from "../audio/formats.ts";
import { activeLevelDbm0 } from "../audio/level.ts";

/** Below it a caller is hard to understand; above it is distorted. Active speech on a telephone line is about −16 to −26 dBm0. */
export const SOFT_DBM0 = -36;
export const LOUD_DBM0 = -6;
/** Of silence: JSON has no −Infinity. */
export const SILENT_DBM0 = -99;

/** Length and active speech level of a recording in the line's own format. */
export function soundLevel(
  format: AudioFormat,
  chunks: readonly Uint8Array[],
): { readonly ms: number; readonly level: number } {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  const level = activeLevelDbm0(decodeSamples(format, bytes));
  return {
    ms: Math.round(bytes.length / (8 * bytesPerSample(format))),
    level: Number.isFinite(level) ? Math.round(level * 10) / 10 : SILENT_DBM0,
  };
}
