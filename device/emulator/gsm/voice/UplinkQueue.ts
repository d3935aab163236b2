/* @pure */

/** What the host has written and the modem has not played yet: bounded, as in a real modem. */
export class UplinkQueue {
  #chunks: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }

  /** Returns how many bytes did not fit and are lost. */
  push(bytes: Uint8Array, capacity: number): number {
    const fits = Math.max(0, Math.min(bytes.length, capacity - this.#size));
    if (fits > 0) this.#chunks.push(Uint8Array.from(bytes.subarray(0, fits)));
    this.#size += fits;
    return bytes.length - fits;
  }

  /** At most so many, and whole samples only: half a sample waits for its other half. */
  take(most: number): Uint8Array {
    const wanted = Math.min(most, this.#size) & ~1;
    const head = this.#chunks[0];
    if (head?.length === wanted) {
      this.#chunks.shift();
      this.#size -= wanted;
      return head;
    }
    const taken = new Uint8Array(wanted);
    for (let at = 0; at < wanted; ) {
      const chunk = this.#chunks[0]!;
      const part = chunk.subarray(0, wanted - at);
      taken.set(part, at);
      at += part.length;
      if (part.length === chunk.length) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.length);
    }
    this.#size -= wanted;
    return taken;
  }
}
