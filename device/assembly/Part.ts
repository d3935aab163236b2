/** Something of the box that runs until it is stopped. */
export interface Part {
  start(): void | Promise<void>;
  /** Works after half a start, too, and again when the other half comes after it. */
  stop(): void | Promise<void>;
}

/** Parts in the order in which they were begun; they are stopped in reverse, and one that fails to stop keeps no other. */
export class Parts {
  readonly #begun: (() => void | Promise<void>)[] = [];
  readonly #onTrouble: (error: unknown) => void;
  #stopped = false;
  /** What was begun too late, being undone. */
  #undoing: Promise<void> = Promise.resolve();

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** Remembered before it starts: half a start has to be undone as well. @throws Stopped once stopAll was called: the start gets no further. */
  async begin(part: Part): Promise<void> {
    this.demandGoingOn();
    this.stopLater(() => part.stop());
    try {
      await part.start();
    } finally {
      // What it began after it was stopped would stay.
      if (this.#stopped) this.stopLater(() => part.stop());
    }
  }

  /** For a start that has waited for something else than a part. @throws Stopped */
  demandGoingOn(): void {
    if (this.#stopped) throw new Stopped();
  }

  /** For what needs no start, or has had it. @throws Stopped once stopAll was called; it is stopped all the same. */
  stopLater(stop: () => void | Promise<void>): void {
    if (!this.#stopped) return void this.#begun.push(stop);
    this.#undoing = this.#undoing.then(() => this.#stop(stop));
    throw new Stopped();
  }

  /** What a start that is under way still brings is stopped as it comes: once more after it has ended, and nothing is left. */
  async stopAll(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#begun.splice(0).reverse()) await this.#stop(stop);
    await this.#undoing;
  }

  async #stop(stop: () => void | Promise<void>): Promise<void> {
    try {
      await stop();
    } catch (error) {
      this.#onTrouble(error);
    }
  }
}

/** Asked to stop while it was starting: no mistake of anybody's. */
export class Stopped extends Error {
  constructor() {
    super("asked to stop while starting");
  }
}
