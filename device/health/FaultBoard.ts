import { FAULTS } from "../../firmware/health/faults.ts";
import {
  faultKey,
  nextShownAt,
  type ShownEvent,
  type ShownFaults,
  stepShown,
  type WatchedFault,
} from "../../firmware/health/ShownFaults.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";
import type { ActiveFault, BoardFault, PastFault } from "./Fault.ts";

export type { ActiveFault, BoardFault, PastFault } from "./Fault.ts";

export interface BoardListeners {
  /** At once, for the log. */
  readonly raised: (fault: ActiveFault) => void;
  readonly cleared: (fault: ActiveFault) => void;
  /** For everything that calls a person: it has lasted, and nothing else explains it. */
  readonly shown: (fault: ActiveFault) => void;
  /** A fault that was shown has gone. */
  readonly over: (fault: ActiveFault) => void;
}

/** What `firstring doctor` shows of the past. */
const REMEMBERED = 50;

/** What is wrong now, and what was. Each fault is told once when it comes and once when it goes, however often it is reported. */
export class FaultBoard {
  readonly #clock: Clock;
  readonly #listeners: BoardListeners;
  readonly #active = new Map<string, ActiveFault>();
  readonly #history: PastFault[] = [];
  #watched: ShownFaults = new Map();
  #timer: Timer | undefined;

  constructor(clock: Clock, listeners: BoardListeners) {
    this.#clock = clock;
    this.#listeners = listeners;
  }

  report(code: string, where: string, detail: string, cleared = false): void {
    if (cleared) this.clear(code, where);
    else this.#raise(code, where, detail);
  }

  #raise(code: string, where: string, detail: string): void {
    if (!FAULTS.has(code)) throw new Error(`fault ${code} is not declared in firmware/health/faults/`);
    const key = faultKey(code, where);
    const known = this.#active.get(key);
    // Not told again, but who asks now gets what is true now.
    if (known !== undefined) {
      this.#active.set(key, { ...known, detail });
      return;
    }
    const fault: ActiveFault = { code, where, detail, since: this.#clock.now() };
    this.#active.set(key, fault);
    this.#history.push(fault);
    if (this.#history.length > REMEMBERED) this.#history.shift();
    this.#listeners.raised(fault);
    this.#step({ kind: "raised", code, where, atMs: this.#clock.monotonic() });
  }

  clear(code: string, where: string): void {
    const key = faultKey(code, where);
    const fault = this.#active.get(key);
    if (fault === undefined) return;
    const entry = this.#history.findLastIndex(
      (past) => past.since === fault.since && faultKey(past.code, past.where) === key,
    );
    if (entry >= 0) this.#history[entry] = { ...fault, until: this.#clock.now() };
    this.#active.delete(key);
    this.#listeners.cleared(fault);
    this.#step({ kind: "cleared", code, where, atMs: this.#clock.monotonic() }, fault);
  }

  /** What an earlier run knew; what was there when it ended is taken as over since. */
  remember(history: readonly PastFault[]): void {
    const now = this.#clock.now();
    this.#history.unshift(...history.map((past) => ({ ...past, until: past.until ?? now })));
    this.#history.splice(0, this.#history.length - REMEMBERED);
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  get active(): readonly BoardFault[] {
    return [...this.#active].map(([key, fault]) => onBoard(fault, this.#watched.get(key)));
  }

  /** Oldest first; those that are there still are among them. */
  get history(): readonly PastFault[] {
    return this.#history;
  }

  #step(event: ShownEvent, gone?: ActiveFault): void {
    const [watched, effects] = stepShown(this.#watched, event);
    this.#watched = watched;
    for (const { kind, key } of effects) {
      if (kind === "over" && gone !== undefined) this.#listeners.over(gone);
      const fault = this.#active.get(key);
      if (kind === "show" && fault !== undefined) this.#listeners.shown(fault);
    }
    this.#setTimer();
  }

  #setTimer(): void {
    this.#timer?.cancel();
    const at = nextShownAt(this.#watched);
    if (at === undefined) return;
    const wait = Milliseconds(Math.max(0, at - this.#clock.monotonic()));
    this.#timer = this.#clock.after("faults.shown", wait, () =>
      this.#step({ kind: "timePassed", atMs: this.#clock.monotonic() }),
    );
  }
}

const onBoard = (fault: ActiveFault, watched: WatchedFault | undefined): BoardFault => ({
  ...fault,
  shown: watched?.shown ?? false,
  ...(watched?.explainedBy === undefined ? {} : { explainedBy: watched.explainedBy }),
});
