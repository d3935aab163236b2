import { type Duration, Hours, Milliseconds, Minutes, Seconds } from "../time/Duration.ts";
import { detail } from "./details/detailWords.ts";

/**
 * What can be done to a modem that does not work, from the mildest to the hardest. Below them all the AT dialogue finds
 * back to its place by itself (`resync`: ESC, then AT until it answers); above them all is only a person.
 */
export type Rung =
  /** The initialisation again, from ESC and ATE0. */
  | "reinit"
  /** The port closed, looked for by the modem's identity, and opened anew. */
  | "reopen"
  /** AT+CFUN=0, AT+CFUN=1: radio and SIM begin again, the USB device stays. */
  | "radio"
  /** The model's reset command, written also to a modem that does not answer. */
  | "reset"
  /** The USB device de-authorised and authorised again, or its drivers unbound and bound. */
  | "usb"
  /** The power switch, off for ten seconds. */
  | "power";

/**
 * `gone`: no port to open. `silent`: a port, but no AT answers. `sick`: it answers, and does not do its work. `worn`: it is in
 * service, and only a restart cures it (a SIM7600 whose calls have no sound any more): that waits for a quiet moment.
 */
export type FailedHow = "gone" | "silent" | "sick" | "worn";

export interface RungRules {
  /** From the order to do it to the end of doing it. */
  readonly within: Duration;
  /** What the modem then has until it must be in service: nothing harder is done before, it may only be starting. */
  readonly settle: Duration;
  /** A breath before it, so that a fault that passes by itself costs nothing harder. */
  readonly pause: Duration;
  /** Every call, page and registration on this modem is lost by it, and its flash wears: counted and limited. */
  readonly destructive: boolean;
  /** A reset modem goes on talking for a moment before it goes: no look at it before. */
  readonly blind: Duration;
}

/** Settling times: SIM7600 and EC25 are up 20 to 30 s after a reset (40 s is what ModemManager waits), after cold power later. */
export const RUNGS: Readonly<Record<Rung, RungRules>> = {
  reinit: { within: Seconds(30), settle: Seconds(5), pause: Seconds(0), blind: Seconds(0), destructive: false },
  reopen: { within: Seconds(10), settle: Seconds(30), pause: Milliseconds(250), blind: Seconds(0), destructive: false },
  radio: { within: Seconds(40), settle: Seconds(30), pause: Seconds(2), blind: Seconds(0), destructive: true },
  reset: { within: Seconds(10), settle: Seconds(40), pause: Seconds(3), blind: Seconds(5), destructive: true },
  usb: { within: Seconds(15), settle: Seconds(40), pause: Seconds(3), blind: Seconds(0), destructive: true },
  power: { within: Seconds(20), settle: Seconds(60), pause: Seconds(3), blind: Seconds(0), destructive: true },
};

/** What helps against what. A modem that says nothing cannot be asked to switch its radio; one that is gone hears nothing. */
export const CLIMB: Readonly<Record<FailedHow, readonly Rung[]>> = {
  gone: ["reopen", "usb", "power"],
  silent: ["reinit", "reopen", "reset", "usb", "power"],
  sick: ["reinit", "reopen", "radio", "reset", "usb", "power"],
  worn: ["reset", "usb", "power"],
};

export interface RecoveryRules {
  /**
   * Destructive rungs in any 24 hours. A maker's note (Quectel EC200U) allows about 30 power or CFUN cycles a day for the
   * flash; people, power cuts and firmware of its own use some of them. Twelve are one whole ladder of four and then one
   * try every two hours or so for the rest of the day.
   */
  readonly resetsADay: number;
  /** A port that is gone is a plug in somebody's hand until this long: only looked for, nothing is reset. */
  readonly goneGrace: Duration;
  /** A modem that was just plugged in or powered together with the box says nothing for so long. */
  readonly bootTime: Duration;
  /** A worn modem is restarted so long after it was said: the page of the call that showed it comes first. */
  readonly quietBefore: Duration;
  /** In service for so long, and the ladder begins at its foot again: a modem that works for moments must not keep it there. */
  readonly stable: Duration;
  /** Between two looks for a port that is gone, or at a modem that may be starting: doubles from the first to the last. */
  readonly lookFirst: Duration;
  readonly lookLast: Duration;
  /** The same at the end of the ladder, for a modem that is there and does not work. */
  readonly slowLast: Duration;
  /** Before the next round of the ladder; doubles. */
  readonly roundFirst: Duration;
  readonly roundLast: Duration;
  /** A call or a page in flight holds back what would destroy it, but not for ever: no call of ours lasts so long. */
  readonly longestBusy: Duration;
}

export const RECOVERY_RULES: RecoveryRules = {
  resetsADay: 12,
  goneGrace: Seconds(60),
  bootTime: Seconds(30),
  quietBefore: Minutes(2),
  stable: Seconds(60),
  lookFirst: Milliseconds(250),
  lookLast: Seconds(2),
  slowLast: Seconds(15),
  roundFirst: Minutes(5),
  roundLast: Hours(3),
  longestBusy: Minutes(15),
};

/** For people, in what the alarm says. */
export const HOW_IN_WORDS: Readonly<Record<FailedHow, string>> = {
  gone: detail.modemAway(),
  silent: detail.modemMute(),
  sick: detail.modemSick(),
  worn: detail.modemWorn(),
};

export const RUNG_IN_WORDS: Readonly<Record<Rung, string>> = {
  reinit: detail.reinit(),
  reopen: detail.reopen(),
  radio: detail.radio(),
  reset: detail.reset(),
  usb: detail.usb(),
  power: detail.power(),
};
