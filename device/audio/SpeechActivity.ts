/* @pure */
import { Biquad } from "./Biquad.ts";
import { dBm0OfSinePeak, SAMPLE_RATE } from "./level.ts";

/** 20 ms, one third of a short syllable. */
const FRAME = 160;
const FRAME_MS = (1000 * FRAME) / SAMPLE_RATE;
/** Speech is so far above the line's own noise, and never below this: eight linear bits rustle at −47 dBm0. */
const ABOVE_FLOOR_DB = 6;
const SOFTEST_SPEECH_DBM0 = -42;
/** The floor is the softest of the last 5 s: between words a voice falls back to it, a steady hum never leaves it. */
const FLOOR_FRAMES = 250;
/** Bounded, so that somebody who speaks without a pause does not become the noise. */
const HIGHEST_FLOOR_DBM0 = -32;
/** 60 ms out of 100: a click is no word. */
const RECENT_FRAMES = 5;
const RECENT_SPEECH = 3;

/** Tells whether somebody speaks, by loudness over the line's own noise. For the end of a message, and to know that
 *  nobody said anything at all. */
export class SpeechActivity {
  #samples = 0;
  #speechFrames = 0;
  #silentFrames = 0;
  /** Direct current of the modem's converter and the mains' hum are not loudness. */
  readonly #highPass = Biquad.highPass(120);
  #filled = 0;
  #sum = 0;
  #levels: number[] = [];
  #recent: boolean[] = [];

  /** Milliseconds that were speech, pauses between words left out. */
  get speechMs(): number {
    return this.#speechFrames * FRAME_MS;
  }

  /** Milliseconds since the last speech ended; since the beginning, if there was none. */
  get silenceMs(): number {
    return this.#silentFrames * FRAME_MS;
  }

  get heardMs(): number {
    return (this.#samples * 1000) / SAMPLE_RATE;
  }

  /** `tone`: these samples are known to be a busy tone or a key, loud but not speech. */
  process(samples: Int16Array, tone = false): void {
    this.#samples += samples.length;
    for (let i = 0; i < samples.length; i++) {
      const value = this.#highPass.pass(samples[i]!);
      this.#sum += value * value;
      if (++this.#filled === FRAME) this.#frame(tone);
    }
  }

  /** For the next message: forgets what was counted, keeps what it knows of the line. */
  restart(): void {
    this.#samples = 0;
    this.#speechFrames = 0;
    this.#silentFrames = 0;
    this.#recent = [];
  }

  #frame(tone: boolean): void {
    const level = dBm0OfSinePeak(Math.sqrt((2 * this.#sum) / FRAME) + 1e-3);
    this.#sum = 0;
    this.#filled = 0;
    const loud = !tone && level > SOFTEST_SPEECH_DBM0 && level > this.#floor(level) + ABOVE_FLOOR_DB;
    this.#recent.push(loud);
    if (this.#recent.length > RECENT_FRAMES) this.#recent.shift();
    const speaking = this.#recent.filter((one) => one).length >= RECENT_SPEECH;
    if (loud && speaking) this.#speechFrames++;
    this.#silentFrames = speaking ? 0 : this.#silentFrames + 1;
  }

  #floor(level: number): number {
    this.#levels.push(level);
    if (this.#levels.length > FLOOR_FRAMES) this.#levels.shift();
    let lowest = HIGHEST_FLOOR_DBM0;
    for (const one of this.#levels) lowest = Math.min(lowest, one);
    return lowest;
  }
}
