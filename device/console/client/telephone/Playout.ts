/* @pure */
/** Sound that comes over a network in pieces, played at its own pace: held back a little, so that a late piece leaves no hole. */
export class Playout {
  readonly #hold: number;
  readonly #most: number;
  #queue: Float32Array[] = [];
  #queued = 0;
  #running = false;
  #waited = 0;

  /** In samples. `hold`: what must have come before it begins. `most`: more is old, and skipped (a stall of the network). */
  constructor({ hold, most }: { readonly hold: number; readonly most: number }) {
    this.#hold = hold;
    this.#most = most;
  }

  get queued(): number {
    return this.#queued;
  }

  push(samples: Float32Array): void {
    this.#queue.push(samples);
    this.#queued += samples.length;
    if (this.#queued > this.#most) this.#drop(this.#queued - this.#hold);
  }

  /** The other telephone is at the ear now. */
  clear(): void {
    this.#drop(this.#queued);
    this.#running = false;
  }

  /** Exactly so many, silence where there are none. */
  take(length: number): Float32Array {
    const out = new Float32Array(length);
    if (!this.#begins(length)) return out;
    let at = 0;
    while (at < length && this.#queue.length > 0) {
      const head = this.#queue[0]!;
      const part = head.subarray(0, length - at);
      out.set(part, at);
      at += part.length;
      this.#drop(part.length);
    }
    this.#running = this.#queued > 0;
    return out;
  }

  /** The last word of a prompt may be shorter than what is held back: it is said after that time all the same. */
  #begins(length: number): boolean {
    if (this.#running) return true;
    if (this.#queued === 0) return false;
    this.#waited += length;
    this.#running = this.#queued >= this.#hold || this.#waited > this.#hold;
    if (this.#running) this.#waited = 0;
    return this.#running;
  }

  #drop(count: number): void {
    this.#queued -= count;
    for (let left = count; left > 0; ) {
      const head = this.#queue[0]!;
      if (head.length <= left) {
        this.#queue.shift();
        left -= head.length;
      } else {
        this.#queue[0] = head.subarray(left);
        left = 0;
      }
    }
  }
}
