import type { AudioFormat } from "../../firmware/line/Line.ts";
import type { MessageStore, SpokenPart, Written } from "../../firmware/message/MessageStore.ts";
import { decodeSamples } from "../audio/formats.ts";
import { RecordingWriter } from "./RecordingWriter.ts";

/** All that a caller spoke in one call: to the store as it comes, and in memory so that the caller can listen to it. */
export class Takes {
  readonly #store: MessageStore;
  readonly #callId: string;
  readonly #format: AudioFormat;
  readonly #heard = new Map<string, Uint8Array[]>();
  readonly #written: Promise<Written["kept"]>[] = [];
  #open: { readonly key: string; readonly writer: RecordingWriter } | undefined;
  #lastBytes = 0;

  constructor(store: MessageStore, callId: string, format: AudioFormat) {
    this.#store = store;
    this.#callId = callId;
    this.#format = format;
  }

  begin(part: SpokenPart, take: number): void {
    this.end();
    const key = keyOf(part, take);
    this.#heard.set(key, []);
    this.#lastBytes = 0;
    this.#open = {
      key,
      writer: new RecordingWriter(this.#store, { callId: this.#callId, part, take, format: this.#format }),
    };
  }

  /** Samples exactly as the line delivered them. */
  receive(bytes: Uint8Array): void {
    if (this.#open === undefined) return;
    this.#heard.get(this.#open.key)?.push(bytes.slice());
    this.#lastBytes += bytes.length;
    this.#open.writer.write(bytes);
  }

  end(): void {
    if (this.#open === undefined) return;
    this.#written.push(this.#open.writer.end());
    this.#open = undefined;
  }

  get lastSeconds(): number {
    return this.#lastBytes / (this.#format === "s16le" ? 16_000 : 8_000);
  }

  /** Where the worst-kept chunk of this call is. */
  async allWritten(): Promise<Written["kept"]> {
    this.end();
    const kept = await Promise.all(this.#written);
    return kept.includes("memory") ? "memory" : kept.includes("emergency") ? "emergency" : "disk";
  }

  samplesOf(part: SpokenPart, take: number): Int16Array {
    const chunks = this.#heard.get(keyOf(part, take)) ?? [];
    return decodeSamples(this.#format, Buffer.concat(chunks));
  }
}

const keyOf = (part: SpokenPart, take: number): string => `${part} ${take}`;
