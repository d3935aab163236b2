/** Something of the box that runs until it is stopped. */
export interface Part {
  start(): void | Promise<void>;
  /** Works after half a start, too. */
  stop(): void | Promise<void>;
}

/** Parts in the order in which they were begun; they are stopped in reverse, and one that fails to stop keeps no other. */
export class Parts {
  readonly #begun: (() => void | Promise<void>)[] = [];
  readonly #onTrouble: (error: unknown) => void;

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** Remembered before it starts: half a start has to be undone as well. */
  async begin(part: Part): Promise<void> {
    this.stopLater(() => part.stop());
    await part.start();
  }

  /** For what needs no start, or has had it. */
  stopLater(stop: () => void | Promise<void>): void {
    this.#begun.push(stop);
  }

  async stopAll(): Promise<void> {
    for (const stop of this.#begun.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        this.#onTrouble(error);
      }
    }
  }
}
