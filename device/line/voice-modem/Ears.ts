import * as DigitMerger from "../../../firmware/line/DigitMerger.ts";
import * as HangUpVote from "../../../firmware/line/HangUpVote.ts";
import type { AudioFormat, Digit, HangUpSign } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { Duration } from "../../../firmware/time/Duration.ts";
import { CallProgressDetector } from "../../audio/CallProgressDetector.ts";
import { DtmfDetector } from "../../audio/DtmfDetector.ts";
import { decodeSamples } from "../../audio/formats.ts";
import { SpeechActivity } from "../../audio/SpeechActivity.ts";

export interface EarsWishes extends HangUpVote.HangUpRules {
  readonly clock: Clock;
  readonly format: AudioFormat;
  /** Event codes that this modem says falsely while it plays; a check that hears nothing adds to them. */
  readonly doubtful: Set<string>;
  /** Full duplex: audio comes all the time, and when it does not, nothing else has reached us either. */
  readonly continuous?: boolean;
  /** Silence after speech that is worth telling during a recording. */
  readonly silence: Duration;
  keyPressed(digit: Digit, source: "modem" | "audio"): void;
  farEndGone(sign: HangUpSign): void;
  /** The modem says that the far end may be gone while we play and hear nothing. */
  checkWanted(): void;
  silenceAfterSpeech(ms: number): void;
}

/** 20 ms: what a key or a tone is, is known to the speech meter in time. */
const PIECE = 160;
const SAMPLES_PER_MS = 8;
/** Three frames of 20 ms: a continuous stream that pauses longer was held up, by a busy machine or on its way. */
const HELD_UP_MS = 60;
/** So long after it, what had piled up is still being read. */
const CATCHING_UP_MS = 60;
/** 25 ms: a tone that began so early was there before the line listened. */
const FROM_THE_START = 200;

/** All that is heard of a caller, from the modem's reports and from the audio itself, made into keys and one verdict. */
export class Ears {
  readonly #wishes: EarsWishes;
  #digits = DigitMerger.noDigits;
  #vote = HangUpVote.stillThere;
  #keys: DtmfDetector;
  #tones: CallProgressDetector;
  readonly #speech = new SpeechActivity();
  #silenceTold = true;
  #checking: string | undefined;
  #audioAtMs: number | undefined;
  /** When the stream paused last, and when it went on. */
  #pause = { fromMs: 0, untilMs: Number.NEGATIVE_INFINITY };

  constructor(wishes: EarsWishes) {
    this.#wishes = wishes;
    this.#keys = this.#keyDetector();
    this.#tones = this.#toneDetector();
  }

  /** A new stretch of audio begins, after a gap: what was heard before it has nothing to do with it. */
  listenAnew(): void {
    this.#keys = this.#keyDetector();
    this.#tones = this.#toneDetector();
    this.#speech.restart();
    this.#silenceTold = true;
  }

  get speechMs(): number {
    return this.#speech.speechMs;
  }

  /** The character after a DLE. */
  modemEvent(code: string, during: HangUpVote.Doing): void {
    const atMs = this.#wishes.clock.monotonic();
    this.#digit({ kind: "modemEvent", atMs, code, ...this.#heldUp(atMs) });
    this.weigh({ kind: "modemEvent", atMs, code, during });
  }

  /** While a full-duplex line plays, its silence says nothing: a caller who listens is silent. */
  audio(bytes: Uint8Array, during: HangUpVote.Doing): void {
    this.#notePause(this.#wishes.clock.monotonic());
    const samples = decodeSamples(this.#wishes.format, bytes);
    for (let at = 0; at < samples.length; at += PIECE) this.#hear(samples.subarray(at, at + PIECE), during);
  }

  weigh(event: HangUpVote.HangUpEvent): void {
    const [state, verdict] = HangUpVote.step(this.#vote, event, this.#wishes);
    this.#vote = state;
    if (verdict?.kind === "gone") this.#wishes.farEndGone(verdict.sign);
    else if (verdict?.kind === "check") {
      this.#checking = verdict.code;
      this.#wishes.checkWanted();
    }
  }

  /** The check has heard nothing: this modem is not believed in this any more. */
  disproved(): void {
    if (this.#checking !== undefined) this.#wishes.doubtful.add(this.#checking);
    this.#checking = undefined;
    this.weigh({ kind: "disproved" });
  }

  #hear(samples: Int16Array, during: HangUpVote.Doing): void {
    this.#keys.process(samples);
    this.#tones.process(samples);
    const before = this.#speech.speechMs;
    this.#speech.process(samples, this.#keys.hearsKey || this.#tones.hearsTone);
    const spoke = this.#speech.speechMs > before;
    if (during === "recording") this.#watchSilence(spoke);
    else if (during === "listening" || spoke)
      this.weigh(spoke ? { kind: "soundHeard" } : { kind: "silenceHeard", ms: samples.length / SAMPLES_PER_MS });
  }

  #watchSilence(spoke: boolean): void {
    if (spoke) this.#silenceTold = false;
    if (this.#silenceTold || this.#speech.silenceMs < this.#wishes.silence) return;
    this.#silenceTold = true;
    this.#wishes.silenceAfterSpeech(this.#speech.silenceMs);
  }

  #keyDetector(): DtmfDetector {
    return new DtmfDetector((digit, atSample) => {
      const atMs = this.#wishes.clock.monotonic();
      const heldOver = atSample <= FROM_THE_START;
      this.#digit({ kind: "audioKey", atMs, digit, heldOver, ...this.#heldUp(atMs) });
    });
  }

  #notePause(atMs: number): void {
    const fromMs = this.#audioAtMs ?? atMs;
    this.#audioAtMs = atMs;
    if (atMs - fromMs > HELD_UP_MS) this.#pause = { fromMs, untilMs: atMs };
  }

  /** A key's report and its tone are one press, also when a pause of ours fell between them (a page being raised, a busy machine). */
  #heldUp(atMs: number): { readonly sinceMs?: number } {
    if (!this.#wishes.continuous || this.#audioAtMs === undefined) return {};
    if (atMs - this.#audioAtMs > HELD_UP_MS) return { sinceMs: this.#audioAtMs };
    return atMs - this.#pause.untilMs <= CATCHING_UP_MS ? { sinceMs: this.#pause.fromMs } : {};
  }

  #toneDetector(): CallProgressDetector {
    return new CallProgressDetector((tone) => this.weigh({ kind: "toneHeard", tone }));
  }

  #digit(event: DigitMerger.DigitEvent): void {
    const [state, press] = DigitMerger.step(this.#digits, event);
    this.#digits = state;
    if (press === undefined) return;
    this.weigh({ kind: "keyPressed" });
    this.#wishes.keyPressed(press.digit, press.source);
  }
}
