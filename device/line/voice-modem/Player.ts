import type { AudioFormat, PlayableAudio } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { encodeSamples } from "../../audio/formats.ts";
import { shield } from "./DleCodec.ts";

export interface Prompt {
  readonly playId: number;
  readonly audio: PlayableAudio;
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

/**
 * Paces prompts onto the wire by the clock: the modem plays in real time, and what it has not got in time is a gap. One
 * player is one +VTX. Prompts that are queued while it runs follow each other sample by sample.
 */
export class Player {
  readonly #wishes: PlayerWishes;
  #prompt: Prompt;
  #at = 0;
  #sent = 0;
  /** When sample 0 is due, moved when we were late. */
  #startedAtMs = 0;
  #timer: Timer | undefined;
  #stopped = false;
  /** Prompts that have been written and whose last sample is not due yet. */
  readonly #ending: { readonly prompt: Prompt; readonly follower: Prompt; readonly atSample: number }[] = [];
  /** The longest time for which the modem may have had nothing to play. */
  longestGapMs = 0;

  constructor(first: Prompt, wishes: PlayerWishes) {
    this.#prompt = first;
    this.#wishes = wishes;
  }

  /** Milliseconds of audio that the modem has not played yet. */
  get aheadMs(): number {
    return Math.max(0, this.#sent / RATE - (this.#wishes.clock.monotonic() - this.#startedAtMs));
  }

  start(): void {
    this.#startedAtMs = this.#wishes.clock.monotonic();
    this.#wishes.started(this.#prompt);
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
    for (const { prompt, follower } of this.#ending.splice(0)) {
      this.#wishes.finished(prompt, interrupted);
      if (!interrupted) this.#wishes.started(follower);
    }
    this.#wishes.finished(this.#prompt, interrupted);
  }

  #tick(): void {
    if (this.#stopped) return;
    this.#countGap();
    this.#tellBoundaries();
    const target = (this.#wishes.clock.monotonic() - this.#startedAtMs + AHEAD_MS) * RATE;
    while (this.#sent < target) {
      if (this.#at >= this.#prompt.audio.samples.length && !this.#follow()) {
        this.#stopped = true;
        this.#wishes.written();
        return;
      }
      this.#writeUpTo(target);
    }
    this.#timer = this.#wishes.clock.after("prompt pacing", TICK, () => this.#tick());
  }

  /** A late tick: what is due by now was a gap; playing goes on from here instead of in a burst. */
  #countGap(): void {
    const late = this.#wishes.clock.monotonic() - this.#startedAtMs - this.#sent / RATE;
    if (this.#sent === 0 || late <= 0) return;
    this.longestGapMs = Math.max(this.longestGapMs, late);
    this.#startedAtMs += late;
  }

  #tellBoundaries(): void {
    const played = (this.#wishes.clock.monotonic() - this.#startedAtMs) * RATE;
    while (this.#ending[0] !== undefined && this.#ending[0].atSample <= played) {
      const { prompt, follower } = this.#ending.shift()!;
      this.#wishes.finished(prompt, false);
      if (!this.#stopped) this.#wishes.started(follower);
      if (this.#stopped) return;
    }
  }

  #follow(): boolean {
    const follower = this.#wishes.next();
    if (follower === undefined) return false;
    this.#ending.push({ prompt: this.#prompt, follower, atSample: this.#sent });
    this.#prompt = follower;
    this.#at = 0;
    return true;
  }

  #writeUpTo(target: number): void {
    const { samples } = this.#prompt.audio;
    const count = Math.min(samples.length - this.#at, Math.ceil(target - this.#sent));
    const piece = samples.subarray(this.#at, this.#at + count);
    this.#at += count;
    this.#sent += count;
    if (count > 0) this.#wishes.write(shield(encodeSamples(this.#wishes.format, piece)));
  }
}
