import type { MessageStore } from "../../firmware/message/MessageStore.ts";

/** The real store, with the requests counted that are under way, so that virtual time waits for real disks. */
export class WatchedStore {
  readonly store: MessageStore;
  readonly #pending = new Set<Promise<unknown>>();
  #held: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(store: MessageStore) {
    this.store = this.counted(store);
  }

  /** Something else that the disk has to do with: virtual time waits for it as well. */
  counted<T extends object>(target: T): T {
    return new Proxy(target, { get: (_, name) => this.#watched(target, name) });
  }

  /** From now on a finished message is not answered for: a card that stalls for longer than anybody waits. */
  stall(): void {
    this.#held = Promise.withResolvers<void>();
  }

  release(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  #watched(target: object, name: string | symbol): unknown {
    const member: unknown = Reflect.get(target, name, target);
    if (typeof member !== "function") return member;
    return (...args: unknown[]) => {
      const result: unknown = member.apply(target, args);
      if (!(result instanceof Promise)) return result;
      this.#pending.add(result);
      const done = () => this.#pending.delete(result);
      result.then(done, done);
      const held = this.#held;
      const finished = name === "writeMessage" && (args[0] as { complete?: boolean }).complete === true;
      return held !== undefined && finished ? held.promise.then(() => result) : result;
    };
  }

  /** Every promise that can go on has gone on, and no disk is being waited for. */
  async settled(): Promise<void> {
    do {
      await Promise.allSettled(this.#pending);
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#pending.size > 0);
  }
}
