/* @pure */
import { SAMPLE_RATE } from "./level.ts";
import type { ToneBank } from "./ToneBank.ts";

/** Two tones that may be a key: numbers of the bank's frequencies, and the frames over which they lasted. */
export interface ToneSpan {
  readonly row: number;
  readonly column: number;
  readonly begin: number;
  readonly frame: number;
}

/** What was heard over a span. Measured on 9056 keys within Q.24's limits and on hours of speech (`npm run bench`). */
export interface ToneEvidence {
  /** The larger of the two tones' distances from nominal, as a share of it. */
  readonly frequencyError: number;
  /** How far the phases stray from straight lines, radians root mean square; the worse of the two. */
  readonly wander: number;
  /** How far the amplitudes stray from their mean, as a share of it; the worse of the two. */
  readonly unevenness: number;
  /** Power that is not the two tones, as a share of the whole. */
  readonly otherShare: number;
  /** Power just before the tones, as a share of that during them. */
  readonly before: number;
  /** Both tones were gone for a moment. */
  readonly interrupted: boolean;
}

/** Between Q.24's 1.5 % (must be taken) and 3.5 % (must not); noise and echoes shift a true 1.5 % up to 1.87 %. */
const FREQUENCY_TOLERANCE = 0.019;

interface Limits extends Omit<ToneEvidence, "frequencyError" | "interrupted"> {
  /** Only for tones that were gone for a moment. */
  readonly ifInterrupted?: true;
}

/** Three ways in which a key is heard. A voice, whose pitch is never still, seldom stays within any of them. */
const WAYS: readonly Limits[] = [
  // Alone: in 15 dB of noise 4 % is other and phases wander by 0.08; an echo setting in half-way is a step of 3 dB.
  { otherShare: 0.065, before: 0.35, wander: 0.1, unevenness: 0.17 },
  // With a drop-out of 10 ms, whose splatter takes a fifth, and which bends the phases of tones that are off nominal.
  { otherShare: 0.17, before: 0.35, wander: 0.28, unevenness: 0.2, ifInterrupted: true },
  // Over somebody's speech: there is much else, and yet the tones are straighter than a voice can hold them.
  { otherShare: 0.55, before: 0.8, wander: 0.0065, unevenness: 0.014 },
];

/** Whether two tones are those of a key. */
export function isKey(evidence: ToneEvidence): boolean {
  if (evidence.frequencyError > FREQUENCY_TOLERANCE) return false;
  return WAYS.some(
    (limits) =>
      evidence.otherShare <= limits.otherShare &&
      evidence.before <= limits.before &&
      evidence.wander <= limits.wander &&
      evidence.unevenness <= limits.unevenness &&
      (limits.ifInterrupted === undefined || evidence.interrupted),
  );
}

/** A frame is 20 ms wide: the first four (10 ms) still lean over the tone's edge, and their phases lean with them. */
const FRAMES_AT_EDGE = 4;
/** Below this share of the peak a frame lies over a hole. */
const IN_HOLE = 0.6;
const MOST_FRAMES = 20;
const FEWEST_FRAMES = 6;

/** Looks closely at a span; undefined if there is too little of it. */
export function examine(bank: ToneBank, span: ToneSpan): ToneEvidence | undefined {
  const row = straighten(bank, span, span.row);
  const column = straighten(bank, span, span.column);
  if (row === undefined || column === undefined) return undefined;
  return {
    frequencyError: Math.max(
      Math.abs(row.offsetHz) / bank.hz(span.row),
      Math.abs(column.offsetHz) / bank.hz(span.column),
    ),
    wander: Math.max(row.wander, column.wander),
    unevenness: Math.max(row.unevenness, column.unevenness),
    otherShare: otherShare(bank, span, row, column),
    before: powerBefore(bank, span),
    interrupted: isInterrupted(bank, span),
  };
}

interface Straightened {
  readonly frames: readonly number[];
  readonly offsetHz: number;
  readonly wander: number;
  readonly unevenness: number;
}

/** Fits a straight line to the tone's phases, least squares: its slope is the distance from the nominal frequency. */
function straighten(bank: ToneBank, span: ToneSpan, tone: number): Straightened | undefined {
  const frames = framesInside(bank, span, tone);
  if (frames.length < FEWEST_FRAMES) return undefined;
  const phases = unwrapped(bank, span, tone, frames);
  const meanFrame = mean(frames);
  const meanPhase = mean(phases);
  let covariance = 0;
  let variance = 0;
  frames.forEach((frame, i) => {
    covariance += (frame - meanFrame) * (phases[i]! - meanPhase);
    variance += (frame - meanFrame) ** 2;
  });
  const slope = covariance / variance;
  const amplitudes = frames.map((frame) => bank.amplitude(frame, tone));
  const level = mean(amplitudes);
  return {
    frames,
    offsetHz: (slope * SAMPLE_RATE) / (2 * Math.PI * bank.hop),
    wander: rootMeanSquare(phases.map((phase, i) => phase - meanPhase - slope * (frames[i]! - meanFrame))),
    unevenness: rootMeanSquare(amplitudes.map((amplitude) => amplitude / level - 1)),
  };
}

function framesInside(bank: ToneBank, { begin, frame }: ToneSpan, tone: number): number[] {
  const first = Math.max(begin + FRAMES_AT_EDGE, frame - MOST_FRAMES + 1);
  let peak = 0;
  for (let at = first; at <= frame; at++) peak = Math.max(peak, bank.amplitude(at, tone));
  const frames: number[] = [];
  for (let at = first; at <= frame; at++) if (bank.amplitude(at, tone) >= IN_HOLE * peak) frames.push(at);
  return frames;
}

/** Phases relative to the nominal frequency's, made continuous; over a hole, as the tone so far foretells. */
function unwrapped(bank: ToneBank, span: ToneSpan, tone: number, frames: readonly number[]): number[] {
  const nominal = (2 * Math.PI * bank.hz(tone) * bank.hop) / SAMPLE_RATE;
  const relative = (frame: number) => bank.phase(frame, tone) - nominal * (frame - span.begin);
  const perFrame = typicalAdvance(frames, relative);
  const phases = [relative(frames[0]!)];
  for (let i = 1; i < frames.length; i++) {
    const foretold = phases[i - 1]! + perFrame * (frames[i]! - frames[i - 1]!);
    phases.push(foretold + wrapped(relative(frames[i]!) - foretold));
  }
  return phases;
}

function typicalAdvance(frames: readonly number[], phase: (frame: number) => number): number {
  let re = 0;
  let im = 0;
  for (let i = 1; i < frames.length; i++) {
    if (frames[i]! - frames[i - 1]! !== 1) continue;
    const advance = phase(frames[i]!) - phase(frames[i - 1]!);
    re += Math.cos(advance);
    im += Math.sin(advance);
  }
  return Math.atan2(im, re);
}

function otherShare(bank: ToneBank, span: ToneSpan, row: Straightened, column: Straightened): number {
  let tones = 0;
  let all = 0;
  for (const frame of row.frames) {
    tones += (bank.amplitude(frame, span.row) * bank.underrating(row.offsetHz)) ** 2 / 2;
    tones += (bank.amplitude(frame, span.column) * bank.underrating(column.offsetHz)) ** 2 / 2;
    all += bank.power(frame);
  }
  return 1 - tones / all;
}

/** Frames 12 to 25 ms before the tone's edge see nothing of it, nor of a key that ended 40 ms before. */
function powerBefore(bank: ToneBank, { begin }: ToneSpan): number {
  const power = (from: number, to: number) => {
    let sum = 0;
    for (let frame = Math.max(0, from); frame < to; frame++) sum += bank.power(frame);
    return sum / (to - from);
  };
  return power(begin - 10, begin - 4) / power(begin + 3, begin + 11);
}

function isInterrupted(bank: ToneBank, { row, column, begin, frame }: ToneSpan): boolean {
  const loudest = (tone: number) => {
    let peak = 0;
    for (let at = begin; at <= frame; at++) peak = Math.max(peak, bank.amplitude(at, tone));
    return peak;
  };
  const rowEdge = IN_HOLE * loudest(row);
  const columnEdge = IN_HOLE * loudest(column);
  for (let at = begin + FRAMES_AT_EDGE; at < frame; at++) {
    if (bank.amplitude(at, row) < rowEdge && bank.amplitude(at, column) < columnEdge) return true;
  }
  return false;
}

function wrapped(phase: number): number {
  return phase - 2 * Math.PI * Math.round(phase / (2 * Math.PI));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value * value)));
}
