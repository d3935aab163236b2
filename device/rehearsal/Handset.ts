import type { EmulatorProcess } from "./EmulatorProcess.ts";

/** A telephone in somebody's hand: the two emulators can do the same, but not in the same words. */
export interface Handset {
  /** One key after the other. */
  press(keys: string): void;
  /** A recorded voice, WAV of 8 kHz. */
  say(file: string): void;
  /** A frame of a microphone: 8 kHz s16le. */
  talk(frame: Uint8Array): void;
  hangUp(): void;
}

export class AnalogHandset implements Handset {
  readonly #modem: EmulatorProcess;

  constructor(modem: EmulatorProcess) {
    this.#modem = modem;
  }

  press(digits: string): void {
    this.#modem.do({ do: "press", digits });
  }

  say(file: string): void {
    this.#modem.do({ do: "say", file });
  }

  talk(frame: Uint8Array): void {
    this.#modem.do({ do: "talk", pcm: base64(frame) });
  }

  hangUp(): void {
    this.#modem.do({ do: "hangup" });
  }
}

/** Whoever speaks with the cellular modem: a caller, or a doctor whom it has called. */
export class CellularHandset implements Handset {
  readonly #modem: EmulatorProcess;

  constructor(modem: EmulatorProcess) {
    this.#modem = modem;
  }

  press(digits: string): void {
    this.#modem.do({ do: "press", digits });
  }

  say(file: string): void {
    this.#modem.do({ do: "speak", file });
  }

  talk(frame: Uint8Array): void {
    this.#modem.do({ do: "talk", pcm: base64(frame) });
  }

  hangUp(): void {
    this.#modem.do({ do: "hangUp" });
  }
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
