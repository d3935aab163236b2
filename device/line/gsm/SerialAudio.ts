import type { BytePort, OpenBytePort } from "../../serial/BytePort.ts";
import type { AudioLink } from "./VoicePort.ts";

/**
 * The sound's own serial port. Kept open from call to call: opening takes its time, and what a modem streams between calls is
 * read and thrown away, so that a call never begins with the end of the last one.
 */
export class SerialAudio {
  readonly #spec: string;
  readonly #open: OpenBytePort;
  #port: BytePort | undefined;
  #opening: Promise<BytePort> | undefined;
  #listener: ((bytes: Uint8Array) => void) | undefined;
  #closed = false;

  constructor(spec: string, open: OpenBytePort) {
    this.#spec = spec;
    this.#open = open;
  }

  /** Rejects with ApplianceError. */
  async link(): Promise<AudioLink> {
    const port = await this.#opened();
    let mine: ((bytes: Uint8Array) => void) | undefined;
    return {
      port,
      listen: (listener) => {
        mine = listener;
        this.#listener = listener;
      },
      // The next call may listen already.
      release: () => {
        if (this.#listener === mine) this.#listener = undefined;
        return Promise.resolve();
      },
    };
  }

  async close(): Promise<void> {
    // One that is being opened is closed as soon as it is: an opening that hangs in the kernel must not hold up the modem.
    this.#closed = true;
    this.#listener = undefined;
    await this.#port?.close();
  }

  #opened(): Promise<BytePort> {
    if (this.#port !== undefined) return Promise.resolve(this.#port);
    this.#opening ??= this.#open(this.#spec).then(
      async (port) => {
        this.#opening = undefined;
        if (this.#closed) await port.close();
        this.#port = port;
        port.onData((bytes) => this.#listener?.(bytes));
        port.onGone(() => {
          if (this.#port === port) this.#port = undefined;
        });
        return port;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }
}
