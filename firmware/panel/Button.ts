import { type Duration, Milliseconds, Seconds } from "../time/Duration.ts";
import type { BootMs } from "./presence.ts";

/*
 * The one button of the box.
 *
 *   pressed for a moment            silences the lamps and the buzzer for an hour
 *   held 3 to 10 s, let go          somebody is here: set-up mode for ten minutes
 *   held while power comes on,      the way to the factory reset: the lamps count down; let go when all are lit,
 *     let go after 10 to 20 s       and press once more while they flicker. Anything else: nothing happens.
 *
 * What has consequences happens when the button is let go, never while it is down: a button that is stuck, or whose wire is
 * chafed through, opens nothing and erases nothing.
 */

/** Contacts that open for less are bouncing; a touch that is shorter is none. */
export const BOUNCE: Duration = Milliseconds(50);
export const SETUP_AFTER: Duration = Seconds(3);
export const TOO_LONG_AFTER: Duration = Seconds(10);
export const RESET_ARMED_AFTER: Duration = Seconds(10);
export const RESET_DISARMED_AFTER: Duration = Seconds(20);
export const CONFIRM_WITHIN: Duration = Seconds(10);
/** Nobody presses a button for so long. */
export const STUCK_AFTER: Duration = Seconds(30);
/** Held as the panel first looks, and no longer after the power came on than this: held at power-up. */
export const POWER_UP_UNTIL: Duration = Seconds(120);
/** A key that is held as the panel finds it is told at once. */
const FIRST_TOLD_WITHIN: Duration = Milliseconds(500);

type Purpose = "press" | "power-up" | "confirm";

export type ButtonState =
  | { readonly kind: "gone" }
  | { readonly kind: "up"; readonly freshUntilMs?: BootMs }
  | { readonly kind: "down"; readonly sinceMs: BootMs; readonly purpose: Purpose }
  | {
      readonly kind: "letGo";
      readonly sinceMs: BootMs;
      readonly purpose: Purpose;
      /** Until BOUNCE has passed it may only have been a bounce. */
      readonly atMs: BootMs;
    }
  | { readonly kind: "confirm"; readonly untilMs: BootMs }
  | { readonly kind: "stuck"; readonly sinceMs: BootMs };

export type ButtonEvent = { readonly atMs: BootMs } & (
  | { readonly kind: "found" }
  | { readonly kind: "gone" }
  | { readonly kind: "down" }
  | { readonly kind: "up" }
  /** Events were lost (evdev's SYN_DROPPED): what is held is no longer known. */
  | { readonly kind: "unsure" }
  | { readonly kind: "timePassed" }
);

export type ButtonEffect =
  | { readonly kind: "silence" }
  | { readonly kind: "openSetup" }
  | { readonly kind: "factoryReset" }
  | { readonly kind: "stuck"; readonly cleared: boolean };

type Step = readonly [ButtonState, readonly ButtonEffect[]];

export const noButton: ButtonState = { kind: "gone" };

const UP: ButtonState = { kind: "up" };

export function stepButton(state: ButtonState, event: ButtonEvent): Step {
  const timely = passTime(state, event.atMs);
  const [next, effects] = take(timely[0], event);
  return [next, [...timely[1], ...effects]];
}

function take(state: ButtonState, event: ButtonEvent): Step {
  switch (event.kind) {
    case "found":
      return state.kind === "gone" ? [{ kind: "up", freshUntilMs: event.atMs + FIRST_TOLD_WITHIN }, []] : [state, []];
    case "gone":
      return [noButton, cleared(state)];
    case "unsure":
      return state.kind === "gone" ? [state, []] : [UP, cleared(state)];
    case "down":
      return [down(state, event.atMs), []];
    case "up":
      return up(state, event.atMs);
    case "timePassed":
      return [state, []];
  }
}

function down(state: ButtonState, atMs: BootMs): ButtonState {
  switch (state.kind) {
    case "gone":
    case "down":
    case "stuck":
      return state;
    case "up": {
      const first = state.freshUntilMs !== undefined && atMs <= state.freshUntilMs && atMs <= POWER_UP_UNTIL;
      return { kind: "down", sinceMs: atMs, purpose: first ? "power-up" : "press" };
    }
    case "letGo":
      return { kind: "down", sinceMs: state.sinceMs, purpose: state.purpose };
    case "confirm":
      return { kind: "down", sinceMs: atMs, purpose: "confirm" };
  }
}

function up(state: ButtonState, atMs: BootMs): Step {
  switch (state.kind) {
    case "gone":
    case "up":
    case "letGo":
    case "confirm":
      return [state, []];
    case "down":
      return [{ ...state, kind: "letGo", atMs }, []];
    case "stuck":
      return [UP, cleared(state)];
  }
}

/** All that time alone has done until now: the panel may have been asleep. */
function passTime(state: ButtonState, nowMs: BootMs): Step {
  const [next, effects] = passOnce(state, nowMs);
  if (next === state) return [state, effects];
  const [last, more] = passTime(next, nowMs);
  return [last, [...effects, ...more]];
}

function passOnce(state: ButtonState, nowMs: BootMs): Step {
  switch (state.kind) {
    case "gone":
    case "up":
    case "stuck":
      return [state, []];
    case "down":
      return nowMs - state.sinceMs < STUCK_AFTER
        ? [state, []]
        : [{ kind: "stuck", sinceMs: state.sinceMs }, [{ kind: "stuck", cleared: false }]];
    case "letGo":
      return nowMs - state.atMs < BOUNCE ? [state, []] : judge(state.purpose, state.atMs - state.sinceMs, state.atMs);
    case "confirm":
      return nowMs < state.untilMs ? [state, []] : [UP, []];
  }
}

/** What was meant, now that it is really up. */
function judge(purpose: Purpose, heldMs: number, letGoMs: BootMs): Step {
  switch (purpose) {
    case "press":
      if (heldMs < BOUNCE || heldMs >= TOO_LONG_AFTER) return [UP, []];
      return [UP, [{ kind: heldMs < SETUP_AFTER ? "silence" : "openSetup" }]];
    case "power-up":
      return heldMs >= RESET_ARMED_AFTER && heldMs < RESET_DISARMED_AFTER
        ? [{ kind: "confirm", untilMs: letGoMs + CONFIRM_WITHIN }, []]
        : [UP, []];
    case "confirm":
      return [UP, heldMs >= BOUNCE && heldMs < SETUP_AFTER ? [{ kind: "factoryReset" }] : []];
  }
}

const cleared = (state: ButtonState): readonly ButtonEffect[] =>
  state.kind === "stuck" ? [{ kind: "stuck", cleared: true }] : [];

/** When time alone changes something (the state, or what the lamps show), if nobody touches the button. */
export function nextButtonTime(state: ButtonState, nowMs: BootMs): BootMs | undefined {
  switch (state.kind) {
    case "gone":
    case "up":
    case "stuck":
      return undefined;
    case "down":
      return [SETUP_AFTER, TOO_LONG_AFTER, RESET_DISARMED_AFTER, STUCK_AFTER]
        .map((after) => state.sinceMs + after)
        .find((at) => at > nowMs);
    case "letGo":
      return state.atMs + BOUNCE;
    case "confirm":
      return state.untilMs;
  }
}

/** What the lamps say to the person at the button: `letGo` all lit, `countdown`, `confirm` all flicker. */
export type ButtonSign = "letGo" | "countdown" | "confirm" | undefined;

export function buttonSign(state: ButtonState, nowMs: BootMs): ButtonSign {
  switch (state.kind) {
    case "gone":
    case "up":
    case "stuck":
    case "letGo":
      return undefined;
    case "confirm":
      return "confirm";
    case "down": {
      const held = nowMs - state.sinceMs;
      if (state.purpose === "power-up") {
        if (held < RESET_ARMED_AFTER) return "countdown";
        return held < RESET_DISARMED_AFTER ? "letGo" : undefined;
      }
      return state.purpose === "press" && held >= SETUP_AFTER && held < TOO_LONG_AFTER ? "letGo" : undefined;
    }
  }
}
