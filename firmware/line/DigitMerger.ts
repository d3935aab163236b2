import type { Digit } from "./Line.ts";

/**
 * One press of a key is one digit, whoever reports it and how often: the modem (framed `<DLE>/ <DLE>5 … <DLE>~`, bare
 * `<DLE>5`, copies every 70 ms while the key is held) and our own detector on the received audio.
 */
export type DigitEvent =
  /** The character after DLE. Those that have nothing to do with keys are ignored. */
  | { readonly kind: "modemEvent"; readonly atMs: number; readonly sinceMs?: number; readonly code: string }
  | {
      readonly kind: "audioKey";
      readonly atMs: number;
      /** We were held up until just now: it may have been pressed as early as this. */
      readonly sinceMs?: number;
      readonly digit: Digit;
      /** It sounded already when the line began to listen anew: perhaps the rest of a press that is known. */
      readonly heldOver?: boolean;
    };

export interface Press {
  readonly digit: Digit;
  readonly source: "modem" | "audio";
}

interface Seen {
  readonly digit: Digit;
  /** When any report of it was last heard. */
  readonly lastAtMs: number;
  readonly byModem: boolean;
  readonly byAudio: boolean;
}

export interface DigitState {
  /** An open shield and the key reported in it so far. */
  readonly shield?: { readonly digit?: Digit; readonly lastAtMs: number };
  /** Presses young enough to be reported again by the other source, oldest first. */
  readonly recent: readonly Seen[];
}

export const noDigits: DigitState = { recent: [] };

/** A shield whose end was lost closes itself when its copies (every 70 ms) have stopped for so long. */
const SHIELD_CLOSES_MS = 1_000;
/** The two sources tell the same press at most so far apart (their delays: 20 to 150 ms each). */
const SAME_PRESS_MS = 300;
/** Copies of an unframed digit; the fastest second press of a person comes later (40 ms tone, 40 ms pause, a finger). */
const COPY_MS = 100;

const DIGITS = "0123456789*#ABCD";
const toDigit = (code: string): Digit | undefined =>
  code.length === 1 && DIGITS.includes(code) ? (code as Digit) : undefined;

type Result = readonly [DigitState, Press | undefined];

export function step(before: DigitState, event: DigitEvent): Result {
  const state = forget(before, event.atMs, event.sinceMs ?? event.atMs);
  if (event.kind === "audioKey") return audioKey(state, event);
  if (event.code === "/") return [{ ...state, shield: { lastAtMs: event.atMs } }, undefined];
  if (event.code === "~") return [closeShield(state, event.atMs), undefined];
  const digit = toDigit(event.code);
  if (digit === undefined) return [state, undefined];
  return state.shield === undefined
    ? unframed(state, digit, event.atMs)
    : framed(state, state.shield, digit, event.atMs);
}

/** Takes out what is over: shields that never closed, presses that nobody will report any more. */
function forget(state: DigitState, atMs: number, sinceMs: number): DigitState {
  const shield =
    state.shield !== undefined && atMs - state.shield.lastAtMs < SHIELD_CLOSES_MS ? { shield: state.shield } : {};
  const held = shield.shield?.digit;
  return {
    ...shield,
    recent: state.recent.filter((seen) => seen.digit === held || sinceMs - seen.lastAtMs <= SAME_PRESS_MS),
  };
}

/** The line changed from recording to listening under a finger that lay on the key: its tone is heard a second time. */
function audioKey(state: DigitState, event: Extract<DigitEvent, { kind: "audioKey" }>): Result {
  const { digit, atMs } = event;
  const rest = event.heldOver === true && state.recent.some((seen) => seen.digit === digit && seen.byAudio);
  return rest ? [touch(state, digit, "byAudio", atMs), undefined] : report(state, digit, "audio", atMs);
}

function framed(state: DigitState, shield: NonNullable<DigitState["shield"]>, digit: Digit, atMs: number): Result {
  const next = { ...state, shield: { digit, lastAtMs: atMs } };
  if (shield.digit === digit) return [touch(next, digit, "byModem", atMs), undefined];
  return report(next, digit, "modem", atMs);
}

function unframed(state: DigitState, digit: Digit, atMs: number): Result {
  const copyOf = state.recent.findLast((seen) => seen.digit === digit && seen.byModem);
  if (copyOf !== undefined && atMs - copyOf.lastAtMs < COPY_MS)
    return [touch(state, digit, "byModem", atMs), undefined];
  return report(state, digit, "modem", atMs);
}

/** The end of the frame is the moment at which the key was let go: our detector may still be about to report it. */
function closeShield(state: DigitState, atMs: number): DigitState {
  const { shield, ...open } = state;
  return shield?.digit === undefined ? open : touch(open, shield.digit, "byModem", atMs);
}

/** A report by one source: of a press that only the other has told so far, or of a new one. */
function report(state: DigitState, digit: Digit, source: "modem" | "audio", atMs: number): Result {
  const mine = source === "modem" ? "byModem" : "byAudio";
  const known = state.recent.findIndex((seen) => seen.digit === digit && !seen[mine]);
  if (known >= 0) {
    const recent = state.recent.map((seen, at) => (at === known ? { ...seen, [mine]: true, lastAtMs: atMs } : seen));
    return [{ ...state, recent }, undefined];
  }
  const press: Seen = { digit, lastAtMs: atMs, byModem: source === "modem", byAudio: source === "audio" };
  return [
    { ...state, recent: [...state.recent, press] },
    { digit, source },
  ];
}

function touch(state: DigitState, digit: Digit, by: "byModem" | "byAudio", atMs: number): DigitState {
  const at = state.recent.findLastIndex((seen) => seen.digit === digit && seen[by]);
  if (at < 0) return state;
  return { ...state, recent: state.recent.map((seen, index) => (index === at ? { ...seen, lastAtMs: atMs } : seen)) };
}
