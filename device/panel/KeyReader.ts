import { close, open, read } from "node:fs";
import { heldKeys } from "./heldKeys.ts";
import { inputStream, type KeyEvent, readInput } from "./inputEvents.ts";
import { wordBits } from "./panelKeys.ts";

export interface KeyListeners {
  /** Before its first key, with the codes of those that are down already. */
  readonly opened: (held: readonly number[]) => void;
  readonly key: (event: KeyEvent) => void;
  readonly dropped: () => void;
  /** Gone, or not to be read. Called once, whatever happened. */
  readonly ended: (why: string) => void;
}

const BUFFER_BYTES = 24 * 64;

/**
 * Reads one input device until it is gone. A read waits in the kernel (on a thread of libuv's pool), so that a box on
 * which nobody presses anything does nothing.
 */
export class KeyReader {
  #ended = false;
  readonly #listeners: KeyListeners;

  constructor(path: string, listeners: KeyListeners) {
    this.#listeners = listeners;
    open(path, "r", (error, descriptor) => {
      if (error !== null) return this.#end(error.message);
      void this.#begin(descriptor);
    });
  }

  /** Nothing more is told. The read itself ends with the device or the process. */
  stop(): void {
    this.#ended = true;
  }

  async #begin(descriptor: number): Promise<void> {
    const held = await heldKeys(descriptor).catch(() => []);
    if (this.#ended) return close(descriptor);
    this.#listeners.opened(held);
    this.#read(descriptor, inputStream(wordBits()));
  }

  #read(descriptor: number, stream: ReturnType<typeof inputStream>): void {
    const buffer = new Uint8Array(BUFFER_BYTES);
    read(descriptor, buffer, 0, BUFFER_BYTES, null, (error, count) => {
      if (error !== null || count === 0 || this.#ended) {
        close(descriptor);
        this.#end(error?.message ?? "the device is gone");
        return;
      }
      const [next, events] = readInput(stream, buffer.subarray(0, count));
      for (const event of events) {
        if (event.kind === "key") this.#listeners.key(event);
        else this.#listeners.dropped();
      }
      this.#read(descriptor, next);
    });
  }

  #end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listeners.ended(why);
  }
}
