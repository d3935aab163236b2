/* @pure */
/** What a caller makes of what comes out of the phone: sound or silence, and a beep. Blocks of 20 ms. */
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import { bytesPerSample, decodeLine, SAMPLE_RATE } from "./lineFormat.ts";
import { AUDIBLE_RMS, isPureTone, rms } from "./tones.ts";

const BLOCK_SAMPLES = 160;
const BLOCK_MS = (BLOCK_SAMPLES * 1000) / SAMPLE_RATE;
/** A shorter run is a vowel's chance. */
const SHORTEST_BEEP_MS = 100;

export class CallerEar {
  #pending = new Uint8Array();
  #pendingAtMs = 0;
  #toneRunMs = 0;
  /** All sound since the call was answered. */
  audibleMs = 0;
  /** When something was heard last; undefined before the first sound. */
  lastAudibleAtMs: number | undefined;
  /** Beeps that have ended. */
  beeps = 0;

  hear(bytes: Uint8Array, atMs: number, format: AudioFormat): void {
    const width = bytesPerSample(format);
    if (this.#pending.length === 0) this.#pendingAtMs = atMs;
    const all = new Uint8Array(this.#pending.length + bytes.length);
    all.set(this.#pending);
    all.set(bytes, this.#pending.length);
    const size = BLOCK_SAMPLES * width;
    let at = 0;
    for (; at + size <= all.length; at += size) {
      this.#block(decodeLine(all.subarray(at, at + size), format), this.#pendingAtMs);
      this.#pendingAtMs += BLOCK_MS;
    }
    this.#pending = all.slice(at);
  }

  /** Nothing is played: ends a beep that went right up to the end. */
  quiet(): void {
    this.#pending = new Uint8Array();
    this.#endTone();
  }

  #block(samples: Int16Array, atMs: number): void {
    if (rms(samples) > AUDIBLE_RMS) {
      this.audibleMs += BLOCK_MS;
      this.lastAudibleAtMs = atMs + BLOCK_MS;
    }
    if (isPureTone(samples)) this.#toneRunMs += BLOCK_MS;
    else this.#endTone();
  }

  #endTone(): void {
    if (this.#toneRunMs >= SHORTEST_BEEP_MS) this.beeps += 1;
    this.#toneRunMs = 0;
  }
}
