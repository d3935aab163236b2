import type { Layer } from "../Layer.ts";
import type { StorageLadder } from "../StorageLadder.ts";
import { newestMark, type SettledMessage, settleInbox } from "./settleInbox.ts";

/**
 * Keeps the inbox's rows true, behind everything else that the store has to do: what changes a message only marks it, so that
 * a page's commit costs no more for it.
 */
export class InboxKeeper {
  readonly #ladder: StorageLadder;
  readonly #changed: (messages: readonly SettledMessage[]) => void;
  /** What was marked in the database that this run began with, before it began. */
  #before: { readonly layer: Layer; readonly seq: number } | undefined;

  constructor(ladder: StorageLadder, changed: (messages: readonly SettledMessage[]) => void) {
    this.#ladder = ladder;
    this.#changed = changed;
  }

  open(): void {
    this.#before = this.#ladder.read((view) => ({ layer: view.top, seq: view.read(view.top, newestMark, 0) }));
  }

  /** One short commit, when there is anything to do. True: there is more. */
  settle(): boolean {
    const isWaiting = this.#ladder.read((view) =>
      view.read(view.top, (top) => top.get("SELECT 1 FROM inbox_stale LIMIT 1") !== undefined, false),
    );
    if (!isWaiting) return false;
    const { value } = this.#ladder.transact((view) =>
      settleInbox(view, this.#before?.layer === view.top ? this.#before.seq : 0),
    );
    if (value.settled.length > 0) this.#changed(value.settled);
    return value.more;
  }
}
