import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { isLocked, type PinLock, pinRight, pinWrong, unlocked } from "../../../firmware/doctor/PinLock.ts";
import { CODE_DIGITS, type RecordingOrder } from "../../../firmware/doctor/studio/Studio.ts";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Clock, EpochMs, Timer } from "../../../firmware/time/Clock.ts";
import { Minutes } from "../../../firmware/time/Duration.ts";

/** Long enough to find a quiet room, short enough that nobody guesses it. */
const GOOD_FOR = Minutes(10);
/** With more, a guess would be that much better. */
const MOST_CODES = 5;

/** What becomes of a code, told to whoever asked for it. */
export type RecordingNews =
  | { readonly kind: "entered" }
  /** Confirmed on the telephone; 8000 samples/s. */
  | { readonly kind: "kept"; readonly samples: Int16Array }
  /** The last word. `call`: the call is over; `wrong`: too many wrong codes; `replaced`: the same person has asked for another one. */
  | { readonly kind: "over"; readonly why: "call" | "time" | "wrong" | "replaced" };

interface Given {
  readonly order: RecordingOrder;
  readonly tell: (news: RecordingNews) => void;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly until: Timer;
  /** False: whoever asked for it is gone. */
  readonly isWanted: () => boolean;
}

/** A code that was entered: good for the one call. */
export interface UsedCode {
  readonly order: RecordingOrder;
  /** False: its maker does not want it any more, or cannot be told. */
  keep(samples: Int16Array): boolean;
  over(): void;
}

/**
 * One-time codes by which somebody on the telephone may record one sentence, and nothing else. In memory only: a restart forgets them. Wrong ones
 * are rationed as PINs are, over all calls: at the sixth within an hour no code is good, and none is given, for half an hour.
 */
export class RecordingCodes {
  readonly #clock: Clock;
  readonly #given = new Map<string, Given>();
  #lock: PinLock = unlocked("recording");

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether star means anything to a caller who has just been answered. */
  get isAny(): boolean {
    return this.#given.size > 0;
  }

  /** One for each maker; `close` makes it worth nothing. @throws ApplianceError when none is given just now. */
  give(
    order: RecordingOrder,
    tell: (news: RecordingNews) => void,
  ): { readonly code: string; readonly expiresAt: EpochMs; readonly close: () => void } {
    const now = this.#clock.now();
    if (isLocked(this.#lock, now))
      throw notNow("Too many wrong codes were entered on the telephone.", "Try again in half an hour.");
    this.#end(order.maker.id, "replaced");
    if (this.#given.size >= MOST_CODES)
      throw notNow("Others are recording by telephone just now.", "Try again in some minutes.");
    const code = this.#drawn();
    const salt = randomBytes(16);
    const until = this.#clock.after("recording code", GOOD_FOR, () => this.#end(order.maker.id, "time"));
    let wanted = true;
    const given: Given = {
      ...{ order, salt, until, hash: hashOf(salt, code), isWanted: () => wanted },
      tell: (news) => {
        if (wanted) tell(news);
        if (news.kind === "over") wanted = false;
      },
    };
    this.#given.set(order.maker.id, given);
    const close = (): void => {
      wanted = false;
      if (this.#given.get(order.maker.id) === given) this.#end(order.maker.id, "call");
    };
    return { code, expiresAt: now + GOOD_FOR, close };
  }

  /** What somebody has keyed in. A right one is used up. */
  tried(digits: string): UsedCode | "wrong" | "shut" {
    const now = this.#clock.now();
    if (isLocked(this.#lock, now)) return "shut";
    const given = [...this.#given.values()].find(({ hash, salt }) => timingSafeEqual(hash, hashOf(salt, digits)));
    if (given !== undefined) {
      this.#lock = pinRight(this.#lock, now);
      return this.#used(given);
    }
    this.#lock = pinWrong(this.#lock, now);
    if (!isLocked(this.#lock, now)) return "wrong";
    for (const maker of [...this.#given.keys()]) this.#end(maker, "wrong");
    return "shut";
  }

  stop(): void {
    for (const maker of [...this.#given.keys()]) this.#end(maker, "call");
  }

  #used(given: Given): UsedCode {
    const { isWanted, order, tell, until } = given;
    until.cancel();
    this.#given.delete(order.maker.id);
    tell({ kind: "entered" });
    return {
      order,
      keep: (samples) => {
        if (!isWanted()) return false;
        tell({ kind: "kept", samples });
        return true;
      },
      over: () => tell({ kind: "over", why: "call" }),
    };
  }

  #end(maker: string, why: Extract<RecordingNews, { kind: "over" }>["why"]): void {
    const given = this.#given.get(maker);
    if (given === undefined) return;
    given.until.cancel();
    this.#given.delete(maker);
    given.tell({ kind: "over", why });
  }

  /** Two people with one code would each be the other. */
  #drawn(): string {
    for (;;) {
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, "0");
      const isTaken = [...this.#given.values()].some(({ hash, salt }) => timingSafeEqual(hash, hashOf(salt, code)));
      if (!isTaken) return code;
    }
  }
}

const hashOf = (salt: Uint8Array, code: string): Uint8Array => createHash("sha256").update(salt).update(code).digest();

const notNow = (message: string, cure: string): ApplianceError =>
  new ApplianceError("RECORDING_NOT_NOW", message, { disposition: "retry", cure });
