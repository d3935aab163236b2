import { setImmediate } from "node:timers/promises";
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import type { SpokenPart } from "../../../firmware/message/MessageStore.ts";
import { decodeSamples } from "../../audio/formats.ts";
import { wavBytes, wavHead, wavLength } from "../../audio/wav.ts";
import { msOf, type RecordedSound } from "../../storage/recordedSound.ts";
import { notFound } from "../api/errors.ts";
import type { Waveform } from "../api/messages.ts";
import type { StoreAccess } from "../box/StoreAccess.ts";
import type { ByteRange } from "./byteRange.ts";

/** Chunks of a second that are read before others have their turn. */
const CHUNKS_A_TURN = 16;

/** A recording as a WAV file that is never whole in memory: sample for sample what the line delivered, as `firstring messages export`. */
export class SoundFile {
  readonly length: number;
  readonly #store: StoreAccess;
  readonly #sound: RecordedSound;

  /** @throws ApiError 404. */
  constructor(store: StoreAccess, ref: string, part: SpokenPart) {
    const sound = store.read((reader) => reader.sound(ref, part));
    if (sound === undefined) throw notFound(`recording of the ${part} of message ${ref.slice(0, 12)}`);
    this.#store = store;
    this.#sound = sound;
    this.length = wavLength(sound.format, sound.length);
  }

  get #head(): Uint8Array {
    return wavHead(this.#sound.format, this.#sound.length);
  }

  /** The bytes of the file in this range, in pieces. */
  async *read({ from, to }: ByteRange): AsyncGenerator<Uint8Array> {
    const head = this.#head;
    if (from < head.length) yield head.subarray(from, Math.min(to, head.length));
    let turn = 0;
    for (const chunk of this.#sound.chunks) {
      const [begins, ends] = [head.length + chunk.from, head.length + chunk.from + chunk.length];
      if (ends <= from) continue;
      if (begins >= to) return;
      turn += 1;
      if (turn % CHUNKS_A_TURN === 0) await setImmediate();
      const bytes = wavBytes(this.#sound.format, this.#chunk(chunk));
      yield bytes.subarray(Math.max(0, from - begins), Math.min(chunk.length, to - begins));
    }
    const padding = head.length + this.#sound.length;
    if (padding < this.length && from < this.length && to > padding) yield Uint8Array.of(0);
  }

  async waveform(most: number): Promise<Waveform> {
    const { chunks, format, length } = this.#sound;
    const peaks = new PeakMeter(format === "s16le" ? length >> 1 : length, most);
    for (const [index, chunk] of chunks.entries()) {
      if (index % CHUNKS_A_TURN === CHUNKS_A_TURN - 1) await setImmediate();
      peaks.add(decodeSamples(format, this.#chunk(chunk)));
    }
    return { ms: msOf(format, length), peaks: peaks.peaks };
  }

  /** Another take, or one that has grown, is another sound. */
  get identity(): string {
    const { callId, part, take } = this.#sound.take;
    return `${callId} ${part} ${take} ${this.#sound.length}`;
  }

  /** A second that was erased or damaged since is silent: all others keep their places. */
  #chunk({ length, sequence }: RecordedSound["chunks"][number]): Uint8Array {
    const bytes = this.#store.read((reader) => reader.soundChunk(this.#sound.take, sequence));
    return bytes?.length === length ? bytes : new Uint8Array(length).fill(SILENCE[this.#sound.format]);
  }
}

/** The byte of a sample without sound (ITU-T G.711: both zero codes of each law are inaudible). */
const SILENCE: Readonly<Record<AudioFormat, number>> = { u8: 0x80, s8: 0, ulaw: 0xff, alaw: 0xd5, s16le: 0 };

const FULL_SCALE = 32_768;

/** Of a sound that is in memory. */
export function peaksOf(samples: Int16Array, most: number): number[] {
  const meter = new PeakMeter(samples.length, most);
  meter.add(samples);
  return meter.peaks;
}

/** The loudest sample of each equal stretch. */
class PeakMeter {
  readonly peaks: number[];
  readonly #samples: number;
  #at = 0;

  constructor(samples: number, most: number) {
    this.#samples = samples;
    this.peaks = Array<number>(Math.min(most, this.#samples)).fill(0);
  }

  add(samples: Int16Array): void {
    for (const sample of samples) {
      const stretch = Math.min(this.peaks.length - 1, Math.floor((this.#at * this.peaks.length) / this.#samples));
      this.#at += 1;
      const loud = Math.round((Math.abs(sample) / FULL_SCALE) * 1_000) / 1_000;
      if (loud > (this.peaks[stretch] ?? 1)) this.peaks[stretch] = loud;
    }
  }
}
