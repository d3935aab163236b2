/* @pure */

/** Single mishaps of the stream to the host: frames that are lost, a byte that slips, a standstill. */
export class SoundFaults {
  #frames = 0;
  #bytes = 0;
  #stalledUntilMs = Number.NEGATIVE_INFINITY;
  #keeps = true;
  #held: Uint8Array[] = [];

  loseFrames(count: number): void {
    this.#frames += count;
  }

  /** One byte is lost: all that follows is shifted by half a sample. */
  slipByte(): void {
    this.#bytes += 1;
  }

  /** Nothing comes for a while; then all of it at once, or what came meanwhile is lost. */
  stall(untilMs: number, keeps: boolean): void {
    this.#stalledUntilMs = untilMs;
    this.#keeps = keeps;
  }

  clear(): void {
    this.#frames = 0;
    this.#bytes = 0;
    this.#stalledUntilMs = Number.NEGATIVE_INFINITY;
    this.#held = [];
  }

  /** What of this frame goes out now; empty: nothing. */
  pass(frame: Uint8Array, atMs: number): readonly Uint8Array[] {
    if (this.#frames > 0) {
      this.#frames -= 1;
      return [];
    }
    const out = this.#slip(frame);
    if (atMs < this.#stalledUntilMs) {
      if (this.#keeps) this.#held.push(out);
      return [];
    }
    return this.#held.length > 0 ? [...this.#held.splice(0), out] : [out];
  }

  #slip(frame: Uint8Array): Uint8Array {
    if (this.#bytes === 0 || frame.length === 0) return frame;
    this.#bytes -= 1;
    return frame.subarray(1);
  }
}
