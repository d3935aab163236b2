import type { MessageStore, Written } from "../../firmware/message/MessageStore.ts";
import { type DutyChange, isInForce } from "../../firmware/oncall/Duty.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Hours } from "../../firmware/time/Duration.ts";

/**
 * What ended by this box's clock is kept at hand for so long: a clock that was wrongly ahead when the box started may be set
 * back, and a cover for tonight must not have been forgotten for that.
 */
const KEPT_AFTER = Hours(60 * 24);

/** The changes of duty of the running box: kept in the store, and at hand whenever somebody asks who is on call. */
export class DutyBook {
  readonly #store: Pick<MessageStore, "writeDuty" | "duties">;
  readonly #clock: Clock;
  readonly #onChanged: () => void;
  #changes: readonly DutyChange[] = [];

  constructor(store: Pick<MessageStore, "writeDuty" | "duties">, clock: Clock, onChanged = (): void => {}) {
    this.#store = store;
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  async load(): Promise<void> {
    this.#changes = await this.#store.duties(this.#clock.now() - KEPT_AFTER);
  }

  /** All that are not long over, withdrawn ones too; oldest first. */
  get changes(): readonly DutyChange[] {
    return this.#changes;
  }

  /** From this moment on it counts, whatever the disk does; the promise says where it was kept. */
  change(change: DutyChange): Promise<Written> {
    const since = this.#clock.now() - KEPT_AFTER;
    this.#changes = [...this.#changes.filter(({ id, to }) => id !== change.id && to > since), change];
    const written = this.#store.writeDuty(change);
    // Whoever is told of it reads the disk.
    written.then(this.#onChanged, () => {});
    return written;
  }

  /** Takes back a change of duty; undefined when there is none in force or to come with this id. */
  withdraw(id: string, by?: string): Promise<Written> | undefined {
    const now = this.#clock.now();
    const found = this.#changes.find((change) => change.id === id && change.withdrawnAt === undefined);
    return found === undefined
      ? undefined
      : this.change({ ...found, withdrawnAt: now, ...(by === undefined ? {} : { withdrawnBy: by }) });
  }

  inForce(at: number): readonly DutyChange[] {
    return this.#changes.filter((change) => isInForce(change, at));
  }
}
