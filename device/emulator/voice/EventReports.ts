/** `<DLE>x` reports of the modem's own detectors, with their documented repetition (V.253 table 13; mgetty IS_101.c). */
import type { Digit } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import type { ProgressTone } from "../caller/tones.ts";
import type { VoiceFaults } from "./faults.ts";
import type { VoiceProfile } from "./profiles.ts";

/** A key is known after two of the detector's blocks; ITU-T Q.24 lets it take 40 ms. */
const KEY_DETECTION = Milliseconds(40);
const KEY_REPEAT = Milliseconds(70);
/** From a key's end to `<DLE>~`. */
const KEY_RELEASE = Milliseconds(20);
/** What a detector needs to be sure: a steady tone, or two bursts of a cadence. */
const DETECTION: Record<ProgressTone, number> = { "dial-tone": 600, busy: 1000, "fast-busy": 750 };
const CODE: Record<ProgressTone, string> = { "dial-tone": "d", busy: "b", "fast-busy": "K" };
const FALSE_EVENT_PERIOD = Milliseconds(1000);

export class EventReports {
  readonly #clock: Clock;
  readonly #profile: VoiceProfile;
  readonly #faults: () => VoiceFaults;
  /** Sends `<DLE>x` if the modem is in a state to report anything. */
  readonly #send: (code: string) => void;
  readonly #timers = new Set<Timer>();

  constructor(clock: Clock, profile: VoiceProfile, faults: () => VoiceFaults, send: (code: string) => void) {
    this.#clock = clock;
    this.#profile = profile;
    this.#faults = faults;
    this.#send = send;
  }

  /** The caller holds a key for so long. */
  key(digit: Digit, heldMs: number): void {
    const faults = this.#faults();
    if (faults.keysNotReported || heldMs < KEY_DETECTION) return;
    const shielded = this.#profile.keyReport === "shielded" && !faults.keysBare;
    this.#in("key detection", KEY_DETECTION, () => {
      if (shielded) this.#send("/");
      for (let copy = 0; copy < (faults.keyCopies ?? 1); copy++) this.#send(digit);
      if (shielded) this.#whileHeld(digit, heldMs - KEY_DETECTION);
    });
  }

  /** The digit again every 70 ms, then the end of the shield. */
  #whileHeld(digit: Digit, leftMs: number): void {
    if (leftMs >= KEY_REPEAT) {
      this.#in("key repeat", KEY_REPEAT, () => {
        this.#send(digit);
        this.#whileHeld(digit, leftMs - KEY_REPEAT);
      });
    } else if (!this.#faults().keyShieldNeverCloses) {
      this.#in("key release", Math.max(0, leftMs) + KEY_RELEASE, () => this.#send("~"));
    }
  }

  /** A tone of the exchange, or a loop break, that lasts until we go on-hook. */
  farEnd(sign: ProgressTone | "loop-break"): void {
    if (this.#faults().noHangUpEvents) return;
    if (sign === "loop-break") {
      if (this.#profile.reportsLoopBreak) this.#send("l");
      return;
    }
    const period = sign === "dial-tone" ? this.#profile.dialToneRepeatMs : this.#profile.busyRepeatMs;
    this.#in("call progress", DETECTION[sign], () => this.#repeat(CODE[sign], period));
  }

  #repeat(code: string, periodMs: number): void {
    this.#send(code);
    if (!this.#faults().eventOnceOnly) this.#in("call progress", periodMs, () => this.#repeat(code, periodMs));
  }

  /** Called when a prompt starts: reports that mean nothing, while `playing()`. */
  falseEvents(playing: () => boolean): void {
    this.#in("false event", FALSE_EVENT_PERIOD, () => {
      if (!playing()) return;
      const faults = this.#faults();
      if (faults.falseDialToneWhilePlaying) this.#send("d");
      if (faults.silenceWhilePlaying) this.#send("s");
      if (faults.underrun) this.#send("u");
      this.falseEvents(playing);
    });
  }

  /** On-hook, or no power. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #in(name: string, ms: number, fire: () => void): void {
    const timer = this.#clock.after(`modem: ${name}`, Milliseconds(ms), () => {
      this.#timers.delete(timer);
      fire();
    });
    this.#timers.add(timer);
  }
}
