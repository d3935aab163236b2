/* @pure */
import type { AudioFormat } from "../../firmware/line/Line.ts";
import { bytesPerSample, decodeSamples } from "./formats.ts";
import { clip16, SAMPLE_RATE } from "./level.ts";

/** What a WAV file holds; `samples` are interleaved when there are more channels than one. */
export interface WavAudio {
  readonly rate: number;
  readonly channels: number;
  readonly samples: Int16Array;
  /** The header promises more sound than the file has. */
  readonly endsEarly?: true;
}

/** Format tags of RFC 2361 and Microsoft's mmreg.h. */
const TAG = { pcm: 1, float: 3, alaw: 6, ulaw: 7, extensible: 0xfffe } as const;
const HIGHEST_RATE = 768_000;
const MOST_CHANNELS = 32;

/** A playable file of a line's own bytes, 8000 Hz mono, nothing altered: players know PCM, µ-law and A-law alike. Only
 *  `s8` is rewritten, because eight bits in a WAV are unsigned by definition; the step is exact both ways. */
export function writeWav(format: AudioFormat, bytes: Uint8Array): Uint8Array {
  const head = wavHead(format, bytes.length);
  const file = new Uint8Array(wavLength(format, bytes.length));
  file.set(head);
  file.set(wavBytes(format, bytes), head.length);
  return file;
}

/** Of the whole file, with the byte that makes an odd number of samples even. */
export const wavLength = (format: AudioFormat, bytes: number): number => headLength(format) + bytes + (bytes & 1);

/** Samples as they stand in the file. */
export const wavBytes = (format: AudioFormat, bytes: Uint8Array): Uint8Array =>
  format === "s8" ? bytes.map((byte) => byte ^ 0x80) : bytes;

const isCompanded = (format: AudioFormat): boolean => format === "ulaw" || format === "alaw";

/** Everything but PCM must carry the number of samples in a `fact` chunk. */
const headLength = (format: AudioFormat): number => 20 + (isCompanded(format) ? 18 + 12 : 16) + 8;

/** What stands before so many bytes of samples. */
export function wavHead(format: AudioFormat, bytes: number): Uint8Array {
  const width = bytesPerSample(format);
  const length = headLength(format);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  const id = (at: number, text: string) => file.set(new TextEncoder().encode(text), at);

  id(0, "RIFF");
  view.setUint32(4, wavLength(format, bytes) - 8, true);
  id(8, "WAVEfmt ");
  view.setUint32(16, isCompanded(format) ? 18 : 16, true);
  view.setUint16(20, format === "ulaw" ? TAG.ulaw : format === "alaw" ? TAG.alaw : TAG.pcm, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * width, true);
  view.setUint16(32, width, true);
  view.setUint16(34, 8 * width, true);
  if (isCompanded(format)) {
    id(38, "fact");
    view.setUint32(42, 4, true);
    view.setUint32(46, bytes, true);
  }
  id(length - 8, "data");
  view.setUint32(length - 4, bytes, true);
  return file;
}

interface Layout {
  readonly tag: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/** Reads what recorders and editors write: chunks in any order, odd chunks with or without their padding byte, a data
 *  length of 0 or 0xFFFFFFFF from a writer that was cut off, a file that ends early. Never throws. `scratch` as in
 *  `decodeSamples`. */
export function readWav(bytes: Uint8Array, scratch?: Int16Array): WavAudio | { readonly error: string } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || idAt(bytes, 0) !== "RIFF" || idAt(bytes, 8) !== "WAVE") return { error: "not a WAV file" };
  const chunks = findChunks(bytes, view);
  if (chunks.format === undefined) return { error: "the WAV file has no format chunk" };
  if (chunks.data === undefined) return { error: "the WAV file has no data chunk" };
  const layout = readLayout(view, chunks.format);
  if (layout === undefined) return { error: "the WAV file's format chunk is too short" };
  if (layout.rate < 1 || layout.rate > HIGHEST_RATE) return { error: `a sample rate of ${layout.rate} Hz cannot be` };
  if (layout.channels < 1 || layout.channels > MOST_CHANNELS) return { error: `${layout.channels} channels cannot be` };
  const samples = readSamples(layout, bytes.subarray(chunks.data.at, chunks.data.end), scratch);
  if (samples === undefined) return { error: `format ${layout.tag} with ${layout.bits} bits cannot be read` };
  if (samples === "no numbers") return { error: "the WAV file holds numbers that are no sound (NaN or infinite)" };
  const whole = samples.length - (samples.length % layout.channels);
  return {
    ...{ rate: layout.rate, channels: layout.channels, samples: samples.subarray(0, whole) },
    ...(chunks.data.endsEarly === true ? { endsEarly: true } : {}),
  };
}

/** The mean of all channels. */
export function toMono(audio: WavAudio): Int16Array {
  if (audio.channels === 1) return audio.samples;
  const mono = new Int16Array(Math.floor(audio.samples.length / audio.channels));
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < audio.channels; channel++) sum += audio.samples[i * audio.channels + channel]!;
    mono[i] = Math.round(sum / audio.channels);
  }
  return mono;
}

interface Span {
  readonly at: number;
  readonly end: number;
  readonly endsEarly?: boolean;
}

function idAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function findChunks(bytes: Uint8Array, view: DataView): { format?: Span; data?: Span } {
  const found: { format?: Span; data?: Span } = {};
  let at = 12;
  while (at + 8 <= bytes.length) {
    const id = idAt(bytes, at);
    const said = view.getUint32(at + 4, true);
    const begin = at + 8;
    // A recorder that lost power never came back to write the length: all that follows is sound.
    const unfinished = id === "data" && (said === 0 || said === 0xffffffff) && found.format !== undefined;
    const end = unfinished ? bytes.length : Math.min(bytes.length, begin + said);
    if (id === "fmt " && found.format === undefined) found.format = { at: begin, end };
    if (id === "data" && found.data === undefined)
      found.data = { at: begin, end, endsEarly: !unfinished && begin + said > end };
    at = end + paddingAfter(bytes, end, said);
  }
  return found;
}

/** Chunks begin at even offsets, but not every writer knows: without padding the next letter is already an identifier. */
function paddingAfter(bytes: Uint8Array, end: number, said: number): 0 | 1 {
  if (said % 2 === 0) return 0;
  return /^[ -~]{4}$/.test(idAt(bytes, end)) && !/^[ -~]{4}$/.test(idAt(bytes, end + 1)) ? 0 : 1;
}

function readLayout(view: DataView, { at, end }: Span): Layout | undefined {
  if (end - at < 16) return undefined;
  const tag = view.getUint16(at, true);
  return {
    // WAVE_FORMAT_EXTENSIBLE: the true tag is the first two bytes of the sub-format GUID.
    tag: tag === TAG.extensible && end - at >= 40 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function readSamples(
  { tag, bits }: Layout,
  data: Uint8Array,
  scratch?: Int16Array,
): Int16Array | "no numbers" | undefined {
  if (tag === TAG.pcm && bits === 8) return decodeSamples("u8", data, scratch);
  if (tag === TAG.pcm && bits === 16) return decodeSamples("s16le", data, scratch);
  // The upper 16 of 24 or 32 bits; what is below is far under a telephone line's noise.
  if (tag === TAG.pcm && (bits === 24 || bits === 32)) return upperSixteenBits(data, bits / 8);
  if (tag === TAG.float && (bits === 32 || bits === 64)) return floatingPoint(data, bits / 8);
  if (tag === TAG.ulaw && bits === 8) return decodeSamples("ulaw", data, scratch);
  if (tag === TAG.alaw && bits === 8) return decodeSamples("alaw", data, scratch);
  return undefined;
}

function upperSixteenBits(data: Uint8Array, width: number): Int16Array {
  const samples = new Int16Array(Math.floor(data.length / width));
  for (let i = 0; i < samples.length; i++) {
    const high = (i + 1) * width - 2;
    samples[i] = data[high]! | (data[high + 1]! << 8);
  }
  return samples;
}

/** IEEE 754, full scale at ±1, as editors write it; what is above is clipped. */
function floatingPoint(data: Uint8Array, width: number): Int16Array | "no numbers" {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const samples = new Int16Array(Math.floor(data.length / width));
  for (let i = 0; i < samples.length; i++) {
    const value = width === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true);
    if (!Number.isFinite(value)) return "no numbers";
    samples[i] = clip16(value * 32768);
  }
  return samples;
}
