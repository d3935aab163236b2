/** The telephone at the other end of a mobile call, with the person (or machine) who holds it, and what the call came to. */
import { createHash } from "node:crypto";
import type { Digit } from "../../../../firmware/line/Line.ts";
import type { Clock } from "../../../../firmware/time/Clock.ts";
import { Caller, type CallerAction, type CallReport } from "../../caller/Caller.ts";
import { CallLog } from "../../caller/CallLog.ts";
import type { CallerIdentity } from "../../caller/CallReport.ts";
import type { LiveSound } from "../../caller/LiveSound.ts";
import { LiveVoice } from "../../caller/LiveVoice.ts";
import { decodeLine } from "../../caller/lineFormat.ts";
import { keyTone } from "../../caller/tones.ts";
import type { EmitEvent } from "../events.ts";
import type { CallEnd } from "../families/Family.ts";
import type { FarEnd, GsmCall } from "./GsmCall.ts";
import { HeardPrompts } from "./HeardPrompts.ts";

const SILENT_FRAME = new Uint8Array(320);

export interface TelephoneOutside {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly hangUp: (call: GsmCall) => void;
  /** It begins to ring for the n-th time. */
  readonly rang: (ring: number, hangUp: () => void) => void;
  /** The modem hears a key (or not: as its traits are). */
  readonly keyPressed: (digit: Digit, toneMs: number) => void;
  /** Undefined: nobody listens in. */
  readonly hears: () => ((sound: LiveSound) => void) | undefined;
}

/** A stretch of sound that the modem sent to its host. */
interface Sending {
  readonly rate: number;
  readonly startMs: number;
  readonly parts: Uint8Array[];
  frames: number;
  missing: number;
  lost: number;
  late: number;
}

export class DistantTelephone implements FarEnd {
  readonly report: Promise<CallReport>;
  readonly #outside: TelephoneOutside;
  readonly #log: CallLog;
  readonly #caller: Caller;
  readonly #prompts: HeardPrompts;
  readonly #voice = new LiveVoice();
  #call: GsmCall | undefined;
  #sending: Sending | undefined;
  #silent = true;
  #resolve: (report: CallReport) => void = () => {};

  /** Throws ApplianceError for a script that names a file which cannot be read. */
  constructor(identity: CallerIdentity, script: readonly CallerAction[], outside: TelephoneOutside) {
    this.#outside = outside;
    this.#log = new CallLog(identity);
    this.report = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    const { clock, emit } = outside;
    this.#prompts = new HeardPrompts(
      (atMs) => {
        this.#log.promptStarted(atMs);
        emit({ event: "promptStarted" });
      },
      (prompt) => {
        this.#log.heard(prompt);
        const { startMs, endMs, bytes, gaps } = prompt;
        const longestGapMs = gaps.reduce((longest, gap) => Math.max(longest, gap.ms), 0);
        emit({ event: "promptEnded", startMs, endMs, bytes: bytes.length, gaps: gaps.length, longestGapMs });
      },
    );
    this.#caller = new Caller(
      clock,
      {
        press: (digit, toneMs) => this.press(digit, toneMs),
        say: (samples) => this.say(samples),
        sayRaw: () =>
          this.#puzzled("exact codes cannot be sent over a mobile call: its sound is coded anew on the way"),
        hangUp: () => this.hangUp(),
        puzzled: (why) => this.#puzzled(why),
      },
      script,
    );
  }

  press(digit: Digit, toneMs: number): void {
    const call = this.#connectedCall();
    if (!call) return;
    const atMs = this.#now();
    const tone = keyTone(digit, toneMs);
    if (call.traits.keys !== "reported") call.audio.add(call.sampleAt(atMs), tone);
    this.#outside.hears()?.({ from: "here", samples: tone, atMs });
    this.#log.pressed({ digit, atMs, endMs: atMs + toneMs });
    this.#outside.emit({ event: "key", digit, ms: toneMs });
    if (call.traits.keys !== "audio") this.#outside.keyPressed(digit, toneMs);
  }

  say(samples: Int16Array): void {
    const call = this.#connectedCall();
    if (!call) return;
    const atMs = this.#now();
    call.audio.add(call.sampleAt(atMs), samples);
    this.#outside.hears()?.({ from: "here", samples, atMs });
    this.#outside.emit({ event: "callerSpeaks", ms: samples.length / 8 });
  }

  /** A frame of the person's microphone; see LiveVoice. */
  talk(samples: Int16Array): void {
    const call = this.#connectedCall();
    if (call) this.#voice.speak(samples, call.sampleAt(this.#now()), call.audio);
  }

  hangUp(): void {
    if (!this.#call?.live) return;
    this.#log.hungUp(this.#now());
    this.#outside.emit({ event: "callerHungUp" });
    this.#outside.hangUp(this.#call);
  }

  /** Keys by hand, beside the script. */
  presses(digits: string, timing: { readonly toneMs?: number; readonly gapMs?: number } = {}): Promise<void> {
    const phone = {
      press: (digit: Digit, toneMs: number) => this.press(digit, toneMs),
      say: () => {},
      sayRaw: () => {},
      hangUp: () => {},
      puzzled: () => {},
    };
    return new Caller(this.#outside.clock, phone, [{ presses: digits, ...timing }]).answered();
  }

  #puzzled(why: string): void {
    this.#log.puzzled(why);
    this.#outside.emit({ event: "callerPuzzled", why });
  }

  #connectedCall(): GsmCall | undefined {
    const call = this.#call;
    return call?.live && call.activeAtMs !== undefined ? call : undefined;
  }

  #now(): number {
    return this.#outside.clock.monotonic();
  }

  placed(call: GsmCall): void {
    this.#call = call;
  }

  rang(ring: number): void {
    this.#outside.rang(ring, () => this.hangUp());
    if (this.#call?.live) this.#log.rang(ring, this.#now());
  }

  ringReported(): void {
    this.#log.ringReported(this.#now());
  }

  callerIdReported(): void {
    this.#log.callerIdReported(this.#now());
  }

  connected(commandAtMs: number): void {
    this.#log.answered({ atMs: this.#now(), commandAtMs, rings: this.#call?.rings ?? 0 });
    // The caller's own faults are bugs of a test; they must not be lost.
    this.#caller.answered().catch((error: unknown) =>
      queueMicrotask(() => {
        throw error;
      }),
    );
  }

  hear(bytes: Uint8Array, missing: number, atMs: number): void {
    if (this.#sending) {
      this.#sending.frames += 1;
      this.#sending.missing += missing;
    }
    const sound = this.#prompts.feed(bytes, missing, atMs);
    // One silent frame ends whatever was heard; the ear learns nothing from those after it, and most of a call is silence.
    if (sound || !this.#silent) {
      this.#caller.ear.hear(padded(bytes), atMs, "s16le");
      this.#outside.hears()?.({ from: "appliance", samples: decodeLine(padded(bytes), "s16le"), atMs });
    }
    this.#silent = !sound;
  }

  toneHeard(digit: Digit): void {
    this.#log.heardKey({ digit, atMs: this.#now() });
    this.#outside.emit({ event: "keySent", digit });
  }

  soundOn(rate: number, atMs: number): void {
    this.#sending = { rate, startMs: atMs, parts: [], frames: 0, missing: 0, lost: 0, late: 0 };
  }

  soundSent(bytes: Uint8Array): void {
    this.#sending?.parts.push(bytes);
  }

  soundLost(bytes: number): void {
    if (this.#sending) this.#sending.lost += bytes;
  }

  soundLate(ms: number): void {
    if (this.#sending) this.#sending.late = Math.max(this.#sending.late, ms);
  }

  soundOff(atMs: number): void {
    this.#prompts.finish();
    const sending = this.#sending;
    this.#sending = undefined;
    if (!sending) return;
    const bytes = new Uint8Array(Buffer.concat(sending.parts));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const { startMs, lost: overrunBytes } = sending;
    this.#log.recorded({ format: "s16le", startMs, endMs: atMs, bytes, sha256, overrunBytes });
    const { rate, frames, missing: bytesMissing, late: worstLateMs } = sending;
    this.#log.streamed({ rate, frames, bytesToHost: bytes.length, bytesMissing, worstLateMs });
  }

  over(end: CallEnd): void {
    this.#caller.over();
    this.#log.onHook(this.#now());
    this.#log.ended(end);
    this.#resolve(this.#log.finished());
  }

  /** The call never came to be: the modem is engaged or out of reach. */
  notPlaced(outcome: "lineBusy" | "unanswered"): void {
    this.#resolve(this.#log.report(outcome, "nobody"));
  }
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length === SILENT_FRAME.length) return bytes;
  const whole = new Uint8Array(SILENT_FRAME.length);
  whole.set(bytes.subarray(0, whole.length));
  return whole;
}
