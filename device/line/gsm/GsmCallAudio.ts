import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { Digit } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import { type AudioQuality, CallAudio } from "./audio/CallAudio.ts";
import type { GsmCall } from "./GsmCall.ts";
import { digitOf } from "./models/callSigns.ts";
import type { AudioLink, VoicePort } from "./VoicePort.ts";

export interface GsmCallAudioWishes {
  readonly port: VoicePort;
  readonly clock: Clock;
  readonly call: Pick<GsmCall, "supply" | "heard" | "noAudio" | "audioIsBack" | "leadMs">;
  stopped(): void;
  flows(): void;
  fault(code: string, detail: string): void;
  faultOver(code: string): void;
  /** The modem could not be brought to give sound: it wants a fresh start when nobody needs it. */
  failed(): void;
  log(text: string): void;
}

const COMMAND_WITHIN = Seconds(3);
/** Between two keys that we send (callpilot). */
const KEY_GAP: Duration = Milliseconds(150);
/** Gaps of a call that are worth a fault: a prompt that stutters is not understood. */
const MOST_GAPS = 5;
/** Half a second of the caller's words, in samples: somebody has to know that a recording has holes. */
const MOST_LOST = 4_000;

/** Switches the sound of one call on, confirms it, keeps it going, and switches it off again. */
export class GsmCallAudio {
  readonly #wishes: GsmCallAudioWishes;
  #link: AudioLink | undefined;
  #audio: CallAudio | undefined;
  #closed = false;
  #wake: () => void = () => {};

  constructor(wishes: GsmCallAudioWishes) {
    this.#wishes = wishes;
  }

  /** At once and again, until it is confirmed, the call is over, or the modem has had its time. Never rejects. */
  async open(): Promise<void> {
    const { voice } = this.#wishes.port;
    const giveUpAtMs = this.#now() + voice.retry.within;
    for (let attempt = 1; !this.#closed; attempt += 1) {
      const why = await this.#attempt();
      if (this.#closed) return;
      if (why === undefined) {
        if (attempt > 1) this.#wishes.log(`sound at attempt ${attempt}`);
        return;
      }
      if (this.#now() + voice.retry.every > giveUpAtMs) return this.#fail(why);
      await this.#pause(voice.retry.every);
    }
  }

  hold(held: boolean): void {
    this.#audio?.hold(held);
  }

  /** What the far end hears as keys; false when the modem refused one. */
  async sendKeys(keys: readonly string[]): Promise<boolean> {
    for (const key of keys) {
      const digit = digitOf(key);
      if (digit === undefined || this.#closed || !(await this.#sendKey(digit))) return false;
      await this.#pause(KEY_GAP);
    }
    return true;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake();
    this.#audio?.stop();
    this.#link?.listen(undefined);
    const quality = this.#audio?.quality();
    if (quality !== undefined) this.#tellQuality(quality);
    await this.#link?.release();
    await this.#firstAccepted(this.#wishes.port.voice.close);
  }

  /** The reason why there is no sound yet, or undefined. */
  async #attempt(): Promise<string | undefined> {
    const { port } = this.#wishes;
    try {
      if (this.#link === undefined) {
        const link = await port.openAudio();
        // The caller is gone already: a card that nobody lets go of has no sound for the next one.
        if (this.#closed) await link.release();
        else this.#link = link;
      }
    } catch (error) {
      if (!isApplianceError(error)) throw error;
      return `${error.message} ${error.cure}`;
    }
    const link = this.#link;
    if (this.#closed || link === undefined) return undefined;
    const refused = await this.#switchOn();
    if (refused !== undefined || this.#closed) return refused;
    this.#begin(link);
    return undefined;
  }

  async #switchOn(): Promise<string | undefined> {
    const { voice, audioKind } = this.#wishes.port;
    const texts = voice.open[audioKind];
    if (texts === undefined) return `this model gives no sound by ${audioKind}`;
    if (!(await this.#firstAccepted(texts))) return `${texts.join(" and ")} refused`;
    const { readBack } = voice;
    if (readBack === undefined) return undefined;
    const { text, prefix } = readBack;
    const outcome = await this.#wishes.port.ask(text, { timeout: COMMAND_WITHIN, urgent: true, prefixes: [prefix] });
    // A modem that does not know the question may give sound all the same: the frames will tell.
    if (outcome.kind !== "ok" || outcome.lines.length === 0) return undefined;
    return outcome.lines.some((line) => readBack.on.test(line)) ? undefined : `${text} says that it is off`;
  }

  #begin(link: AudioLink): void {
    const { clock, call } = this.#wishes;
    const audio = new CallAudio({
      clock,
      port: link.port,
      supply: call.supply,
      heard: (bytes) => {
        // Switched on is not heard: only sound ends the fault.
        this.#wishes.faultOver("LINE_NO_AUDIO");
        call.heard(bytes);
      },
      stopped: () => this.#wishes.stopped(),
      flows: () => {
        this.#wishes.flows();
        call.audioIsBack();
      },
      leadChanged: (ms) => {
        call.leadMs = ms;
      },
      none: () => this.#fail(detail.noSound()),
    });
    this.#audio = audio;
    link.listen((bytes) => audio.received(bytes));
    audio.start();
  }

  #fail(why: string): void {
    this.#wishes.log(`no sound: ${why}`);
    this.#wishes.fault("LINE_NO_AUDIO", why);
    this.#wishes.call.noAudio();
    this.#wishes.failed();
  }

  #tellQuality({ gaps, longestGapMs, lostSamples, slips, wideband, driftMs }: AudioQuality): void {
    const words = [
      ...(wideband ? [detail.wideband()] : []),
      ...(gaps > 0 ? [detail.gaps({ n: gaps }), detail.longestGap({ n: longestGapMs.toFixed(0) })] : []),
      ...(lostSamples > 0 ? [detail.soundLost({ n: (lostSamples / 8).toFixed(0) })] : []),
      ...(slips > 0 ? [detail.slips({ n: slips })] : []),
    ];
    if (words.length > 0) this.#wishes.log(`sound: ${words.join(", ")}; drift ${driftMs.toFixed(1)} ms`);
    if (wideband || gaps > MOST_GAPS || lostSamples > MOST_LOST) this.#wishes.fault("LINE_AUDIO_BAD", words.join(", "));
    else this.#wishes.faultOver("LINE_AUDIO_BAD");
  }

  async #sendKey(digit: Digit): Promise<boolean> {
    return this.#firstAccepted(this.#wishes.port.voice.sendKey(digit, 1));
  }

  async #firstAccepted(texts: readonly string[]): Promise<boolean> {
    for (const text of texts) {
      const outcome = await this.#wishes.port.ask(text, { timeout: COMMAND_WITHIN, urgent: true });
      if (outcome.kind === "ok") return true;
      if (outcome.kind === "portGone") return false;
    }
    return false;
  }

  #pause(span: Duration): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#wishes.clock.after("call audio again", span, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }

  #now(): number {
    return this.#wishes.clock.monotonic();
  }
}
