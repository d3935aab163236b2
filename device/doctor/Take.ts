import type { AudioFormat, LineCommand } from "../../firmware/line/Line.ts";
import { decodeSamples } from "../audio/formats.ts";
import { withoutClosingKey } from "./withoutClosingKey.ts";

/** What somebody on the telephone records for callers: the last one of the talk, in memory. */
export class Take {
  readonly #format: AudioFormat;
  readonly #command: (command: LineCommand) => void;
  #bytes: Uint8Array[] = [];
  #recording = false;

  /** `format`: of what the line delivers. */
  constructor(format: AudioFormat, command: (command: LineCommand) => void) {
    this.#format = format;
    this.#command = command;
  }

  start(): void {
    this.#bytes = [];
    this.#recording = true;
    this.#command({ kind: "startRecording" });
  }

  stop(): void {
    this.#command({ kind: "stopRecording" });
  }

  audioReceived(bytes: Uint8Array): void {
    if (this.#recording) this.#bytes.push(bytes.slice());
  }

  /** The line's word that a recording is over: what comes now is not part of it. */
  recordingStopped(): void {
    this.#recording = false;
  }

  get samples(): Int16Array {
    return withoutClosingKey(decodeSamples(this.#format, Buffer.concat(this.#bytes)));
  }
}
