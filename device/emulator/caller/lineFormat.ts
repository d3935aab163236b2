/* @pure */
/**
 * The modem's sample formats, ITU-T G.711 and linear. Written apart from device/audio on purpose: the emulator is a
 * proof, and a mistake shared by both ends would prove itself right.
 */
import type { AudioFormat } from "../../../firmware/line/Line.ts";

export const SAMPLE_RATE = 8000;

export const bytesPerSample = (format: AudioFormat): 1 | 2 => (format === "s16le" ? 2 : 1);

const ULAW_BIAS = 132;
const ULAW_CLIP = 32635;

/** G.711 table 2: sign, 3-bit segment, 4-bit interval, all inverted. */
function toUlaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), ULAW_CLIP) + ULAW_BIAS;
  const segment = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

function fromUlaw(code: number): number {
  const value = ~code & 0xff;
  const magnitude = (((value & 0x0f) << 3) + ULAW_BIAS) << ((value >> 4) & 7);
  return value & 0x80 ? ULAW_BIAS - magnitude : magnitude - ULAW_BIAS;
}

/** G.711 table 1: even bits inverted. */
function toAlaw(sample: number): number {
  const positive = sample >= 0;
  const magnitude = Math.min(positive ? sample : -sample - 1, 32767) >> 3;
  const segment = magnitude < 32 ? 0 : 31 - Math.clz32(magnitude) - 4;
  const interval = segment < 2 ? (magnitude >> 1) & 0x0f : (magnitude >> segment) & 0x0f;
  return ((segment << 4) | interval | (positive ? 0x80 : 0)) ^ 0x55;
}

function fromAlaw(code: number): number {
  const value = code ^ 0x55;
  const segment = (value >> 4) & 7;
  const interval = ((value & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? interval : (interval + 0x100) << (segment - 1);
  return value & 0x80 ? magnitude : -magnitude;
}

const toByte: Record<Exclude<AudioFormat, "s16le">, (sample: number) => number> = {
  u8: (sample) => (sample >> 8) + 128,
  s8: (sample) => (sample >> 8) & 0xff,
  ulaw: toUlaw,
  alaw: toAlaw,
};

const fromByte: Record<Exclude<AudioFormat, "s16le">, (code: number) => number> = {
  u8: (code) => (code - 128) << 8,
  s8: (code) => (code << 24) >> 16,
  ulaw: fromUlaw,
  alaw: fromAlaw,
};

export function encodeLine(samples: Int16Array, format: AudioFormat): Uint8Array {
  if (format !== "s16le") return Uint8Array.from(samples, toByte[format]);
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < samples.length; at++) view.setInt16(at * 2, samples[at] ?? 0, true);
  return bytes;
}

/** A half sample at the end of 16-bit audio is left out. */
export function decodeLine(bytes: Uint8Array, format: AudioFormat): Int16Array {
  if (format !== "s16le") return Int16Array.from(bytes, fromByte[format]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Int16Array(bytes.length >> 1);
  for (let at = 0; at < samples.length; at++) samples[at] = view.getInt16(at * 2, true);
  return samples;
}
