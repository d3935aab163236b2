/* @pure */
import type { Clock } from "../../firmware/time/Clock.ts";

/** One thing that happened, in words that a person at the box can follow. Never written to a log: it names callers. */
export interface LiveEvent {
  /** CLOCK_MONOTONIC in ms: comparable with what the emulators of the same machine say. */
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
  readonly line?: string;
  readonly ref?: string;
  /** Figures that belong to it, such as `{ submittedAtMs, modemMs }`. */
  readonly figures?: Readonly<Record<string, number | string | boolean>>;
}

/** Tells everybody who listens (rehearsal timeline, `firstring live`, console) what goes on. Holds nothing back. */
export class LiveFeed {
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tell(kind: string, text: string, more: Partial<Omit<LiveEvent, "kind" | "text">> = {}): void {
    if (this.#listeners.size === 0) return;
    const event: LiveEvent = { atMs: this.#clock.monotonic(), kind, text, ...more };
    for (const listener of this.#listeners) listener(event);
  }

  /** Returns the function that ends listening. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
