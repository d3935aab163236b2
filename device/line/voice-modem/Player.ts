import type { AudioFormat, PlayableAudio } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { encodeSamples } from "../../audio/formats.ts";
import { shield } from "./DleCodec.ts";

export interface Prompt {
  readonly playId: number;
  readonly audio: PlayableAudio;
  /** The rest of a prompt that was paused: its beginning has been told. */
  readonly resumed?: boolean;
}

export interface PlayerWishes {
  readonly format: AudioFormat;
  readonly clock: Clock;
  /** Samples, shielded, as they go on the wire. */
  write(bytes: Uint8Array): void;
  started(prompt: Prompt): void;
  finished(prompt: Prompt, interrupted: boolean): void;
  /** The next prompt, if there is one already: it is joined on without a gap. */
  next(): Prompt | undefined;
  /** Everything has been written. */
  written(): void;
}

/** Samples per millisecond. */
const RATE = 8;
/** How far ahead of the modem's playing we write: enough for a late event loop, little enough to stop within 100 ms. */
const AHEAD_MS = 120;
const TICK = Milliseconds(20);
/** How far a paused prompt is taken back: the modem's own delay is not known, and half a syllable twice is understood. */
const REWIND_SAMPLES = 100 * RATE;

/**
 * Paces prompts onto the wire by the clock: the modem plays in real time, and what it has not got in time is a gap. One
 * player is one +VTX. Prompts that are queued while it runs follow each other sample by sample.
 */
export class Player {
  readonly #wishes: PlayerWishes;
  /** Prompts of this transmission that have not been heard to their end; the last one is being written. */
  readonly #segments: { readonly prompt: Prompt; readonly fromSample: number }[];
  /** Written of the last one, and of all. */
  #at = 0;
  #sent = 0;
  /** When sample 0 was due, moved when we were late. */
  #startedAtMs = 0;
  #timer: Timer | undefined;
  #stopped = false;
  /** The longest time for which the modem may have had nothing to play. */
  longestGapMs = 0;

  constructor(first: Prompt, wishes: PlayerWishes) {
    this.#segments = [{ prompt: first, fromSample: 0 }];
    this.#wishes = wishes;
  }

  /** Milliseconds of audio that the modem has not played yet. */
  get aheadMs(): number {
    return Math.max(0, (this.#sent - this.#playedSamples()) / RATE);
  }

  start(): void {
    this.#startedAtMs = this.#wishes.clock.monotonic();
    this.#tellStarted(this.#segments[0]!.prompt);
    this.#tick();
  }

  /** Writes nothing more. Also after the end. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** The modem has confirmed the end: whatever was not told yet is told. */
  end(interrupted: boolean): void {
    this.stop();
    this.#segments.splice(0).forEach(({ prompt }, at) => {
      if (at > 0 && !interrupted) this.#tellStarted(prompt);
      this.#wishes.finished(prompt, interrupted);
    });
  }

  /** Instead of `end`: what nobody has heard yet, to be played on after a pause. */
  remaining(): readonly Prompt[] {
    this.stop();
    const played = this.#playedSamples() - REWIND_SAMPLES;
    return this.#segments.splice(0).map(({ prompt, fromSample }, at) => {
      const samples = prompt.audio.samples.subarray(Math.max(0, Math.floor(played) - fromSample));
      return { playId: prompt.playId, audio: { samples }, ...(at === 0 ? { resumed: true } : {}) };
    });
  }

  #playedSamples(): number {
    if (this.#sent === 0) return 0;
    return Math.min(this.#sent, (this.#wishes.clock.monotonic() - this.#startedAtMs) * RATE);
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#countGap();
    this.#tellBoundaries();
    const target = (this.#wishes.clock.monotonic() - this.#startedAtMs + AHEAD_MS) * RATE;
    while (this.#sent < target && !this.#stopped) {
      const { samples } = this.#segments.at(-1)!.prompt.audio;
      if (this.#at < samples.length) this.#write(samples, target);
      else if (!this.#follow()) {
        this.#stopped = true;
        this.#wishes.written();
      }
    }
    if (!this.#stopped) this.#timer = this.#wishes.clock.after("prompt pacing", TICK, () => this.#tick());
  }

  /** A late tick: what was due by now was a gap; playing goes on from here instead of in a burst. */
  #countGap(): void {
    const late = this.#wishes.clock.monotonic() - this.#startedAtMs - this.#sent / RATE;
    if (this.#sent === 0 || late <= 0) return;
    this.longestGapMs = Math.max(this.longestGapMs, late);
    this.#startedAtMs += late;
  }

  #tellBoundaries(): void {
    while (!this.#stopped && this.#segments[1] !== undefined && this.#segments[1].fromSample <= this.#playedSamples()) {
      const { prompt } = this.#segments.shift()!;
      const follower = this.#segments[0]!.prompt;
      this.#wishes.finished(prompt, false);
      if (!this.#stopped) this.#tellStarted(follower);
    }
  }

  #tellStarted(prompt: Prompt): void {
    if (prompt.resumed !== true) this.#wishes.started(prompt);
  }

  #follow(): boolean {
    const prompt = this.#wishes.next();
    if (prompt === undefined) return false;
    this.#segments.push({ prompt, fromSample: this.#sent });
    this.#at = 0;
    return true;
  }

  #write(samples: Int16Array, target: number): void {
    const count = Math.min(samples.length - this.#at, Math.ceil(target - this.#sent));
    const piece = samples.subarray(this.#at, this.#at + count);
    this.#at += count;
    this.#sent += count;
    this.#wishes.write(shield(encodeSamples(this.#wishes.format, piece)));
  }
}
