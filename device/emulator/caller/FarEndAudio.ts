/* @pure */
/** What comes down the line to the modem: speech, keys and tones laid on one time axis, counted in samples since off-hook. */
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import { encodeLine } from "./lineFormat.ts";
import { AUDIBLE_RMS, rms } from "./tones.ts";

interface Segment {
  readonly from: number;
  readonly samples: Int16Array;
}

interface RawSegment {
  readonly from: number;
  /** Codes of the line's own 8-bit format, delivered as they are. */
  readonly codes: Uint8Array;
}

interface Repeating {
  readonly from: number;
  readonly period: Int16Array;
}

const clip = (value: number): number => Math.max(-32768, Math.min(32767, value));

export class FarEndAudio {
  #segments: Segment[] = [];
  #raw: RawSegment[] = [];
  #repeating: Repeating | undefined;

  add(from: number, samples: Int16Array): void {
    this.#segments.push({ from, samples });
  }

  /** Exact codes, for proofs over all 256 values. Nothing is mixed into them. */
  addRaw(from: number, codes: Uint8Array): void {
    this.#raw.push({ from, codes });
  }

  /** A tone of the exchange, from there on without end. */
  repeat(from: number, period: Int16Array): void {
    this.#repeating = { from, period };
  }

  /** Stops what was being said and pressed; the exchange's own tone stays. */
  silence(from: number): void {
    this.#segments = this.#segments
      .filter((segment) => segment.from < from)
      .map((segment) => ({ from: segment.from, samples: segment.samples.subarray(0, from - segment.from) }));
    this.#raw = this.#raw
      .filter((segment) => segment.from < from)
      .map((segment) => ({ from: segment.from, codes: segment.codes.subarray(0, from - segment.from) }));
  }

  /** Samples `from` … `to − 1` in the line's format. What ended before `from` is forgotten. */
  render(from: number, to: number, format: AudioFormat): Uint8Array {
    this.forget(from);
    const bytes = encodeLine(this.mix(from, to), format);
    if (format !== "s16le") for (const segment of this.#raw) this.#overlay(bytes, segment, from, to);
    return bytes;
  }

  /** What ended before this sample is not needed any more. */
  forget(sample: number): this {
    if (this.#segments.length > 0)
      this.#segments = this.#segments.filter((segment) => segment.from + segment.samples.length > sample);
    if (this.#raw.length > 0) this.#raw = this.#raw.filter((segment) => segment.from + segment.codes.length > sample);
    return this;
  }

  mix(from: number, to: number): Int16Array {
    const mixed = new Int16Array(Math.max(0, to - from));
    for (const segment of this.#segments) {
      const begin = Math.max(from, segment.from);
      const end = Math.min(to, segment.from + segment.samples.length);
      for (let at = begin; at < end; at++) {
        mixed[at - from] = clip((mixed[at - from] ?? 0) + (segment.samples[at - segment.from] ?? 0));
      }
    }
    if (this.#repeating) this.#addRepeating(mixed, this.#repeating, from);
    return mixed;
  }

  /** Would a listener (or the modem's silence detector) hear something there? */
  audible(from: number, to: number): boolean {
    if (this.#raw.some((segment) => segment.from < to && segment.from + segment.codes.length > from)) return true;
    return rms(this.mix(from, to)) > AUDIBLE_RMS;
  }

  #addRepeating(mixed: Int16Array, { from: start, period }: Repeating, from: number): void {
    for (let n = 0; n < mixed.length; n++) {
      const at = from + n - start;
      if (at >= 0) mixed[n] = clip((mixed[n] ?? 0) + (period[at % period.length] ?? 0));
    }
  }

  #overlay(bytes: Uint8Array, segment: RawSegment, from: number, to: number): void {
    const begin = Math.max(from, segment.from);
    const end = Math.min(to, segment.from + segment.codes.length);
    if (begin < end) bytes.set(segment.codes.subarray(begin - segment.from, end - segment.from), begin - from);
  }
}
