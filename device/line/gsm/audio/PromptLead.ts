import type { Clock, Timer } from "../../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../../firmware/time/Duration.ts";
import type { PromptListeners } from "./PromptQueue.ts";

interface Coming {
  readonly playId: number;
  readonly begins: boolean;
  readonly timer: Timer;
}

/**
 * What is written to the modem is heard a moment later, when what lies ahead of it in its buffer has been played: a prompt
 * is told as begun and as said when the caller hears it so, one after the other.
 */
export class PromptLead implements PromptListeners {
  readonly #clock: Clock;
  readonly #listeners: PromptListeners;
  readonly #leadMs: () => number;
  #coming: readonly Coming[] = [];

  /** `leadMs`: how much lies ahead at this moment. */
  constructor(clock: Clock, listeners: PromptListeners, leadMs: () => number) {
    this.#clock = clock;
    this.#leadMs = leadMs;
    this.#listeners = listeners;
  }

  /** The last samples of a prompt are on their way. */
  get sounding(): boolean {
    return this.#coming.some(({ begins }) => !begins);
  }

  started(playId: number): void {
    this.#later(playId, true, () => this.#listeners.started(playId));
  }

  /** A prompt that is dropped before anything of it was heard has not begun. */
  finished(playId: number, interrupted: boolean): void {
    if (!interrupted) return this.#later(playId, false, () => this.#listeners.finished(playId, false));
    this.#forget(playId);
    this.#listeners.finished(playId, true);
  }

  /** The call is over: what was not heard to its end was interrupted. */
  cut(): void {
    const cut = this.#coming.filter(({ begins }) => !begins).map(({ playId }) => playId);
    for (const { timer } of this.#coming) timer.cancel();
    this.#coming = [];
    for (const playId of cut) this.#listeners.finished(playId, true);
  }

  #later(playId: number, begins: boolean, tell: () => void): void {
    const timer = this.#clock.after("prompt sounds", Milliseconds(this.#leadMs()), () => {
      this.#coming = this.#coming.filter((one) => one.timer !== timer);
      tell();
    });
    this.#coming = [...this.#coming, { playId, begins, timer }];
  }

  #forget(playId: number): void {
    for (const { timer } of this.#coming.filter((one) => one.playId === playId)) timer.cancel();
    this.#coming = this.#coming.filter((one) => one.playId !== playId);
  }
}
