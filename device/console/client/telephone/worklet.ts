import { Playout } from "./Playout.ts";
import { Resampler } from "./Resampler.ts";

// Runs in the browser's sound thread (Web Audio API §1.32), where a page that is busy drawing holds up nothing.

declare const sampleRate: number;
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const LINE_RATE = 8_000;
/** 20 ms, as sound travels in telephone networks. */
const FRAME = 160;
/** A tenth of a second: what a busy box, its network and a browser's main thread are late by together. */
const HOLD = 800;
const MOST = LINE_RATE;

/** From the page: what the telephone says, what was said into it by others, or that another telephone is at the ear now. */
export type ToTelephone =
  | { readonly heard: Float32Array }
  | { readonly here: Float32Array }
  | { readonly kind: "clear" };

/** A telephone: sound of the line to the loudspeaker, and of the microphone to the line, between the two sampling rates. */
class Telephone extends AudioWorkletProcessor {
  readonly #heard = new Playout({ hold: HOLD, most: MOST });
  readonly #here = new Playout({ hold: 0, most: Number.POSITIVE_INFINITY });
  readonly #toDevice = new Resampler(LINE_RATE, sampleRate);
  readonly #toLine = new Resampler(sampleRate, LINE_RATE);
  #ready = new Float32Array();
  #spoken = new Float32Array();

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToTelephone>) => {
      if ("heard" in data) this.#heard.push(data.heard);
      else if ("here" in data) this.#here.push(data.here);
      else this.#clear();
    };
  }

  process([microphone]: Float32Array[][], [speaker]: Float32Array[][]): boolean {
    const left = speaker?.[0];
    if (left !== undefined) {
      left.set(this.#sound(left.length));
      for (const channel of speaker!.slice(1)) channel.set(left);
    }
    const voice = microphone?.[0];
    if (voice !== undefined) this.#speak(voice);
    return true;
  }

  #sound(length: number): Float32Array {
    while (this.#ready.length < length) {
      const mixed = this.#heard.take(32);
      const here = this.#here.take(32);
      for (let n = 0; n < mixed.length; n++) mixed[n]! += here[n]!;
      this.#ready = joined(this.#ready, this.#toDevice.push(mixed));
    }
    const sound = this.#ready.slice(0, length);
    this.#ready = this.#ready.slice(length);
    return sound;
  }

  #speak(voice: Float32Array): void {
    this.#spoken = joined(this.#spoken, this.#toLine.push(voice));
    while (this.#spoken.length >= FRAME) {
      const frame = Int16Array.from(this.#spoken.subarray(0, FRAME), (sample) =>
        Math.round(Math.max(-1, Math.min(1, sample)) * 32_767),
      );
      this.#spoken = this.#spoken.slice(FRAME);
      this.port.postMessage(frame, [frame.buffer]);
    }
  }

  #clear(): void {
    this.#heard.clear();
    this.#here.clear();
  }
}

function joined(head: Float32Array, tail: Float32Array): Float32Array<ArrayBuffer> {
  const all = new Float32Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

registerProcessor("firstring-telephone", Telephone);
