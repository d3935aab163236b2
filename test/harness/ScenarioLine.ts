import assert from "node:assert/strict";
import type { CallReport } from "../../device/emulator/caller/Caller.ts";
import type { CallerId, Digit, HangUpSign, LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import type { LineRig } from "./LineRig.ts";
import { voice } from "./sounds.ts";

/** A telephone line with a caller at its end, as the stories need it: what the caller does, and what can be seen of the line. */
export interface ScenarioLine {
  readonly offHook: boolean;
  readonly playing: boolean;
  readonly recording: boolean;
  start(): Promise<void>;
  rings(callerId: CallerId): void;
  presses(digit: Digit): void;
  speaksFor(ms: number): void;
  goes(sign: HangUpSign): void;
  perform(command: LineCommand): void;
  stop(): Promise<void>;
}

/** A real line driver on an emulated modem under the stories: real keys, real speech, real sound both ways. */
export class RigLine implements ScenarioLine {
  readonly #rig: LineRig;
  #playing = false;
  #recording = false;
  #offHook = false;
  #call: Promise<CallReport> | undefined;

  constructor(rig: LineRig, emit: (event: LineEvent) => void) {
    this.#rig = rig;
    rig.onEvent = (event) => {
      this.#watch(event);
      emit(event);
    };
  }

  get offHook(): boolean {
    return this.#offHook;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get recording(): boolean {
    return this.#recording;
  }

  /** What the last call came to, as the emulated network saw it. */
  async report(): Promise<CallReport> {
    assert(this.#call !== undefined, "nobody has called");
    return this.#call;
  }

  start(): Promise<void> {
    return this.#rig.start();
  }

  rings(callerId: CallerId): void {
    const who = callerId.kind === "number" ? { number: callerId.number } : { withheld: true };
    // The person at the telephone is the story's: it does nothing by itself, and is patient.
    this.#call = this.#rig.rings([{ call: who }, { waits: 3_600_000 }]);
  }

  presses(digit: Digit): void {
    void this.#rig.press(digit, { toneMs: 100, gapMs: 0 });
  }

  speaksFor(ms: number): void {
    this.#rig.callerSpeaks(voice(ms));
  }

  goes(): void {
    this.#rig.callerHangsUp();
  }

  perform(command: LineCommand): void {
    this.#rig.line.perform(command);
  }

  stop(): Promise<void> {
    return this.#rig.stop();
  }

  #watch({ kind }: LineEvent): void {
    if (kind === "answered") this.#offHook = true;
    if (kind === "released") this.#offHook = false;
    if (kind === "promptStarted") this.#playing = true;
    if (kind === "promptFinished" || kind === "released") this.#playing = false;
    if (kind === "recordingStarted") this.#recording = true;
    if (kind === "recordingStopped" || kind === "released") this.#recording = false;
  }
}
