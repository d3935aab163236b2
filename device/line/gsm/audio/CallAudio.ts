import type { Clock, Timer } from "../../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { decodeSamples, encodeSamples } from "../../../audio/formats.ts";
import { SAMPLE_RATE } from "../../../audio/level.ts";
import type { BytePort } from "../../../serial/BytePort.ts";
import { AudioClock } from "./AudioClock.ts";
import { Doubler, Halver } from "./halfBand.ts";
import { SampleAligner } from "./SampleAligner.ts";

const PER_MS = SAMPLE_RATE / 1000;
const FRAME = 160;
const FRAME_TIME: Duration = Milliseconds(20);
/** How far ahead of the modem's playing we write: a late event loop is not heard, and a prompt stops well within 100 ms. */
export const LEAD_MS = 60;
/** A box that is late more than once is busy: it gets more room with each gap, at the price of keys that stop a prompt later. */
const MOST_LEAD_MS = 160;
/** A modem that accepts audio but delivers none is not waited for. */
const FREE_RUN_AFTER_MS = 60;
/** So much beyond the lead, and the modem has certainly run dry: what was due is a gap, not a burst that would fill its buffer for the rest of the call. */
const GAP = FRAME;
/** Silence on the wire (not of the caller): the stream itself has stopped. */
const STOPPED_AFTER_MS = 1_500;
/** No frame at all since audio was switched on. */
const NONE_WITHIN_MS = 3_000;
/** A modem's buffer plays itself empty: "stop" without "go" for so long means that the "go" got lost. */
const HELD_AT_MOST_MS = 2_000;
/** A second of sound that the port did not take: nobody reads there. */
const STUCK_BYTES = 16_000;
/** How long the rate is measured, and from which share on it is twice as high as it should be. */
const RATE_WINDOW: Duration = Seconds(0.5);
/** What had piled up on its way when the sound began comes at once, and says nothing of the rate. */
const PILED_UP_MS = 100;
const WIDEBAND_SHARE = 1.5;

export interface CallAudioWishes {
  readonly clock: Clock;
  readonly port: BytePort;
  /** What is to be sent next, so many samples. */
  supply(count: number): Int16Array;
  /** Whole samples, 16-bit little-endian, 8000 Hz, as the modem delivered them. */
  heard(bytes: Uint8Array): void;
  /** The modem has delivered nothing for a while (the call may be over), and that it does again. */
  stopped(): void;
  flows(): void;
  /** From now on so much more time passes from writing to hearing. */
  leadChanged?(ms: number): void;
  /** Nothing has ever come. Told once. */
  none(): void;
}

/** What a call's audio suffered, for the log and the fault board. */
export interface AudioQuality {
  readonly gaps: number;
  readonly longestGapMs: number;
  readonly lostSamples: number;
  readonly slips: number;
  readonly wideband: boolean;
  /** Samples written and samples that the modem should have played by now: how far we have drifted apart. */
  readonly driftMs: number;
}

/** The sound of one call, both ways at once: paces what is sent by the modem's own clock, and keeps what comes in step. */
export class CallAudio {
  readonly #wishes: CallAudioWishes;
  #lead = LEAD_MS * PER_MS;
  readonly #aligner = new SampleAligner((bytes) => this.#aligned(bytes));
  #pace = new AudioClock();
  #timer: Timer | undefined;
  #startedAtMs = 0;
  #lastAtMs: number | undefined;
  #firstAtMs: number | undefined;
  #firstBytes = 0;
  /** Samples handed to the modem, or given up as a gap; and how many there were when its own clock was first heard. */
  #written = 0;
  #base = 0;
  #heldAtMs: number | undefined;
  #over = false;
  #stoppedTold = false;
  #gaps = 0;
  #longestGapMs = 0;
  #wideband: { readonly halver: Halver; readonly doubler: Doubler } | undefined;

  constructor(wishes: CallAudioWishes) {
    this.#wishes = wishes;
  }

  start(): void {
    this.#startedAtMs = this.#now();
    this.#tick();
  }

  stop(): void {
    this.#over = true;
    this.#timer?.cancel();
  }

  /** Bytes of the audio port. */
  received(bytes: Uint8Array): void {
    if (this.#over) return;
    const atMs = this.#now();
    this.#firstAtMs ??= atMs;
    this.#lastAtMs = atMs;
    if (this.#stoppedTold) this.#wishes.flows();
    this.#stoppedTold = false;
    this.#measureRate(bytes.length, atMs);
    this.#aligner.push(bytes);
    this.#write();
  }

  /** Quectel's flow control: its buffer is full, or has room again. */
  hold(held: boolean): void {
    this.#heldAtMs = held ? (this.#heldAtMs ?? this.#now()) : undefined;
    // What fell due meanwhile lies in the modem's buffer already.
    if (!held) this.#written = Math.max(this.#written, Math.floor(this.#target()) - FRAME);
  }

  quality(): AudioQuality {
    return {
      gaps: this.#gaps,
      longestGapMs: this.#longestGapMs,
      lostSamples: this.#pace.lost,
      slips: this.#aligner.slips,
      wideband: this.#wideband !== undefined,
      driftMs: (this.#written - this.#base - this.#lead - this.#pace.read - this.#pace.lost) / PER_MS,
    };
  }

  #aligned(bytes: Uint8Array): void {
    const wideband = this.#wideband;
    const samples =
      wideband === undefined ? bytes : encodeSamples("s16le", wideband.halver.process(decodeSamples("s16le", bytes)));
    if (this.#pace.read === 0) this.#base = Math.max(0, this.#written - this.#lead);
    this.#pace.arrived(samples.length / 2, this.#now());
    if (samples.length > 0) this.#wishes.heard(samples);
  }

  /** Twice the bytes in the first half second: a VoLTE call at 16 kHz. */
  #measureRate(bytes: number, atMs: number): void {
    const since = atMs - this.#firstAtMs!;
    if (since < RATE_WINDOW) {
      if (since > PILED_UP_MS) this.#firstBytes += bytes;
      return;
    }
    if (this.#firstBytes === -1) return;
    const expected = (RATE_WINDOW - PILED_UP_MS) * PER_MS * 2;
    if (this.#firstBytes > WIDEBAND_SHARE * expected) {
      this.#wideband = { halver: new Halver(), doubler: new Doubler() };
      this.#pace = new AudioClock();
    }
    this.#firstBytes = -1;
  }

  #tick(): void {
    if (this.#over) return;
    this.#write();
    this.#watch();
    if (!this.#over) this.#timer = this.#wishes.clock.after("call audio", FRAME_TIME, () => this.#tick());
  }

  #watch(): void {
    const now = this.#now();
    if (this.#lastAtMs === undefined) {
      if (this.#stoppedTold || now - this.#startedAtMs < NONE_WITHIN_MS) return;
      this.#stoppedTold = true;
      this.#wishes.none();
    } else if (!this.#stoppedTold && now - this.#lastAtMs >= STOPPED_AFTER_MS) {
      this.#stoppedTold = true;
      this.#wishes.stopped();
    }
  }

  /** How many samples ought to have been written by now. */
  #target(): number {
    const now = this.#now();
    if (this.#lastAtMs === undefined || this.#pace.read === 0) {
      const free = now - this.#startedAtMs - FREE_RUN_AFTER_MS;
      return free < 0 ? 0 : free * PER_MS + this.#lead;
    }
    return this.#base + this.#pace.playedAt(now) + this.#lead;
  }

  #write(): void {
    if (this.#heldAtMs !== undefined && this.#now() - this.#heldAtMs >= HELD_AT_MOST_MS) this.hold(false);
    if (this.#heldAtMs !== undefined || this.#over || this.#wishes.port.pending > STUCK_BYTES) return;
    const due = this.#target() - this.#written;
    if (due > this.#lead + GAP) this.#countGap(due - this.#lead);
    while (!this.#over && this.#target() - this.#written >= FRAME) {
      this.#written += FRAME;
      const samples = this.#wishes.supply(FRAME);
      this.#wishes.port.write(encodeSamples("s16le", this.#wideband?.doubler.process(samples) ?? samples));
    }
  }

  #countGap(samples: number): void {
    // Before the first frames there is nothing that could be interrupted.
    if (this.#written > 0) {
      this.#gaps += 1;
      this.#longestGapMs = Math.max(this.#longestGapMs, samples / PER_MS);
    }
    this.#written += samples;
    if (this.#gaps > 0 && this.#lead < MOST_LEAD_MS * PER_MS) {
      this.#lead += FRAME;
      this.#wishes.leadChanged?.(this.#lead / PER_MS);
    }
  }

  #now(): number {
    return this.#wishes.clock.monotonic();
  }
}
