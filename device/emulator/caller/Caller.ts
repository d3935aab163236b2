/**
 * A person on the phone, as data: calls, listens, speaks, presses keys, hangs up.
 *
 *     [ { call: { number: "+13125550142", name: "ANN EXAMPLE" } },
 *       { waitPrompt: {} }, { presses: "1" }, { waitPrompt: {} }, { waitTone: {} },
 *       { says: samples }, { hangsUp: {} } ]
 */
import { readFileSync } from "node:fs";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { readWav, toMono } from "../../audio/wav.ts";
import { CallerEar } from "./CallerEar.ts";
import type { CallerAction, CallersPhone } from "./CallerScript.ts";
import { SAMPLE_RATE } from "./lineFormat.ts";
import { isDigit } from "./tones.ts";

export type { CallerAction, CallersPhone, HangUpManner } from "./CallerScript.ts";
export type { CallReport, PressedKey } from "./CallReport.ts";

const WAIT_STEP = Milliseconds(20);
const PROMPT_SILENCE_MS = 300;
/** Sound that counts as having been played something; the tail of a prompt that a key has stopped is shorter. */
const PROMPT_SOUND_MS = 150;
const PATIENCE = Minutes(1);
const KEY_TONE_MS = 100;
const KEY_GAP_MS = 100;
const WAIT_FOR_HANG_UP = Seconds(30);

export class Caller {
  readonly ear = new CallerEar();
  readonly #clock: Clock;
  readonly #phone: CallersPhone;
  readonly #script: readonly CallerAction[];
  #over = false;
  readonly #wakers = new Set<() => void>();

  /** Reads the files that the script names at once. Throws ApplianceError for one that cannot be read. */
  constructor(clock: Clock, phone: CallersPhone, script: readonly CallerAction[]) {
    this.#clock = clock;
    this.#phone = phone;
    this.#script = script.map((action) =>
      "says" in action && typeof action.says === "string" ? { says: readSpeech(action.says) } : action,
    );
  }

  /** Runs the script from the moment of the answer. Ends early when the call does. */
  async answered(): Promise<void> {
    for (const action of this.#script) {
      if (this.#over) return;
      await this.#perform(action);
    }
  }

  /** The call is over, whoever ended it. */
  over(): void {
    this.#over = true;
    for (const wake of this.#wakers) wake();
  }

  async #perform(action: CallerAction): Promise<void> {
    if ("call" in action) return;
    if ("waits" in action) return this.#pass(action.waits);
    if ("waitPrompt" in action) return this.#waitPrompt(action.waitPrompt);
    if ("waitTone" in action) return this.#waitTone(action.waitTone.timeoutMs);
    if ("presses" in action) return this.#press(action.presses, action.toneMs, action.gapMs);
    if ("says" in action) return this.#say(action.says as Int16Array);
    if ("saysRaw" in action) {
      this.#phone.sayRaw(action.saysRaw);
      return this.#pass((action.saysRaw.length * 1000) / SAMPLE_RATE);
    }
    if ("waitHangUp" in action) {
      const bound = action.waitHangUp.timeoutMs ?? WAIT_FOR_HANG_UP;
      return this.#until("the appliance did not hang up", bound, () => false);
    }
    this.#phone.hangUp(action.hangsUp);
  }

  #say(samples: Int16Array): Promise<void> {
    this.#phone.say(samples);
    return this.#pass((samples.length * 1000) / SAMPLE_RATE);
  }

  async #press(digits: string, toneMs = KEY_TONE_MS, gapMs = KEY_GAP_MS): Promise<void> {
    for (const digit of digits.toUpperCase()) {
      if (this.#over) return;
      if (!isDigit(digit)) continue;
      this.#phone.press(digit, toneMs);
      await this.#pass(toneMs + gapMs);
    }
  }

  #waitPrompt({ silenceMs = PROMPT_SILENCE_MS, timeoutMs }: { silenceMs?: number; timeoutMs?: number }): Promise<void> {
    const before = this.ear.audibleMs;
    return this.#until("no prompt was heard to its end", timeoutMs ?? PATIENCE, () => {
      const heard = this.ear.audibleMs - before >= PROMPT_SOUND_MS;
      return heard && this.#clock.monotonic() - (this.ear.lastAudibleAtMs ?? 0) >= silenceMs;
    });
  }

  #waitTone(timeoutMs: number = PATIENCE): Promise<void> {
    const before = this.ear.beeps;
    return this.#until("no beep was heard", timeoutMs, () => this.ear.beeps > before);
  }

  async #until(puzzle: string, boundMs: number, done: () => boolean): Promise<void> {
    const giveUpAt = this.#clock.monotonic() + boundMs;
    while (!this.#over && !done()) {
      if (this.#clock.monotonic() >= giveUpAt) return this.#phone.puzzled(`${puzzle} within ${boundMs} ms`);
      await this.#pass(WAIT_STEP);
    }
  }

  #pass(ms: number): Promise<void> {
    if (this.#over) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        timer.cancel();
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = this.#clock.after("caller", Milliseconds(ms), wake);
      this.#wakers.add(wake);
    });
  }
}

export function readSpeech(path: string): Int16Array {
  const wrong = (why: string, cause?: unknown) =>
    new ApplianceError("SPEECH_UNREADABLE", `${path}: ${why}`, {
      disposition: "giveUp",
      cure: "Give a WAV file of 8000 Hz.",
      cause,
    });
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw wrong("the file cannot be read", cause);
  }
  const wav = readWav(bytes);
  if ("error" in wav) throw wrong(wav.error);
  if (wav.rate !== SAMPLE_RATE) throw wrong(`it has ${wav.rate} Hz`);
  return toMono(wav);
}
