import { isLocked, LOCKED_FOR, type PinLock, pinRight, pinWrong, unlocked } from "../../firmware/doctor/PinLock.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";

export interface PinBookOptions {
  readonly store: Pick<MessageStore, "writePinLock" | "pinLocks" | "audit">;
  readonly clock: Clock;
  readonly fault: (code: string, where: string, detail: string, cleared: boolean) => void;
}

/** Who has entered wrong PINs on the telephone: in memory, and in the store so that a restart forgives nobody. */
export class PinBook {
  readonly #options: PinBookOptions;
  readonly #locks = new Map<string, PinLock>();
  readonly #ends = new Map<string, Timer>();

  constructor(options: PinBookOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    for (const lock of await this.#options.store.pinLocks()) {
      this.#locks.set(lock.person, lock);
      if (isLocked(lock, this.#options.clock.now())) this.#tellLocked(lock);
    }
  }

  isLocked(person: string): boolean {
    return isLocked(this.#of(person), this.#options.clock.now());
  }

  tried(person: string, right: boolean): void {
    const { clock, store } = this.#options;
    const at = clock.now();
    const before = this.#of(person);
    const after = right ? pinRight(before, at) : pinWrong(before, at);
    if (after === before || (right && before.wrongAt.length === 0 && before.lockedUntil === undefined)) return;
    this.#locks.set(person, after);
    void store.writePinLock(after);
    if (!isLocked(after, at)) return;
    void store.audit({ at, kind: "pin-locked", person, detail: `for ${LOCKED_FOR / 60_000} minutes` });
    this.#tellLocked(after);
  }

  stop(): void {
    for (const timer of this.#ends.values()) timer.cancel();
    this.#ends.clear();
  }

  #of(person: string): PinLock {
    return this.#locks.get(person) ?? unlocked(person);
  }

  #tellLocked({ person, lockedUntil = 0 }: PinLock): void {
    const { clock, fault } = this.#options;
    fault("PIN_LOCKED", person, detail.pinLocked({ person }), false);
    this.#ends.get(person)?.cancel();
    this.#ends.set(
      person,
      clock.after("pin lock", Milliseconds(lockedUntil - clock.now()), () => {
        this.#ends.delete(person);
        fault("PIN_LOCKED", person, "", true);
      }),
    );
  }
}
