/** AT+VRX: line samples to the host in real time, in the order of the line's clock; kept, so that tests can compare. */
import { createHash } from "node:crypto";
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import type { DeliveredRecording } from "../caller/CallReport.ts";
import type { FarEndAudio } from "../caller/FarEndAudio.ts";
import { SAMPLE_RATE } from "../caller/lineFormat.ts";

export class VoiceCapture {
  readonly format: AudioFormat;
  readonly #audio: FarEndAudio;
  readonly #startMs: number;
  /** Index of the next line sample to deliver. */
  #next: number;
  readonly #first: number;
  readonly #parts: Uint8Array[] = [];
  #overrun = 0;
  /** Of the samples that `advance` gave last: was there anything to hear, and how long were they. */
  lastWasAudible = false;
  lastMs = 0;

  constructor(format: AudioFormat, audio: FarEndAudio, lineSample: number, nowMs: number) {
    this.format = format;
    this.#audio = audio;
    this.#startMs = nowMs;
    this.#next = lineSample;
    this.#first = lineSample;
  }

  /** Samples that have come since the last call. */
  advance(nowMs: number): Uint8Array {
    const due = this.#first + Math.floor(((nowMs - this.#startMs) * SAMPLE_RATE) / 1000);
    if (due <= this.#next) return new Uint8Array();
    const bytes = this.#audio.render(this.#next, due, this.format);
    this.lastWasAudible = this.#audio.audible(this.#next, due);
    this.lastMs = ((due - this.#next) * 1000) / SAMPLE_RATE;
    this.#next = due;
    return bytes;
  }

  delivered(bytes: Uint8Array): void {
    this.#parts.push(bytes);
  }

  lost(bytes: Uint8Array): void {
    this.#overrun += bytes.length;
  }

  finish(nowMs: number): DeliveredRecording {
    const bytes = new Uint8Array(Buffer.concat(this.#parts));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { format: this.format, startMs: this.#startMs, endMs: nowMs, bytes, sha256, overrunBytes: this.#overrun };
  }
}
