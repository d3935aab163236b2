/* @pure */
import type { Digit } from "../../firmware/line/Line.ts";
import { Biquad } from "./Biquad.ts";
import { sinePeak } from "./level.ts";
import { ToneBank } from "./ToneBank.ts";
import { examine, isKey } from "./toneEvidence.ts";

const LOW_GROUP = [697, 770, 852, 941];
const FREQUENCIES = [...LOW_GROUP, 1209, 1336, 1477, 1633];
const KEYPAD = "123A456B789C*0#D";

/** 20 ms see 40 ms tones whole for 20 ms, and keep 697 Hz apart from a dial tone's 440 Hz. */
const WINDOW = 160;
/** 2.5 ms: the grain of all durations below. */
const HOP = 20;
const HISTORY = 128;
/** 200 ms: a tone that was not a key until then has no begin any more, and is none. */
const FRAMES_BACK = 80;

/** Half the amplitude (−6 dB): where a frame's middle crosses a tone's edge. */
const EDGE = 0.5;
/** 32.5 ms: Q.24 must take 40 ms and must not take 23 ms. */
const FRAMES_ON = 13;
/** 12.5 ms: a longer drop-out is a pause. Q.24 names 10 ms. */
const FRAMES_HOLE = 5;
/** 20 ms: Q.24's shortest pause is 40 ms, of which an echo may fill a half. */
const FRAMES_OFF = 8;
/** The rows and columns of a key come within 10 ms of one another; the formants of a voice seldom do. */
const FRAMES_APART = 4;
/** A held key may fade by this before it is taken for released; an echo of −10 dB, beside a tone that it has itself
 *  weakened, reaches 0.46. */
const RELEASE = 0.52;
/** Q.24 takes −25 dBm0, here of the stronger tone, and leaves −55 alone. */
const QUIETEST_STRONGER = sinePeak(-34);
const QUIETEST_WEAKER = sinePeak(-44);
/** Column over row. Q.24 takes +4 to −8 dB, and an echo of −10 dB may raise the one and lower the other. */
const TWIST = { highest: 10 ** (10 / 20), lowest: 10 ** (-14 / 20) };

interface HeldKey {
  readonly row: number;
  readonly column: number;
  /** Amplitudes to compare with; they follow a fading key. */
  rowPeak: number;
  columnPeak: number;
  framesOff: number;
}

interface Run {
  readonly begin: number;
  readonly framesOn: number;
  readonly peak: number;
  /** Not already fading: a tone's last edge would make it seem longer than it is. */
  readonly lasts: boolean;
}

/** Hears DTMF keys in 8000 Hz linear audio, to the limits of ITU-T Q.24. Each press is told once, about 45 ms after it
 *  began, with the sample (counted from the first that was given) at which it began. Blocks may be of any size. */
export class DtmfDetector {
  readonly #found: (digit: Digit, atSample: number) => void;
  readonly #bank = new ToneBank({ frequencies: FREQUENCIES, window: WINDOW, hop: HOP, history: HISTORY });
  /** Dial tones of the US, Europe and the UK, and what is below speech: a modem's direct current, the mains' hum. */
  readonly #filters = [Biquad.notch(350, 50), Biquad.notch(425, 50), Biquad.notch(445, 50), Biquad.highPass(150)];
  #held: HeldKey | undefined;
  /** The first frame that may belong to a next key. */
  #earliest = 0;

  constructor(found: (digit: Digit, atSample: number) => void) {
    this.#found = found;
  }

  /** Whether a key is being held just now: it is loud, but nobody speaks. */
  get hearsKey(): boolean {
    return this.#held !== undefined;
  }

  process(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) {
      let value = samples[i]!;
      for (let n = 0; n < this.#filters.length; n++) value = this.#filters[n]!.pass(value);
      if (this.#bank.take(value)) this.#frame(this.#bank.frames - 1);
    }
  }

  #frame(frame: number): void {
    if (this.#held) this.#watchRelease(this.#held, frame);
    else this.#watchPress(frame);
  }

  #watchRelease(held: HeldKey, frame: number): void {
    const row = this.#bank.amplitude(frame, held.row);
    const column = this.#bank.amplitude(frame, held.column);
    if (row >= RELEASE * held.rowPeak && column >= RELEASE * held.columnPeak) {
      held.framesOff = 0;
      held.rowPeak += (row - held.rowPeak) / 16;
      held.columnPeak += (column - held.columnPeak) / 16;
      return;
    }
    if (++held.framesOff < FRAMES_OFF) return;
    this.#held = undefined;
    this.#earliest = frame;
  }

  #watchPress(frame: number): void {
    const row = this.#strongest(frame, 0);
    const column = this.#strongest(frame, LOW_GROUP.length);
    if (!this.#plausible(this.#bank.amplitude(frame, row), this.#bank.amplitude(frame, column))) return;
    const oldest = Math.max(this.#earliest, frame - FRAMES_BACK);
    const rowRun = this.#runBackwards(frame, oldest, row);
    const columnRun = this.#runBackwards(frame, oldest, column);
    if (Math.min(rowRun.framesOn, columnRun.framesOn) < FRAMES_ON || !rowRun.lasts || !columnRun.lasts) return;
    if (Math.abs(rowRun.begin - columnRun.begin) > FRAMES_APART) return;
    const begin = Math.max(rowRun.begin, columnRun.begin);
    const evidence = examine(this.#bank, { row, column, begin, frame });
    if (evidence === undefined || !isKey(evidence)) return;
    this.#held = { row, column, rowPeak: rowRun.peak, columnPeak: columnRun.peak, framesOff: 0 };
    this.#found(KEYPAD[row * 4 + column - LOW_GROUP.length] as Digit, Math.max(0, this.#bank.centreOf(begin)));
  }

  #strongest(frame: number, first: number): number {
    let best = first;
    for (let tone = first + 1; tone < first + 4; tone++) {
      if (this.#bank.amplitude(frame, tone) > this.#bank.amplitude(frame, best)) best = tone;
    }
    return best;
  }

  #plausible(row: number, column: number): boolean {
    if (Math.max(row, column) < QUIETEST_STRONGER || Math.min(row, column) < QUIETEST_WEAKER) return false;
    return column <= TWIST.highest * row && column >= TWIST.lowest * row;
  }

  /** How far back a tone has been there without a pause, as seen from `frame`. */
  #runBackwards(frame: number, oldest: number, tone: number): Run {
    const run = { begin: frame, framesOn: 0, peak: 0, lasts: true };
    for (let at = frame, off = 0; at >= oldest && off <= FRAMES_HOLE; at--) {
      const amplitude = this.#bank.amplitude(at, tone);
      run.peak = Math.max(run.peak, amplitude);
      if (amplitude < EDGE * run.peak) {
        off++;
        continue;
      }
      off = 0;
      run.framesOn++;
      run.begin = at;
    }
    run.lasts = this.#bank.amplitude(frame, tone) >= EDGE * run.peak;
    return run;
  }
}
