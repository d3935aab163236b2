import type { CallInEffect, CallInEvent } from "../../../firmware/doctor/callin/CallIn.ts";
import type { AudioFormat, LineCommand } from "../../../firmware/line/Line.ts";
import { asPrompt, isDistorted } from "../../audio/recordedSpeech.ts";
import { Take } from "../Take.ts";
import type { RecordingCodes, UsedCode } from "./RecordingCodes.ts";

export interface StudioBoxOptions {
  readonly codes: RecordingCodes;
  /** Of what the line delivers. */
  readonly format: AudioFormat;
  readonly command: (command: LineCommand) => void;
  readonly tell: (event: CallInEvent) => void;
}

/** Performs what somebody who records a sentence by a code asks the box for, and answers. Nothing here decides. */
export class StudioBox {
  readonly #options: StudioBoxOptions;
  readonly #take: Take;
  #used: UsedCode | undefined;
  /** As callers would hear it. */
  #heard: Int16Array = new Int16Array();

  constructor(options: StudioBoxOptions) {
    this.#options = options;
    this.#take = new Take(options.format, options.command);
  }

  audioReceived(bytes: Uint8Array): void {
    this.#take.audioReceived(bytes);
  }

  recordingStopped(): void {
    this.#take.recordingStopped();
  }

  /** The call is over, whatever was kept. */
  over(): void {
    this.#used?.over();
    this.#used = undefined;
  }

  perform(effect: Exclude<CallInEffect, { readonly kind: "toPatient" }>): void {
    const { command } = this.#options;
    switch (effect.kind) {
      case "tryCode":
        return this.#try(effect.digits);
      case "startRecording":
        return this.#take.start();
      case "stopRecording":
        return this.#take.stop();
      case "judgeTake":
        return this.#judge();
      case "playTake":
        return command({ kind: "play", playId: effect.playId, audio: { samples: this.#heard } });
      case "keepSentence":
        return this.#tellLater({ kind: "sentenceKept", done: this.#used?.keep(this.#take.samples) ?? false });
      // Only behind the doctor's own door.
      case "listEntries":
      case "markHeard":
      case "askDuty":
      case "changeDuty":
      case "undoDuty":
      case "keepTake":
      case "undoClip":
        return;
    }
  }

  #try(digits: string): void {
    const tried = this.#options.codes.tried(digits);
    if (typeof tried === "string") return this.#tellLater({ kind: "codeTried", result: tried });
    this.#used = tried;
    this.#tellLater({ kind: "codeTried", result: tried.order });
  }

  /** What the console will say of it, for it looks at the same samples in the same way. */
  #judge(): void {
    const { samples } = this.#take;
    const prompt = isDistorted(samples) ? "distorted" : asPrompt(samples);
    if (typeof prompt !== "string") this.#heard = prompt;
    this.#tellLater({ kind: "takeJudged", fit: typeof prompt !== "string" });
  }

  /** Not in the middle of the step that has asked. */
  #tellLater(event: CallInEvent): void {
    queueMicrotask(() => this.#options.tell(event));
  }
}
