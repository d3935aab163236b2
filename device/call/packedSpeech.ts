/* @pure */
// Speech in little more than half its bytes, sample for sample as it was. Speech changes slowly and is often soft: what
// second-order prediction (s − 2s₁ + s₂) leaves of 16 bits is small, so each block of samples is kept with as many bits as
// its largest rest needs. Arithmetic is modulo 2^16, hence no sample sequence that does not come back.

/** Small enough to follow a syllable; each costs one byte for its width. */
const BLOCK = 32;

export interface PackedSpeech {
  readonly length: number;
  /** For each block: the width in bits (0 … 16), then the rests of its samples, lowest bit first, in whole bytes. */
  readonly bytes: Uint8Array;
}

/** What `packSpeech` may need for so many samples at the worst. */
export const mostPackedBytes = (samples: number): number => Math.ceil(samples / BLOCK) * (1 + BLOCK * 2);

/** `scratch` is where it is packed first, for those who pack many; it must have `mostPackedBytes`. */
export function packSpeech(samples: Int16Array, scratch?: Uint8Array): PackedSpeech {
  const most = mostPackedBytes(samples.length);
  const bytes = scratch !== undefined && scratch.length >= most ? scratch : new Uint8Array(most);
  const rests = new Int32Array(BLOCK);
  let at = 0;
  let last = 0;
  let lastButOne = 0;
  for (let start = 0; start < samples.length; start += BLOCK) {
    const count = Math.min(BLOCK, samples.length - start);
    let magnitudes = 0;
    for (let i = 0; i < count; i++) {
      const sample = samples[start + i]!;
      const rest = ((sample - 2 * last + lastButOne) << 16) >> 16;
      // Sign into the lowest bit: 0, -1, 1, -2 … become 0, 1, 2, 3 …
      rests[i] = (rest << 1) ^ (rest >> 31);
      magnitudes |= rests[i]!;
      lastButOne = last;
      last = sample;
    }
    const width = 32 - Math.clz32(magnitudes);
    bytes[at++] = width;
    at = writeBits(bytes, at, rests, count, width);
  }
  return { length: samples.length, bytes: bytes.slice(0, at) };
}

function writeBits(bytes: Uint8Array, start: number, values: Int32Array, count: number, width: number): number {
  let at = start;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < count; i++) {
    held |= values[i]! << bits;
    bits += width;
    for (; bits >= 8; bits -= 8) {
      bytes[at++] = held;
      held >>>= 8;
    }
  }
  if (bits > 0) bytes[at++] = held;
  return at;
}

export function unpackSpeech({ length, bytes }: PackedSpeech): Int16Array {
  const samples = new Int16Array(length);
  let at = 0;
  let last = 0;
  let lastButOne = 0;
  for (let start = 0; start < length; start += BLOCK) {
    const end = Math.min(start + BLOCK, length);
    const width = bytes[at++]!;
    const mask = (1 << width) - 1;
    let held = 0;
    let bits = 0;
    for (let i = start; i < end; i++) {
      for (; bits < width; bits += 8) held |= bytes[at++]! << bits;
      const value = held & mask;
      held >>>= width;
      bits -= width;
      const sample = ((((value >>> 1) ^ -(value & 1)) + 2 * last - lastButOne) << 16) >> 16;
      samples[i] = sample;
      lastButOne = last;
      last = sample;
    }
  }
  return samples;
}
