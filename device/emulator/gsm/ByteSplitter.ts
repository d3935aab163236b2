/* @pure */
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import type { TimerSet } from "./TimerSet.ts";

/** How bytes to the client are cut up: so many at a time, so long between. */
export interface ByteSplitting {
  readonly bytes: number;
  readonly gapMs: number;
}

/** Writes at once, or in pieces with a pause between. */
export class ByteSplitter {
  readonly #timers: TimerSet;
  readonly #write: (bytes: Uint8Array) => void;
  splitting: ByteSplitting | undefined;
  #unsent: Uint8Array[] = [];
  #offset = 0;

  constructor(timers: TimerSet, write: (bytes: Uint8Array) => void) {
    this.#timers = timers;
    this.#write = write;
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!this.splitting && this.#unsent.length === 0) return this.#write(bytes);
    this.#unsent.push(bytes);
    if (this.#unsent.length === 1) this.#piece();
  }

  /** The port is gone: so is what it did not take. */
  forget(): void {
    this.#unsent = [];
    this.#offset = 0;
  }

  #piece(): void {
    const head = this.#unsent[0];
    if (!head) return;
    const end = this.splitting ? Math.min(head.length, this.#offset + this.splitting.bytes) : head.length;
    this.#write(head.subarray(this.#offset, end));
    this.#timers.after("gap", Milliseconds(Math.max(this.splitting?.gapMs ?? 0, 1)), () => {
      // Forgotten meanwhile, and perhaps begun anew.
      if (this.#unsent[0] !== head) return;
      this.#offset = end;
      if (end === head.length) {
        this.#unsent.shift();
        this.#offset = 0;
      }
      this.#piece();
    });
  }
}
