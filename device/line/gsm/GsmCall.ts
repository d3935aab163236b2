import { LONGEST_SILENCE } from "../../../firmware/line/HangUpVote.ts";
import type { Digit, HangUpSign, LineCommand, LineEvent } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import { Ears } from "../voice-modem/Ears.ts";
import { LEAD_MS } from "./audio/CallAudio.ts";
import { PromptLead } from "./audio/PromptLead.ts";
import { PromptQueue } from "./audio/PromptQueue.ts";

export interface GsmCallOptions {
  readonly clock: Clock;
  /** From the answer to the hang-up, whatever anybody above wants. */
  readonly longestCall: Duration;
  readonly silenceAfterSpeech?: Duration;
  readonly longestSilence?: Duration;
  emit(event: LineEvent): void;
  /** Our own ears, or the bound of the call, say that it is over. */
  farEndGone(sign: HangUpSign): void;
  /** Somebody who wants to hear everything, whatever the call does. */
  readonly listener?: (bytes: Uint8Array) => void;
}

const SILENCE_AFTER_SPEECH = Seconds(4);
const FORMAT = "s16le";

/**
 * One call while it is up: plays, records and listens. The line is full duplex, so keys are heard over a prompt; what a
 * script may rely on is the same as on a half-duplex line: a recording begins when everything has been said, and ends when
 * something is to be said.
 */
export class GsmCall {
  readonly #options: GsmCallOptions;
  readonly #clock: Clock;
  readonly #ears: Ears;
  readonly #prompts: PromptQueue;
  readonly #limit: Timer;
  readonly #longestSilence: Duration;
  #soundless: Timer | undefined;
  /** What is handed to the modem, and sounds when what lies ahead of it has. */
  readonly #lead: PromptLead;
  /** From handing out a sample to its being heard. */
  leadMs = LEAD_MS;
  #recordWanted = false;
  #recording = false;
  /** There is no sound and will be none. */
  #mute = false;
  /** What is told at the end may not begin anything new. */
  #ending = false;
  #over = false;

  constructor(options: GsmCallOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#longestSilence = options.longestSilence ?? LONGEST_SILENCE;
    const told = {
      started: (playId: number) => this.#emit({ kind: "promptStarted", atMs: this.#now(), playId }),
      finished: (playId: number, interrupted: boolean) => this.#promptFinished(playId, interrupted),
    };
    this.#lead = new PromptLead(options.clock, told, () => this.leadMs);
    this.#prompts = new PromptQueue(this.#lead);
    this.#ears = new Ears({
      clock: options.clock,
      format: FORMAT,
      continuous: true,
      longestSilence: this.#longestSilence,
      doubtful: new Set(),
      doubtfulWhileRecording: [],
      silence: options.silenceAfterSpeech ?? SILENCE_AFTER_SPEECH,
      keyPressed: (digit, source) => this.#emit({ kind: "digitReceived", atMs: this.#now(), digit, source }),
      farEndGone: (sign) => this.#gone(sign),
      checkWanted: () => {},
      silenceAfterSpeech: (ms) => this.#emit({ kind: "silenceAfterSpeech", atMs: this.#now(), ms }),
    });
    this.#limit = this.#clock.after("longest call", options.longestCall, () => this.#ears.weigh({ kind: "timeLimit" }));
  }

  /** Everything but `hangUp`, which is the line's. */
  perform(command: Exclude<LineCommand, { kind: "hangUp" }>): void {
    if (this.#ending) return;
    switch (command.kind) {
      case "play":
        this.#recordWanted = false;
        this.#stopRecording();
        this.#prompts.add(command.playId, command.audio);
        if (this.#mute) this.#prompts.drop();
        break;
      case "stopPrompt":
        this.#prompts.drop();
        break;
      case "startRecording":
        if (this.#recording) return;
        this.#recordWanted = true;
        this.#recordIfDue();
        break;
      case "stopRecording":
        this.#recordWanted = false;
        this.#stopRecording();
        break;
      case "expectQuiet":
        this.#ears.weigh({ kind: "quietExpected", ms: command.for });
        break;
    }
  }

  /** A key that the modem reported. */
  key(digit: Digit): void {
    if (this.#over) return;
    this.#ears.modemEvent(digit, "listening");
    // Whoever presses keys is there, also when nothing can be heard.
    if (this.#soundless !== undefined) this.audioStopped();
  }

  /** What is to be sent next. */
  readonly supply = (count: number): Int16Array => this.#prompts.take(count);

  /** What came: whole samples. */
  readonly heard = (bytes: Uint8Array): void => {
    if (this.#over) return;
    this.#options.listener?.(bytes);
    if (this.#recording) this.#emit({ kind: "audioReceived", atMs: this.#now(), bytes });
    const playing = this.#saying;
    this.#ears.audio(bytes, this.#recording ? "recording" : playing ? "playing" : "listening");
  };

  /** The modem gives no sound: nothing can be said or heard, and the call is not to wait for it. */
  noAudio(): void {
    if (this.#over || this.#mute) return;
    this.#mute = true;
    this.#prompts.drop();
    this.audioStopped();
  }

  /** From now on nothing at all is heard: that is silence too, and bounded like it. */
  audioStopped(): void {
    if (this.#over) return;
    const span = this.#longestSilence;
    this.#soundless?.cancel();
    this.#soundless = this.#clock.after("no sound", span, () => this.#ears.weigh({ kind: "silenceHeard", ms: span }));
  }

  audioIsBack(): void {
    this.#mute = false;
    this.#soundless?.cancel();
    this.#soundless = undefined;
  }

  /** The call is over, whoever ended it. Works twice. */
  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#prompts.drop();
    this.#lead.cut();
    this.#stopRecording();
    this.#over = true;
    this.#limit.cancel();
    this.#soundless?.cancel();
  }

  get #saying(): boolean {
    return !this.#prompts.empty || this.#lead.sounding;
  }

  #promptFinished(playId: number, interrupted: boolean): void {
    this.#emit({ kind: "promptFinished", atMs: this.#now(), playId, interrupted });
    // Whoever was told may have something to say first.
    queueMicrotask(() => this.#recordIfDue());
  }

  #recordIfDue(): void {
    if (!this.#recordWanted || this.#over || this.#saying) return;
    this.#recordWanted = false;
    this.#recording = true;
    this.#ears.listenAnew();
    this.#emit({ kind: "recordingStarted", atMs: this.#now() });
  }

  #stopRecording(): void {
    if (!this.#recording) return;
    this.#recording = false;
    this.#emit({ kind: "recordingStopped", atMs: this.#now(), speechMs: this.#ears.speechMs });
  }

  #gone(sign: HangUpSign): void {
    if (!this.#over) this.#options.farEndGone(sign);
  }

  #now(): number {
    return this.#clock.monotonic();
  }

  #emit(event: LineEvent): void {
    if (!this.#over) this.#options.emit(event);
  }
}
