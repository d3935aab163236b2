import type { CallerId, Digit, HangUpSign, LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";
import type { ScenarioLine } from "./ScenarioLine.ts";

/** What a bad line does. */
export interface LineTroubles {
  readonly promptsNeverEnd?: boolean;
  readonly recordingNeverStarts?: boolean;
  readonly recordingNeverStops?: boolean;
  /** As on a cellular line: the call is up before anybody knows whose it is. */
  readonly numberComesLate?: boolean;
}

/** How long a modem takes to answer a command. */
const MODEM_MS = 30;
const TICK_MS = 250;
/** The list of calls is asked for while the greeting plays. */
const NUMBER_LATE_MS = 700;
const SAMPLES_PER_MS = 8;
const SILENCE_TOLD_AFTER_MS = 4_000;
const ULAW_SILENCE = 0xff;

/** A telephone line with a caller at its end, in virtual time: it says what a driver says, and does what a driver is told. */
export class VirtualLine implements ScenarioLine {
  readonly #clock: Clock;
  readonly #emit: (event: LineEvent) => void;
  readonly #troubles: LineTroubles;
  #offHook = false;
  #playing: { readonly playId: number; readonly timer: Timer } | undefined;
  #recording = false;
  #recordingDue = false;
  #speaksUntil = 0;
  #speechMs = 0;
  #silenceMs = 0;
  #silenceTold = true;
  #tick: Timer | undefined;

  constructor(clock: Clock, emit: (event: LineEvent) => void, troubles: LineTroubles = {}) {
    this.#clock = clock;
    this.#emit = emit;
    this.#troubles = troubles;
  }

  get offHook(): boolean {
    return this.#offHook;
  }

  get playing(): boolean {
    return this.#playing !== undefined;
  }

  get recording(): boolean {
    return this.#recording;
  }

  get #atMs(): number {
    return this.#clock.monotonic();
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Nothing of it runs on after the last call. */
  stop(): Promise<void> {
    return Promise.resolve();
  }

  rings(callerId: CallerId): void {
    const rangAtMs = this.#atMs;
    this.#emit({ kind: "rang", atMs: rangAtMs, ring: 1 });
    const late = this.#troubles.numberComesLate === true;
    const identified = () => this.#emit({ kind: "callerIdentified", atMs: this.#atMs, callerId });
    this.#later(1_500, () => {
      if (!late) identified();
      const atMs = this.#atMs;
      this.#offHook = true;
      const known: CallerId = late ? { kind: "none" } : callerId;
      this.#emit({ kind: "answered", atMs, callerId: known, rangAtMs, commandAtMs: atMs, format: "ulaw" });
      if (late) this.#later(NUMBER_LATE_MS, identified);
    });
  }

  presses(digit: Digit): void {
    if (this.#offHook) this.#emit({ kind: "digitReceived", atMs: this.#atMs, digit, source: "modem" });
  }

  speaksFor(ms: number): void {
    this.#speaksUntil = this.#atMs + ms;
  }

  goes(sign: HangUpSign): void {
    if (this.#offHook) this.#emit({ kind: "callerHungUp", atMs: this.#atMs, sign });
  }

  perform(command: LineCommand): void {
    if (!this.#offHook) return;
    switch (command.kind) {
      case "play":
        return this.#play(command.playId, command.audio.samples.length / SAMPLES_PER_MS);
      case "stopPrompt":
        return this.#promptEnds(true);
      case "startRecording":
        return this.#startRecording();
      case "stopRecording":
        return this.#stopRecording();
      case "expectQuiet":
        return;
      case "hangUp":
        return this.#release();
    }
  }

  #play(playId: number, ms: number): void {
    const ends = this.#troubles.promptsNeverEnd ? 24 * 3_600_000 : ms;
    this.#playing = { playId, timer: this.#later(ends, () => this.#promptEnds(false)) };
    this.#emit({ kind: "promptStarted", atMs: this.#atMs, playId });
  }

  #promptEnds(interrupted: boolean): void {
    const playing = this.#playing;
    if (playing === undefined) return;
    playing.timer.cancel();
    this.#playing = undefined;
    if (interrupted)
      this.#later(MODEM_MS, () =>
        this.#emit({ kind: "promptFinished", atMs: this.#atMs, playId: playing.playId, interrupted }),
      );
    else this.#emit({ kind: "promptFinished", atMs: this.#atMs, playId: playing.playId, interrupted });
  }

  #startRecording(): void {
    if (this.#troubles.recordingNeverStarts) return;
    this.#recordingDue = true;
    this.#later(MODEM_MS, () => {
      if (!this.#recordingDue) return;
      this.#recording = true;
      this.#speechMs = 0;
      this.#silenceMs = 0;
      this.#silenceTold = true;
      this.#emit({ kind: "recordingStarted", atMs: this.#atMs });
      this.#listen();
    });
  }

  #listen(): void {
    this.#tick = this.#later(TICK_MS, () => {
      this.#hear();
      if (this.#recording) this.#listen();
    });
  }

  #hear(): void {
    const spoke = this.#atMs <= this.#speaksUntil;
    const bytes = Uint8Array.from({ length: TICK_MS * SAMPLES_PER_MS }, (_, i) =>
      spoke ? (i * 7 + this.#speechMs) & 0xff : ULAW_SILENCE,
    );
    this.#speechMs += spoke ? TICK_MS : 0;
    this.#silenceMs = spoke ? 0 : this.#silenceMs + TICK_MS;
    if (spoke) this.#silenceTold = false;
    this.#emit({ kind: "audioReceived", atMs: this.#atMs, bytes });
    if (this.#silenceTold || this.#silenceMs < SILENCE_TOLD_AFTER_MS) return;
    this.#silenceTold = true;
    this.#emit({ kind: "silenceAfterSpeech", atMs: this.#atMs, ms: this.#silenceMs });
  }

  #stopRecording(): void {
    this.#recordingDue = false;
    if (this.#troubles.recordingNeverStops || this.#troubles.recordingNeverStarts) return;
    this.#recording = false;
    this.#tick?.cancel();
    this.#later(MODEM_MS, () => this.#emit({ kind: "recordingStopped", atMs: this.#atMs, speechMs: this.#speechMs }));
  }

  #release(): void {
    this.#playing?.timer.cancel();
    this.#playing = undefined;
    this.#tick?.cancel();
    this.#recording = false;
    this.#recordingDue = false;
    this.#offHook = false;
    this.#later(MODEM_MS, () => this.#emit({ kind: "released", atMs: this.#atMs }));
  }

  #later(ms: number, then: () => void): Timer {
    return this.#clock.after("line", Milliseconds(ms), then);
  }
}
