import type { Clock } from "../../../firmware/time/Clock.ts";
import { ApiError } from "../api/errors.ts";
import { networkOf } from "../auth/throttle.ts";
import { type Bucket, takeOne } from "./rateLimit.ts";

const MOST_ADDRESSES = 5_000;

/** So many requests of one address that nobody else is held up. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws ApiError 429. */
  take(address: string): void {
    const from = networkOf(address);
    const bucket = takeOne(this.#buckets.get(from), this.#clock.monotonic());
    if (bucket === undefined)
      throw new ApiError(429, "TOO_MANY_REQUESTS", "Too many requests from this address.", { retryAfterS: 1 });
    // The one that was here last goes last when room is made.
    this.#buckets.delete(from);
    this.#buckets.set(from, bucket);
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= MOST_ADDRESSES) break;
      this.#buckets.delete(oldest);
    }
  }
}
