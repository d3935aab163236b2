import type { Clock } from "../../../firmware/time/Clock.ts";

/** One answer for all who ask while it is under way, and for those who ask within a second of the question: ten open pages are one reader. */
export class SharedAnswer<T> {
  readonly #clock: Clock;
  readonly #ageMs: number;
  readonly #ask: () => Promise<T>;
  #last: { readonly at: number; readonly answer: Promise<T>; pending: boolean } | undefined;

  constructor(clock: Clock, ageMs: number, ask: () => Promise<T>) {
    this.#clock = clock;
    this.#ageMs = ageMs;
    this.#ask = ask;
  }

  /** What failed is asked again by the next one. */
  get(): Promise<T> {
    const last = this.#last;
    if (last !== undefined && (last.pending || this.#clock.monotonic() - last.at <= this.#ageMs)) return last.answer;
    const asked = { at: this.#clock.monotonic(), answer: this.#ask(), pending: true };
    this.#last = asked;
    asked.answer.then(
      () => {
        asked.pending = false;
      },
      () => {
        if (this.#last === asked) this.#last = undefined;
      },
    );
    return asked.answer;
  }

  /** It is another one from now on. */
  forget(): void {
    this.#last = undefined;
  }
}
