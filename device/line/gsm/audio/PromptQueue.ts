/* @pure */
import type { PlayableAudio } from "../../../../firmware/line/Line.ts";

interface Queued {
  readonly playId: number;
  readonly samples: Int16Array;
  at: number;
}

export interface PromptListeners {
  started(playId: number): void;
  /** All of its samples are handed out, or it was dropped. */
  finished(playId: number, interrupted: boolean): void;
}

/** What is to be said, one prompt after the other without a gap, handed out in pieces. Silence when there is nothing. */
export class PromptQueue {
  readonly #listeners: PromptListeners;
  readonly #queue: Queued[] = [];

  constructor(listeners: PromptListeners) {
    this.#listeners = listeners;
  }

  get empty(): boolean {
    return this.#queue.length === 0;
  }

  add(playId: number, audio: PlayableAudio): void {
    this.#queue.push({ playId, samples: audio.samples, at: 0 });
  }

  /** The next so many samples. */
  take(count: number): Int16Array {
    const out = new Int16Array(count);
    let filled = 0;
    for (let head = this.#queue[0]; head !== undefined && filled < count; head = this.#queue[0]) {
      if (head.at === 0) this.#listeners.started(head.playId);
      // A listener may have dropped everything.
      if (this.#queue[0] !== head) continue;
      const piece = head.samples.subarray(head.at, head.at + count - filled);
      out.set(piece, filled);
      filled += piece.length;
      head.at += piece.length;
      if (head.at < head.samples.length) break;
      this.#queue.shift();
      this.#listeners.finished(head.playId, false);
    }
    return out;
  }

  drop(): void {
    for (const { playId } of this.#queue.splice(0)) this.#listeners.finished(playId, true);
  }
}
