import { ApiError } from "../api/errors.ts";

/** A Pi has four cores, and the answering service needs them first: 19 MiB and a core for each. */
const AT_ONCE = 2;
const MOST_WAITING = 24;

/** Password hashes, two at a time; a flood is refused at once instead of filling the memory. */
export class HashQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING)
        throw new ApiError(503, "BUSY", "Too many people sign in just now.", {
          cure: "Try again in some seconds.",
          retryAfterS: 5,
        });
      await new Promise<void>((go) => this.#waiting.push(go));
    }
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
