/**
 * The copper pair between the exchange and the modem: rings in its cadence, carries the caller-ID burst, connects when
 * somebody goes off-hook, and tells (or not) when the far end is gone.
 */
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import type { HangUpManner } from "../caller/Caller.ts";
import type { CallerIdentity } from "../caller/CallReport.ts";
import { FarEndAudio } from "../caller/FarEndAudio.ts";
import { SAMPLE_RATE } from "../caller/lineFormat.ts";
import { type ProgressTone, progressPeriod } from "../caller/tones.ts";
import type { RingCadence } from "./cadence.ts";

export interface LineListener {
  ringStarted(ring: number): void;
  ringEnded(ring: number): void;
  /** The FSK burst has ended: a modem that is on-hook has the whole message now. */
  callerIdReceived(caller: CallerIdentity): void;
  /** It rang as often as the caller had patience for. */
  ringingStopped(rings: number): void;
  /** From now on this tone is on the line (`loop-break`: the exchange interrupts the loop). */
  farEndSign(sign: ProgressTone | "loop-break"): void;
}

export interface IncomingCall {
  readonly caller: CallerIdentity;
  readonly cadence: RingCadence;
  readonly callerId: "afterFirstRing" | "beforeFirstRing" | "none";
  /** The caller gives up after so many rings. */
  readonly rings: number;
}

export class TelephoneLine {
  readonly #clock: Clock;
  readonly #listener: LineListener;
  readonly #timers = new Set<Timer>();
  #state: "idle" | "ringing" | "connected" | "seized" = "idle";
  #offHookAtMs = 0;
  #rings = 0;
  /** What comes from the far end; a new one for each off-hook. */
  audio = new FarEndAudio();
  /** Whether whoever goes off-hook hears the exchange. */
  hasDialTone: () => boolean = () => true;

  constructor(clock: Clock, listener: LineListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  get ringing(): boolean {
    return this.#state === "ringing";
  }

  get connected(): boolean {
    return this.#state === "connected";
  }

  get offHook(): boolean {
    return this.#state === "connected" || this.#state === "seized";
  }

  get rings(): number {
    return this.#rings;
  }

  /** Index of the line sample at a reading of the monotonic clock. */
  sampleAt(ms: number): number {
    return Math.max(0, Math.floor(((ms - this.#offHookAtMs) * SAMPLE_RATE) / 1000));
  }

  /** False when the line is busy. */
  ring(call: IncomingCall): boolean {
    if (this.#state !== "idle") return false;
    this.#state = "ringing";
    this.#rings = 0;
    const { cadence } = call;
    if (call.callerId !== "beforeFirstRing") this.#nextRing(call);
    else {
      this.#in("caller ID burst", cadence.callerIdBurstMs, () => {
        this.#listener.callerIdReceived(call.caller);
        this.#in("caller ID lead", cadence.callerIdLeadMs, () => this.#nextRing(call));
      });
    }
    return true;
  }

  #nextRing(call: IncomingCall): void {
    if (this.#rings >= call.rings) {
      this.stopRinging();
      return;
    }
    this.#rings += 1;
    const ring = this.#rings;
    const { cadence } = call;
    this.#listener.ringStarted(ring);
    this.#in("ring", cadence.ringMs, () => {
      this.#listener.ringEnded(ring);
      if (ring === 1 && call.callerId === "afterFirstRing") {
        this.#in("caller ID", cadence.callerIdAfterMs + cadence.callerIdBurstMs, () =>
          this.#listener.callerIdReceived(call.caller),
        );
      }
    });
    this.#in("ring cycle", cadence.ringMs + cadence.pauseMs, () => this.#nextRing(call));
  }

  /** The caller gives up. */
  stopRinging(): void {
    if (this.#state !== "ringing") return;
    this.#clear();
    this.#state = "idle";
    this.#listener.ringingStopped(this.#rings);
  }

  /** Off-hook: answers what rings, else seizes the line (and gets dial tone). A burst that is under way is lost. */
  seize(): "answered" | "seized" | "already" {
    if (this.offHook) return "already";
    const answered = this.#state === "ringing";
    this.#clear();
    this.#offHookAtMs = this.#clock.monotonic();
    this.audio = new FarEndAudio();
    this.#state = answered ? "connected" : "seized";
    if (!answered && this.hasDialTone()) this.#tone("dial-tone");
    return answered ? "answered" : "seized";
  }

  /** On-hook. */
  release(): void {
    if (!this.offHook) return;
    this.#clear();
    this.audio = new FarEndAudio();
    this.#state = "idle";
  }

  /** The far end hangs up while we are off-hook. */
  farEndHangsUp(manner: HangUpManner): void {
    if (!this.connected) return;
    this.#state = "seized";
    this.audio.silence(this.sampleAt(this.#clock.monotonic()));
    this.#in("far end gone", manner.afterMs, () => {
      if (manner.loopBreak) this.#listener.farEndSign("loop-break");
      if (manner.tone !== "none") this.#tone(manner.tone);
    });
  }

  #tone(tone: ProgressTone): void {
    this.audio.repeat(this.sampleAt(this.#clock.monotonic()), progressPeriod(tone));
    this.#listener.farEndSign(tone);
  }

  stop(): void {
    this.#clear();
    this.#state = "idle";
  }

  #in(name: string, ms: number, fire: () => void): void {
    const timer = this.#clock.after(`line: ${name}`, Milliseconds(ms), () => {
      this.#timers.delete(timer);
      fire();
    });
    this.#timers.add(timer);
  }

  #clear(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
