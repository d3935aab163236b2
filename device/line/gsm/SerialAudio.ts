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
    return {
      port,
      listen: (listener) => {
        this.#listener = listener;
      },
      release: () => {
        this.#listener = undefined;
        return Promise.resolve();
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listener = undefined;
    await this.#opening?.catch(() => undefined);
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
