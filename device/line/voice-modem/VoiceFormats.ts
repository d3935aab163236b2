/* @pure */
import type { AudioFormat } from "../../../firmware/line/Line.ts";

/** One row of the answer to +VSM=? that can be used: 8000 samples per second. */
export interface OfferedFormat {
  readonly number: number;
  readonly format: AudioFormat;
}

/**
 * `128,"8-BIT LINEAR",(7200,8000,11025)`, `1,"UNSIGNED PCM",8,0,8000,0,0`, `+VSM: 4,"G.711 ULAW",8,0,(8000),(0),(0)`:
 * the meaning is in the name. Numbers above 127 are the vendor's own and collide; those below are V.253 table 17.
 */
export function readFormats(lines: readonly string[]): readonly OfferedFormat[] {
  return lines.flatMap((line) => {
    const row = /^\s*(?:\+VSM:\s*)?(\d+)\s*,\s*(?:"([^"]*)"\s*,)?(.*)$/i.exec(line);
    if (row === null) return [];
    const [, digits = "", name, rest = ""] = row;
    const format = name === undefined || name === "" ? byNumber(Number(digits)) : byName(name);
    return format !== undefined && /\b8000\b/.test(rest) ? [{ number: Number(digits), format }] : [];
  });
}

function byName(name: string): AudioFormat | undefined {
  if (/adpcm|gsm|g\.?72\d/i.test(name)) return undefined;
  if (/(u|mu|µ|μ)[- ]?law/i.test(name)) return "ulaw";
  if (/a[- ]?law/i.test(name)) return "alaw";
  if (/16[- ]?bit/i.test(name)) return "s16le";
  if (/\b(9|1\d|2\d)[- ]?bit/i.test(name)) return undefined;
  if (/unsigned/i.test(name)) return "u8";
  if (/signed/i.test(name)) return "s8";
  // U.S. Robotics: its eight-bit linear is unsigned (peers play 8-bit unsigned files through it).
  return /8[- ]?bit linear|\blinear\b|\bpcm\b/i.test(name) ? "u8" : undefined;
}

/** ITU-T V.253 table 17. */
function byNumber(number: number): AudioFormat | undefined {
  switch (number) {
    case 0:
      return "s8";
    case 1:
      return "u8";
    case 4:
      return "ulaw";
    case 5:
      return "alaw";
    default:
      return undefined;
  }
}

/** The first wanted format that is offered; of two numbers for one format, the standard's own (the lower). */
export function chooseFormat(
  offered: readonly OfferedFormat[],
  wanted: readonly AudioFormat[],
): OfferedFormat | undefined {
  for (const format of wanted) {
    const numbers = offered.filter((one) => one.format === format).map((one) => one.number);
    if (numbers.length > 0) return { format, number: Math.min(...numbers) };
  }
  return undefined;
}
