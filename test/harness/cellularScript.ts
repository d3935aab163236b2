import type { CallSign, ListedCall, ListedState, NotReached } from "../../firmware/line/cellular/CallSign.ts";
import { step } from "../../firmware/line/cellular/CellularCall.ts";
import {
  type CellularEffect,
  type CellularEvent,
  type CellularState,
  type CellularTimer,
  noCellularCall,
} from "../../firmware/line/cellular/CellularState.ts";
import type { Digit } from "../../firmware/line/Line.ts";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";

const CALLER = { kind: "number", number: "+13125550142" } as const;

/** `active`, `incoming`; `dialled-alerting` is one that we made; `active!` names its caller. */
function call(text: string, position: number): ListedCall {
  const [, ours, state, named] = /^(dialled-)?(\w+)(!?)$/.exec(text)!;
  const index = position + 1;
  return { index, incoming: !ours, state: state as ListedState, ...(named ? { callerId: CALLER } : {}) };
}

function sign(word: string, rest: string): Exclude<CallSign, { kind: "ring" }> {
  switch (word) {
    case "clip":
      return { kind: "callerId", callerId: rest === "withheld" ? { kind: "withheld" } : CALLER };
    case "says":
      return { kind: "call", call: call(rest, 0) };
    case "NO-CARRIER":
      return { kind: "ended", ...(rest === "" ? {} : { why: rest as NotReached }) };
    case "key":
      return { kind: "key", digit: rest as Digit };
    default:
      return { kind: word as "alerting" | "active" | "waiting" };
  }
}

/** `0 ring`, `40 ring@2`, `50 ring-never`; `300 list active,waiting!`, `300 list ?` (no answer), `300 list` (none). */
export function eventOf(line: string): CellularEvent {
  const [at, word = "", rest = ""] = line.split(" ");
  const atMs = Number(at);
  switch (word.replace(/[@-](\d|never)$/, "")) {
    case "ring": {
      const atRing = Number(/@(\d)/.exec(word)?.[1] ?? 1);
      return { kind: "ring", atMs, policy: word.endsWith("never") ? { never: true } : { atRing } };
    }
    case "list":
      return { kind: "polled", atMs, calls: rest === "?" ? undefined : rest.split(",").filter(Boolean).map(call) };
    case "ata":
      return { kind: "answerEnded", atMs, how: rest as "ok" };
    case "dial":
      return { kind: "dialWanted", atMs, ringFor: Seconds(30) };
    case "dialled":
      return { kind: "dialEnded", atMs, how: rest as "ok" };
    case "timer":
      return { kind: "timer", atMs, timer: rest as CellularTimer };
    case "lost":
    case "inService":
    case "hangUpWanted":
    case "hangUpEnded":
    case "audioStopped":
    case "audioFlows":
      return { kind: word as "lost", atMs };
    default:
      return { kind: "sign", atMs, sign: sign(word, rest) };
  }
}

function inWords(effect: CellularEffect): string[] {
  switch (effect.kind) {
    case "rang":
      return [`rang ${effect.ring}`];
    case "callerIdentified":
    case "answered":
      return [`${effect.kind} ${effect.callerId.kind}`];
    case "ringingStopped":
      return [`ringingStopped after ${effect.rings}`];
    case "farEndGone":
      return [`farEndGone ${effect.sign}`];
    case "notReached":
      return [`notReached ${effect.why}`];
    case "startTimer":
    case "cancelTimer":
      return [];
    default:
      return [effect.kind];
  }
}

/** What a script of events brings about, timers left out; and the kind of state that it ends in. */
export function play(lines: readonly string[], from: CellularState = noCellularCall): readonly [string[], string] {
  let state = from;
  const said = lines.flatMap((line) => {
    const [next, effects] = step(state, eventOf(line));
    state = next;
    return effects.flatMap(inWords);
  });
  return [said, state.kind];
}

/** The timers that run after a script, with the time that each was given. */
export function timersAfter(lines: readonly string[]): Record<string, number> {
  let state: CellularState = noCellularCall;
  const running: Record<string, number> = {};
  for (const line of lines) {
    const event = eventOf(line);
    if (event.kind === "timer") delete running[event.timer];
    const [next, effects] = step(state, event);
    state = next;
    for (const effect of effects) {
      if (effect.kind === "startTimer") running[effect.timer] = Milliseconds(effect.after);
      if (effect.kind === "cancelTimer") delete running[effect.timer];
    }
  }
  return running;
}
