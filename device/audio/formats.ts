/* @pure */
import type { AudioFormat } from "../../firmware/line/Line.ts";

/** ITU-T G.711 table 2a, the µ-law decoder: sign, three bits of segment, four of mantissa, all inverted on the wire. */
function decodeMuLaw(code: number): number {
  const inverted = ~code & 0xff;
  const segment = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 0x0f) << 3) + MU_LAW_BIAS) << segment) - MU_LAW_BIAS;
  return inverted & 0x80 ? -magnitude : magnitude;
}

/** ITU-T G.711 table 1a, the A-law decoder: even bits inverted on the wire, the sign bit set for positive values. */
function decodeALaw(code: number): number {
  const toggled = code ^ 0x55;
  const segment = (toggled >> 4) & 7;
  const mantissa = ((toggled & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
  return toggled & 0x80 ? magnitude : -magnitude;
}

/** 33 steps of the 14-bit law, on the 16-bit scale. */
const MU_LAW_BIAS = 132;
/** Above this the µ-law has one code only. */
const MU_LAW_CLIP = 32635;

function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), MU_LAW_CLIP) + MU_LAW_BIAS;
  const segment = 24 - Math.clz32(biased);
  const mantissa = (biased >> (segment + 3)) & 0x0f;
  return ~(sign | (segment << 4) | mantissa) & 0xff;
}

function encodeALaw(sample: number): number {
  // One's complement, so that the two halves have the same decision values: −1 is as small as 0.
  const magnitude = sample < 0 ? ~sample : sample;
  const segment = Math.max(0, 24 - Math.clz32(magnitude));
  const mantissa = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ 0x55;
}

const muLawSamples = Int16Array.from({ length: 256 }, (_, code) => decodeMuLaw(code));
const aLawSamples = Int16Array.from({ length: 256 }, (_, code) => decodeALaw(code));

const decoders: Record<Exclude<AudioFormat, "s16le">, (code: number) => number> = {
  u8: (code) => (code - 128) << 8,
  s8: (code) => (code << 24) >> 16,
  ulaw: (code) => muLawSamples[code]!,
  alaw: (code) => aLawSamples[code]!,
};

const encoders: Record<Exclude<AudioFormat, "s16le">, (sample: number) => number> = {
  u8: (sample) => nearestByte(sample) + 128,
  s8: (sample) => nearestByte(sample) & 0xff,
  ulaw: encodeMuLaw,
  alaw: encodeALaw,
};

/** 16 bits to 8, rounded: a cut would add half a step of direct current, heard as a click at each prompt's edge. */
function nearestByte(sample: number): number {
  return Math.min(127, (sample + 128) >> 8);
}

/** Bytes that one sample takes on the wire. */
export function bytesPerSample(format: AudioFormat): 1 | 2 {
  return format === "s16le" ? 2 : 1;
}

/** The byte sequence that is silence in this format, one sample of it. */
export function silentSample(format: AudioFormat): Uint8Array {
  return encodeSamples(format, new Int16Array(1));
}

/**
 * To 16-bit linear. Half a sample at the end of `s16le` is left out; every byte value of the others has a sample. Given
 * `scratch`, the samples are in it if they fit, until the next use.
 */
export function decodeSamples(format: AudioFormat, bytes: Uint8Array, scratch?: Int16Array): Int16Array {
  const count = Math.floor(bytes.length / bytesPerSample(format));
  const samples = scratch !== undefined && count <= scratch.length ? scratch.subarray(0, count) : new Int16Array(count);
  if (format === "s16le") {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) samples[i] = view.getInt16(2 * i, true);
    return samples;
  }
  const decode = decoders[format];
  for (let i = 0; i < count; i++) samples[i] = decode(bytes[i]!);
  return samples;
}

/** From 16-bit linear to the line's format, rounded to its nearest step. */
export function encodeSamples(format: AudioFormat, samples: Int16Array): Uint8Array {
  if (format === "s16le") {
    const bytes = new Uint8Array(2 * samples.length);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < samples.length; i++) view.setInt16(2 * i, samples[i]!, true);
    return bytes;
  }
  const encode = encoders[format];
  const bytes = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) bytes[i] = encode(samples[i]!);
  return bytes;
}
