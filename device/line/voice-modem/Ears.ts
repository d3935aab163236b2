import * as DigitMerger from "../../../firmware/line/DigitMerger.ts";
import * as HangUpVote from "../../../firmware/line/HangUpVote.ts";
import type { AudioFormat, Digit, HangUpSign } from "../../../firmware/line/Line.ts";
import { SpeechMeter } from "../../../firmware/line/SpeechMeter.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { Duration } from "../../../firmware/time/Duration.ts";
import { DtmfDetector } from "../../audio/DtmfDetector.ts";
import { decodeSamples } from "../../audio/formats.ts";

export interface EarsWishes {
  readonly clock: Clock;
  readonly format: AudioFormat;
  readonly rules: HangUpVote.HangUpRules;
  readonly silence: Duration;
  keyPressed(digit: Digit, source: "modem" | "audio"): void;
  farEndGone(sign: HangUpSign): void;
  silenceAfterSpeech(ms: number): void;
}

/** All that is heard of a caller, from the modem's reports and from the audio itself, made into keys and one verdict. */
export class Ears {
  readonly #wishes: EarsWishes;
  #digits = DigitMerger.noDigits;
  #vote = HangUpVote.stillThere;
  #meter: SpeechMeter;
  #keys: DtmfDetector;

  constructor(wishes: EarsWishes) {
    this.#wishes = wishes;
    this.#meter = new SpeechMeter(wishes.silence);
    this.#keys = this.#keyDetector();
  }

  #keyDetector(): DtmfDetector {
    return new DtmfDetector((digit) => {
      this.#meter.notSpeech();
      this.#digit({ kind: "audioKey", atMs: this.#wishes.clock.monotonic(), digit });
    });
  }

  /** A new stretch of audio begins: what was heard before it has nothing to do with it. */
  listenAnew(): void {
    this.#meter = new SpeechMeter(this.#wishes.silence);
    this.#keys = this.#keyDetector();
  }

  get speechMs(): number {
    return this.#meter.speechMs;
  }

  /** The character after a DLE. */
  modemEvent(code: string, during: HangUpVote.Doing): void {
    const atMs = this.#wishes.clock.monotonic();
    this.#digit({ kind: "modemEvent", atMs, code });
    this.weigh({ kind: "modemEvent", atMs, code, during });
  }

  audio(bytes: Uint8Array, during: "listening" | "recording"): void {
    const samples = decodeSamples(this.#wishes.format, bytes);
    for (const event of this.#meter.process(samples)) {
      if (event.kind === "speech") this.weigh({ kind: "soundHeard" });
      else if (during === "recording") this.#wishes.silenceAfterSpeech(event.ms);
    }
    this.#keys.process(samples);
    if (during === "listening" && this.#meter.silentMs > 0)
      this.weigh({ kind: "silenceHeard", ms: samples.length / 8 });
  }

  weigh(event: HangUpVote.HangUpEvent): void {
    const [state, sign] = HangUpVote.step(this.#vote, event, this.#wishes.rules);
    this.#vote = state;
    if (sign !== undefined) this.#wishes.farEndGone(sign);
  }

  #digit(event: DigitMerger.DigitEvent): void {
    const [state, press] = DigitMerger.step(this.#digits, event);
    this.#digits = state;
    if (press === undefined) return;
    this.weigh({ kind: "keyPressed" });
    this.#wishes.keyPressed(press.digit, press.source);
  }
}
