import { type Duration, Milliseconds, Seconds } from "../time/Duration.ts";
import { type CallerIdParts, decodeCallerIdHex, nameParts, numberParts } from "./CallerIdMessage.ts";
import type { CallerId } from "./Line.ts";

/**
 * Caller-ID lines into whole groups. A group ends when number and name are both there, at the next ring, or 0.3 s after
 * the number: never on the number alone, because then the name would be given to the next caller (a peer does that).
 * Empty lines mean nothing. Groups may come before any ring (UK, ETSI).
 */
export type CallerIdEvent =
  | { readonly kind: "line"; readonly text: string }
  /** A new ring signal: the transmission of the last gap is over. */
  | { readonly kind: "ring" }
  /** The line is idle again; what was half told belongs to nobody. */
  | { readonly kind: "reset" }
  | { readonly kind: "timer"; readonly timer: CallerIdTimer };

export type CallerIdTimer = "callerIdSettles" | "callerIdExpires";

export type CallerIdEffect =
  /** The first field of a group: the transmission has begun to arrive, it pays to wait for its end. */
  | { readonly kind: "groupBegan" }
  | { readonly kind: "group"; readonly callerId: CallerId }
  | { readonly kind: "startTimer"; readonly timer: CallerIdTimer; readonly after: Duration }
  | { readonly kind: "cancelTimer"; readonly timer: CallerIdTimer };

export type CallerIdState =
  /** `closed`: a group has just ended, so a late name is nobody's. */
  | { readonly kind: "waiting"; readonly closed: boolean }
  | {
      readonly kind: "collecting";
      readonly parts: CallerIdParts;
      readonly numberSeen: boolean;
      readonly nameSeen: boolean;
    };

export const noCallerId: CallerIdState = { kind: "waiting", closed: false };

/** NAME follows NMBR on the very next line (measured logs), so this is generous. */
const AFTER_NUMBER = Milliseconds(300);
/** A group without a number (only date and time) must not be glued to the call after it. */
const LONGEST_GROUP = Seconds(2);

type Result = readonly [CallerIdState, readonly CallerIdEffect[]];

export function step(state: CallerIdState, event: CallerIdEvent): Result {
  switch (event.kind) {
    case "line": {
      const field = readField(event.text);
      return field === undefined ? [state, []] : take(state, field);
    }
    case "ring":
      return state.kind === "collecting" ? close(state) : [noCallerId, []];
    case "timer":
      return state.kind === "collecting" ? close(state) : [state, []];
    case "reset":
      return [noCallerId, state.kind === "collecting" ? stopTimers : []];
  }
}

type Field =
  | { readonly kind: "number"; readonly parts: CallerIdParts }
  /** A second way of telling the same: it fills what the first left open, and never means another call. */
  | { readonly kind: "more"; readonly parts: CallerIdParts }
  | { readonly kind: "name"; readonly parts: CallerIdParts }
  | { readonly kind: "other" };

/** Names of fields, as Rockwell and Conexant (`NMBR = `), U.S. Robotics (`NMBR=`) and ZyXEL (`CALLER NUMBER: `) print them. */
const FIELD =
  /^\s*(DATE|TIME|NMBR|NBR|DDN_NMBR|NDID|NAME|MESG|CALLER(?:'S)? NUMBER|CALLER NAME|REASON FOR NO CALLER N(?:UMBER|AME)|CALLERID)\s*[=:](.*)$/is;

function readField(line: string): Field | undefined {
  const match = FIELD.exec(line);
  if (match === null) return bareHex(line);
  const value = (match[2] ?? "").trim();
  switch ((match[1] ?? "").toUpperCase()) {
    case "DATE":
    case "TIME":
    case "REASON FOR NO CALLER NAME":
      return { kind: "other" };
    case "NAME":
    case "CALLER NAME":
      return { kind: "name", parts: nameParts(value) };
    case "MESG":
      return { kind: "more", parts: decodeCallerIdHex(value) ?? {} };
    // The dialable number, or a second number whose meaning differs between vendors: taken when NMBR gives none.
    case "DDN_NMBR":
    case "NDID":
      return { kind: "more", parts: numberParts(value) };
    default:
      return { kind: "number", parts: numberParts(value) };
  }
}

/** `AT+VCID=2` prints the message as one line of hex; its two types begin with 80 and 04. */
function bareHex(line: string): Field | undefined {
  const bare = line.trim();
  if (bare.length < 22 || !/^(80|04)[0-9A-F]+$/i.test(bare)) return undefined;
  const parts = decodeCallerIdHex(bare);
  return parts === undefined ? undefined : { kind: "more", parts };
}

type Collecting = Extract<CallerIdState, { kind: "collecting" }>;

function take(state: CallerIdState, field: Field): Result {
  // A name alone, after its group was closed by the clock, would become the next caller's name.
  if (state.kind === "waiting") return state.closed && field.kind === "name" ? [state, []] : open(field);
  // A second, different number can only be another call's (RING lost in between): whole groups or nothing.
  if (field.kind === "number" && startsAnother(state, field.parts)) {
    const [, closing] = close(state);
    const [next, opening] = open(field);
    return [next, [...closing, ...opening]];
  }
  return add(state, field);
}

const startsAnother = (state: Collecting, parts: CallerIdParts): boolean =>
  parts.number !== undefined && state.parts.number !== undefined && parts.number !== state.parts.number;

function open(field: Field): Result {
  const [next, effects] = add({ kind: "collecting", parts: {}, numberSeen: false, nameSeen: false }, field);
  if (next.kind !== "collecting") return [next, [{ kind: "groupBegan" }, ...effects]];
  return [
    next,
    [{ kind: "groupBegan" }, { kind: "startTimer", timer: "callerIdExpires", after: LONGEST_GROUP }, ...effects],
  ];
}

function add(state: Collecting, field: Field): Result {
  if (field.kind === "other") return [state, []];
  const numberSeen = state.numberSeen || field.kind === "number" || tellsNumber(field.parts);
  const nameSeen = state.nameSeen || field.kind === "name" || field.parts.name !== undefined;
  const next: Collecting = { kind: "collecting", parts: merge(state.parts, field.parts), numberSeen, nameSeen };
  if (numberSeen && nameSeen) return close(next);
  if (!numberSeen || state.numberSeen) return [next, []];
  return [next, [{ kind: "startTimer", timer: "callerIdSettles", after: AFTER_NUMBER }]];
}

const tellsNumber = (parts: CallerIdParts): boolean => parts.number !== undefined || parts.absent !== undefined;

/** The first of each wins, but a number wins over any reason why there should be none. */
const merge = (have: CallerIdParts, more: CallerIdParts): CallerIdParts => ({ ...more, ...have });

const stopTimers: readonly CallerIdEffect[] = [
  { kind: "cancelTimer", timer: "callerIdSettles" },
  { kind: "cancelTimer", timer: "callerIdExpires" },
];

function close(state: Collecting): Result {
  const effects: readonly CallerIdEffect[] =
    state.numberSeen || state.parts.name !== undefined
      ? [...stopTimers, { kind: "group", callerId: toCallerId(state.parts) }]
      : stopTimers;
  return [{ kind: "waiting", closed: true }, effects];
}

function toCallerId(parts: CallerIdParts): CallerId {
  const name = parts.name === undefined ? {} : { name: parts.name };
  if (parts.number !== undefined) return { kind: "number", number: parts.number, ...name };
  return { kind: parts.absent ?? "unavailable", ...name };
}
