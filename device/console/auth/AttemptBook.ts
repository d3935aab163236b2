import type { Clock } from "../../../firmware/time/Clock.ts";
import { ApiError } from "../api/errors.ts";
import { type Counter, type Failures, failedOnce, networkOf, waitMs } from "./throttle.ts";

/** Who tries. `device`: a browser in which this user has signed in before. */
export interface Attempt {
  readonly user: string;
  readonly address: string;
  readonly device: string | undefined;
}

const MOST_KEPT = 20_000;

/** Wrong tries of the last hour, in memory: nobody at a browser can start this process anew. */
export class AttemptBook {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws ApiError 429 while it has to wait; such a try is neither looked at nor counted. */
  demand(attempt: Attempt): void {
    const now = this.#clock.monotonic();
    const waits = countersOf(attempt).map(([counter, key]) => waitMs(counter, this.#failures.get(key), now));
    const wait = Math.max(...waits);
    if (wait <= 0) return;
    const minutes = Math.ceil(wait / 60_000);
    throw new ApiError(
      429,
      "TOO_MANY_TRIES",
      `Too many wrong tries: please wait ${minutes <= 1 ? `${Math.ceil(wait / 1000)} seconds` : `${minutes} minutes`}.`,
      {
        cure: "A browser in which you have signed in before does not have to wait. A manager can send you a link for a new password.",
        retryAfterS: wait / 1000,
        details: { waitS: Math.ceil(wait / 1000) },
      },
    );
  }

  failed(attempt: Attempt): void {
    const now = this.#clock.monotonic();
    for (const [, key] of countersOf(attempt)) {
      const failures = failedOnce(this.#failures.get(key), now);
      this.#failures.delete(key);
      this.#failures.set(key, failures);
    }
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= MOST_KEPT) break;
      this.#failures.delete(oldest);
    }
  }

  /** The known browser begins anew. What strangers and addresses have tried stays: a right sign-in of theirs must not buy more tries. */
  succeeded({ device, user }: Attempt): void {
    if (device !== undefined) this.#failures.delete(`known ${device} ${user}`);
  }
}

const countersOf = ({ address, device, user }: Attempt): readonly (readonly [Counter, string])[] =>
  device !== undefined
    ? [["known", `known ${device} ${user}`]]
    : [
        ["address", `address ${networkOf(address)}`],
        ["strangers", `strangers ${user}`],
      ];
