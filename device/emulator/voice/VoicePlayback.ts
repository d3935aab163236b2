/* @pure */
/**
 * AT+VTX: what the host sends goes to the line at exactly 8000 samples a second by the clock that is passed in. The buffer
 * is as small as a modem's, so a host that sends too fast is held back and one that sends too slowly leaves a gap.
 */
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import type { HeardPrompt, PlaybackGap } from "../caller/CallReport.ts";
import { bytesPerSample, SAMPLE_RATE } from "../caller/lineFormat.ts";

/** 160 ms at 8 bits: between the 100 and 200 ms that USB voice modems are thought to hold. */
export const PLAY_BUFFER_SAMPLES = 1280;

export interface PlayedChunk {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

export class VoicePlayback {
  readonly format: AudioFormat;
  readonly #msPerByte: number;
  readonly #heard: number[] = [];
  readonly #gaps: PlaybackGap[] = [];
  #buffer: number[] = [];
  #firstMs: number | undefined;
  /** The clock's reading at which the next buffered byte sounds; meaningless while starved. */
  #nextMs = 0;
  #starvedAtMs: number | undefined;
  #aborted = false;

  constructor(format: AudioFormat) {
    this.format = format;
    this.#msPerByte = 1000 / SAMPLE_RATE / bytesPerSample(format);
  }

  get room(): number {
    return PLAY_BUFFER_SAMPLES * bytesPerSample(this.format) - this.#buffer.length;
  }

  get buffered(): number {
    return this.#buffer.length;
  }

  get started(): boolean {
    return this.#firstMs !== undefined;
  }

  get starved(): boolean {
    return this.#starvedAtMs !== undefined;
  }

  push(bytes: readonly number[], nowMs: number): void {
    if (bytes.length === 0) return;
    if (this.#firstMs === undefined) {
      this.#firstMs = nowMs;
      this.#nextMs = nowMs;
    } else if (this.#starvedAtMs !== undefined) {
      this.#gaps.push({ atMs: this.#starvedAtMs, ms: nowMs - this.#starvedAtMs });
      this.#starvedAtMs = undefined;
      this.#nextMs = nowMs;
    }
    for (const byte of bytes) this.#buffer.push(byte);
  }

  /** Plays up to now. Returns what sounded. */
  advance(nowMs: number): PlayedChunk | undefined {
    if (this.#firstMs === undefined || this.#starvedAtMs !== undefined) return undefined;
    const due = Math.floor((nowMs - this.#nextMs) / this.#msPerByte + 1e-6);
    const bytes = this.#buffer.splice(0, Math.max(0, due));
    const atMs = this.#nextMs;
    this.#nextMs += bytes.length * this.#msPerByte;
    if (this.#buffer.length === 0 && bytes.length < due) this.#starvedAtMs = this.#nextMs;
    for (const byte of bytes) this.#heard.push(byte);
    return bytes.length > 0 ? { atMs, bytes: Uint8Array.from(bytes) } : undefined;
  }

  /** DLE CAN: what is buffered is never heard. */
  abort(): void {
    this.#aborted = true;
    this.#buffer = [];
  }

  finish(): HeardPrompt | undefined {
    if (this.#firstMs === undefined) return undefined;
    return {
      format: this.format,
      startMs: this.#firstMs,
      endMs: this.#starvedAtMs ?? this.#nextMs,
      bytes: Uint8Array.from(this.#heard),
      aborted: this.#aborted,
      gaps: this.#gaps,
    };
  }
}
