/* @pure */
import { Biquad } from "./Biquad.ts";
import { type CallProgressSign, callProgress, type Stretch, type ToneKind } from "./callProgressCadence.ts";
import { dBm0OfSinePeak, SAMPLE_RATE } from "./level.ts";
import { ToneBank } from "./ToneBank.ts";

export type { CallProgressSign } from "./callProgressCadence.ts";

/** Near enough to each tone in use that 30 ms cannot tell the difference; its true frequency follows from the phase. */
const FREQUENCIES = [350, 400, 425, 450, 480, 620, 914, 985, 1371, 1429, 1777];
/** 30 ms keep 350 and 440 Hz apart and still see a burst of 150 ms. */
const WINDOW = 240;
const HOP = 80;
const FRAME_MS = (1000 * HOP) / SAMPLE_RATE;

/** Tones that make up a kind; each is given by the numbers of its candidate frequencies. */
const KINDS: readonly { readonly kind: ToneKind; readonly tones: readonly (readonly number[])[] }[] = [
  { kind: "us-dial", tones: [[0], [3]] },
  { kind: "us-busy", tones: [[4], [5]] },
  { kind: "single", tones: [[1, 2, 3]] },
  { kind: "sit-1", tones: [[6, 7]] },
  { kind: "sit-2", tones: [[8, 9]] },
  { kind: "sit-3", tones: [[10]] },
];

/** The tones' share of all power: 7 dB over everything else. */
const SHARE = 0.8;
/** Exchanges keep ±1.5 % (E.180 §3); the rest is noise. */
const FREQUENCY_TOLERANCE_HZ = 18;
/** Two tones of a pair are sent at one level; a line may tilt them. */
const PAIR_TILT_DB = 7;
/** From one frame to the next. A voice glides and swells, an exchange does not. */
const STEADY = { hz: 8, dB: 2 };
const QUIETEST_DBM0 = -46;
/** A pause is so far below its burst. */
const PAUSE_BELOW_DB = 12;
/** 40 ms of something else neither end a stretch nor begin one. */
const FRAMES_TO_CHANGE = 5;
const STRETCHES_KEPT = 16;
/** So long without a tone, and the next one is news. Longer than any cadence's pause. */
const REARM_MS = 1500;

interface Reading {
  readonly kind: ToneKind;
  readonly level: number;
  /** Of the kind's first tone. */
  readonly hz: number;
}

/** Hears in 8000 Hz linear audio that the far end is gone: busy, reorder and dial tones of North America, the United
 *  Kingdom and Europe, and the special information tone (told as `fast-busy`). A sign is told once when it is certain,
 *  at most 4 s after the tone began, and again only after the tone has stopped; `atSample` is where the tone began. */
export class CallProgressDetector {
  readonly #found: (sign: CallProgressSign, atSample: number) => void;
  readonly #bank = new ToneBank({ frequencies: FREQUENCIES, window: WINDOW, hop: HOP, history: 4 });
  readonly #highPass = Biquad.highPass(150);
  #stretches: Stretch[] = [];
  /** Frames in a row that say something else than the latest stretch. */
  #doubt: Reading[] = [];
  #previous: Reading = { kind: "other", level: 0, hz: 0 };
  #told = false;

  constructor(found: (sign: CallProgressSign, atSample: number) => void) {
    this.#found = found;
  }

  /** Whether what is heard just now is such a tone: it is loud, but nobody speaks. */
  get hearsTone(): boolean {
    return this.#previous.kind !== "other" && this.#previous.kind !== "quiet";
  }

  process(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) {
      if (this.#bank.take(this.#highPass.pass(samples[i]!))) this.#frame(this.#bank.frames - 1);
    }
  }

  #frame(frame: number): void {
    const reading = this.#steady(this.#read(frame));
    this.#extend(reading, this.#bank.centreOf(frame) / (SAMPLE_RATE / 1000));
    if (this.#isOver()) this.#told = false;
    const progress = callProgress(this.#stretches);
    if (progress === undefined || this.#told) return;
    this.#told = true;
    this.#found(progress.sign, Math.max(0, Math.round(progress.beginMs * (SAMPLE_RATE / 1000))));
  }

  /** What the frame alone sounds like. */
  #read(frame: number): Reading {
    const power = this.#bank.power(frame);
    const level = dBm0OfSinePeak(Math.sqrt(2 * power));
    if (level < QUIETEST_DBM0) return { kind: "quiet", level, hz: 0 };
    for (const { kind, tones } of KINDS) {
      const found = tones.map((candidates) => this.#strongest(frame, candidates));
      if (this.#matches(found, power)) return { kind, level, hz: found[0]!.hz };
    }
    return { kind: this.#isPause(level) ? "quiet" : "other", level, hz: 0 };
  }

  #strongest(frame: number, candidates: readonly number[]): { amplitude: number; hz: number; offset: number } {
    let tone = candidates[0]!;
    for (const other of candidates) {
      if (this.#bank.amplitude(frame, other) > this.#bank.amplitude(frame, tone)) tone = other;
    }
    const offset = frame === 0 ? 0 : this.#offset(frame, tone);
    return {
      amplitude: this.#bank.amplitude(frame, tone) * this.#bank.underrating(offset),
      hz: this.#bank.hz(tone) + offset,
      offset,
    };
  }

  /** Distance from the nominal frequency by the phase's advance in one hop: unambiguous within ±50 Hz. */
  #offset(frame: number, tone: number): number {
    const turns = (this.#bank.phase(frame, tone) - this.#bank.phase(frame - 1, tone)) / (2 * Math.PI);
    const departure = turns - (this.#bank.hz(tone) * HOP) / SAMPLE_RATE;
    return ((departure - Math.round(departure)) * SAMPLE_RATE) / HOP;
  }

  #matches(tones: readonly { amplitude: number; offset: number }[], power: number): boolean {
    const amplitudes = tones.map(({ amplitude }) => amplitude);
    const together = amplitudes.reduce((sum, amplitude) => sum + amplitude ** 2 / 2, 0);
    if (together < SHARE * power || tones.some(({ offset }) => Math.abs(offset) > FREQUENCY_TOLERANCE_HZ)) return false;
    return Math.max(...amplitudes) <= Math.min(...amplitudes) * 10 ** (PAIR_TILT_DB / 20);
  }

  /** Noise between the bursts of a cadence, far below them. */
  #isPause(level: number): boolean {
    const last = this.#stretches.at(-1);
    const burst = last?.kind === "quiet" ? this.#stretches.at(-2) : last;
    return (
      burst !== undefined && burst.kind !== "other" && burst.kind !== "quiet" && level <= burst.level - PAUSE_BELOW_DB
    );
  }

  /** A tone must go on as it was: the same frequency and level as in the frame before, else the frame is none. */
  #steady(reading: Reading): Reading {
    const before = this.#previous;
    this.#previous = reading;
    if (reading.kind === "quiet" || reading.kind === "other" || reading.kind !== before.kind) return reading;
    const same = Math.abs(reading.hz - before.hz) <= STEADY.hz && Math.abs(reading.level - before.level) <= STEADY.dB;
    return same ? reading : { ...reading, kind: "other" };
  }

  #extend(reading: Reading, ms: number): void {
    const last = this.#stretches.at(-1);
    if (last !== undefined && last.kind === reading.kind) {
      this.#doubt = [];
      this.#stretches[this.#stretches.length - 1] = {
        ...last,
        endMs: ms + FRAME_MS / 2,
        level: last.level + (reading.level - last.level) / 16,
      };
      return;
    }
    this.#doubt.push(reading);
    if (last !== undefined && this.#doubt.length < FRAMES_TO_CHANGE) return;
    this.#begin(ms);
  }

  /** The doubt has lasted: what it mostly was becomes the next stretch, and it began when the doubt did. */
  #begin(ms: number): void {
    const kinds = this.#doubt.map(({ kind }) => kind);
    const kind = mostFrequent(kinds);
    const beginMs = ms - (this.#doubt.length - 0.5) * FRAME_MS;
    const level = this.#doubt.findLast((reading) => reading.kind === kind)!.level;
    this.#doubt = [];
    if (kind === "other") this.#stretches = [];
    this.#stretches.push({ kind, beginMs, endMs: ms + FRAME_MS / 2, level });
    if (this.#stretches.length > STRETCHES_KEPT) this.#stretches.shift();
  }

  #isOver(): boolean {
    const last = this.#stretches.at(-1);
    return (
      last !== undefined && (last.kind === "quiet" || last.kind === "other") && last.endMs - last.beginMs >= REARM_MS
    );
  }
}

function mostFrequent(kinds: readonly ToneKind[]): ToneKind {
  const count = (kind: ToneKind) => kinds.filter((other) => other === kind).length;
  return kinds.reduce((best, kind) => (count(kind) > count(best) ? kind : best), kinds.at(-1)!);
}
