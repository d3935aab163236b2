import type { AudioFormat } from "../../firmware/line/Line.ts";
import type { MessageStore, SpokenPart, Written } from "../../firmware/message/MessageStore.ts";

/**
 * A power cut loses the chunk being filled and what is on its way through modem, line and commit: with three quarters of
 * a second at 8000 samples per second that is less than the second which may be lost.
 */
const CHUNK_SAMPLES = 6000;

/** Gathers a take's samples into chunks of under a second and hands each to the store; never waits, never touches a sample. */
export class RecordingWriter {
  readonly #store: MessageStore;
  readonly #take: { callId: string; part: SpokenPart; take: number; format: AudioFormat };
  readonly #chunkBytes: number;
  #chunk: Uint8Array;
  #filled = 0;
  #sequence = 0;
  #written: Promise<Written["kept"]>[] = [];

  constructor(store: MessageStore, take: { callId: string; part: SpokenPart; take: number; format: AudioFormat }) {
    this.#store = store;
    this.#take = take;
    this.#chunkBytes = CHUNK_SAMPLES * (take.format === "s16le" ? 2 : 1);
    this.#chunk = new Uint8Array(this.#chunkBytes);
  }

  write(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const part = rest.subarray(0, this.#chunkBytes - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === this.#chunkBytes) this.#flush();
    }
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const bytes = this.#chunk.subarray(0, this.#filled);
    this.#written.push(
      this.#store.appendAudio({ ...this.#take, sequence: this.#sequence, bytes }).then(({ kept }) => kept),
    );
    this.#sequence += 1;
    this.#chunk = new Uint8Array(this.#chunkBytes);
    this.#filled = 0;
  }

  /** Hands over what is left; resolves with where the worst-kept chunk of this take is. */
  async end(): Promise<Written["kept"]> {
    this.#flush();
    const kept = await Promise.all(this.#written);
    return kept.includes("memory") ? "memory" : kept.includes("emergency") ? "emergency" : "disk";
  }
}
