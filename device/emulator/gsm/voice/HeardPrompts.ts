/* @pure */
import type { HeardPrompt, PlaybackGap } from "../../caller/CallReport.ts";
import { SAMPLE_RATE } from "../../caller/lineFormat.ts";

/** So long a silence ends a prompt; shorter ones are pauses in it. */
const END_OF_PROMPT_MS = 500;
const MS_PER_BYTE = 1000 / SAMPLE_RATE / 2;

interface Prompt {
  readonly startMs: number;
  readonly parts: Uint8Array[];
  readonly gaps: PlaybackGap[];
  endMs: number;
  /** Silence since the last sound: part of the prompt if sound comes again. */
  tail: Uint8Array[];
  tailMs: number;
  tailGaps: PlaybackGap[];
}

/**
 * Finds the prompts in the continuous stream that the host sends: from the first sample that is not zero to the last
 * before half a second of silence, byte for byte. Sound that was not there in time is a gap.
 */
export class HeardPrompts {
  readonly #started: (atMs: number) => void;
  readonly #ended: (prompt: HeardPrompt) => void;
  #prompt: Prompt | undefined;

  constructor(started: (atMs: number) => void, ended: (prompt: HeardPrompt) => void) {
    this.#started = started;
    this.#ended = ended;
  }

  /** The next stretch of s16le at 8 kHz, and how much more should have been there. Was there a sound in it? */
  feed(bytes: Uint8Array, missing: number, atMs: number): boolean {
    const first = firstSound(bytes);
    if (first < 0) this.#silence(bytes);
    else this.#sound(bytes, first, lastSound(bytes), atMs);
    const prompt = this.#prompt;
    if (prompt && missing > 0) {
      addGap(prompt.tailGaps, atMs + bytes.length * MS_PER_BYTE, missing * MS_PER_BYTE);
      prompt.tailMs += missing * MS_PER_BYTE;
    }
    if (prompt && prompt.tailMs >= END_OF_PROMPT_MS) this.finish();
    return first >= 0;
  }

  #silence(bytes: Uint8Array): void {
    const prompt = this.#prompt;
    if (!prompt || bytes.length === 0) return;
    prompt.tail.push(bytes);
    prompt.tailMs += bytes.length * MS_PER_BYTE;
  }

  #sound(bytes: Uint8Array, first: number, end: number, atMs: number): void {
    const prompt = this.#prompt ?? this.#begin(atMs + first * MS_PER_BYTE);
    const from = prompt.parts.length === 0 ? first : 0;
    prompt.parts.push(...prompt.tail, bytes.subarray(from, end));
    prompt.gaps.push(...prompt.tailGaps);
    prompt.endMs = atMs + end * MS_PER_BYTE;
    prompt.tail = end < bytes.length ? [bytes.subarray(end)] : [];
    prompt.tailMs = (bytes.length - end) * MS_PER_BYTE;
    prompt.tailGaps = [];
  }

  #begin(startMs: number): Prompt {
    const prompt = { startMs, parts: [], gaps: [], endMs: startMs, tail: [], tailMs: 0, tailGaps: [] };
    this.#prompt = prompt;
    this.#started(startMs);
    return prompt;
  }

  /** The call is over, or its sound. */
  finish(): void {
    const prompt = this.#prompt;
    if (!prompt) return;
    this.#prompt = undefined;
    const { startMs, endMs, gaps } = prompt;
    this.#ended({ format: "s16le", startMs, endMs, bytes: joined(prompt.parts), aborted: false, gaps });
  }
}

/** Gaps that touch are one. */
function addGap(gaps: PlaybackGap[], atMs: number, ms: number): void {
  const last = gaps.at(-1);
  if (last && atMs - (last.atMs + last.ms) < 1) gaps[gaps.length - 1] = { atMs: last.atMs, ms: last.ms + ms };
  else gaps.push({ atMs, ms });
}

/** Offset of the first sample that is not zero; −1: silence. */
function firstSound(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return at & ~1;
  return -1;
}

/** Offset behind the last one. */
function lastSound(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0; at--) if (bytes[at] !== 0) return (at & ~1) + 2;
  return 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
