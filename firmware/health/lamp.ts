import { FAULTS } from "./faults.ts";

/** What the lamps on the box show. People look at them in passing: each says one thing. */
export interface Lamps {
  /** on: calls are answered and pages go out. blink: only a part of that. off: neither. */
  readonly ready: "on" | "blink" | "off";
  /** on: there are messages that wait to be dealt with. */
  readonly message: "on" | "off";
  /** blink: an urgent call that nobody has taken. */
  readonly urgent: "blink" | "off";
  /** blink: an urgent fault. on: a warning. */
  readonly fault: "on" | "blink" | "off";
}

export interface LampFacts {
  /** All lines that should answer calls, and those that would answer one now. */
  readonly lines: { readonly all: number; readonly ready: number };
  /** A page could go out by SMS now. */
  readonly smsReady: boolean;
  /** Codes of the faults that are shown. */
  readonly faults: readonly string[];
  readonly openAlerts: number;
  readonly openMessages: number;
}

export const DARK: Lamps = { ready: "off", message: "off", urgent: "off", fault: "off" };

export function lampsFor({ lines, smsReady, faults, openAlerts, openMessages }: LampFacts): Lamps {
  const answers = lines.ready > 0;
  const whole = lines.ready === lines.all && answers && smsReady;
  const urgent = faults.some((code) => (FAULTS.get(code)?.severity ?? "urgent") === "urgent");
  return {
    ready: whole ? "on" : answers || smsReady ? "blink" : "off",
    message: openMessages > 0 ? "on" : "off",
    urgent: openAlerts > 0 ? "blink" : "off",
    fault: urgent ? "blink" : faults.length > 0 ? "on" : "off",
  };
}

const WORDS: Readonly<Record<keyof Lamps, Readonly<Record<"on" | "blink" | "off", string>>>> = {
  ready: {
    on: "answers calls and pages",
    blink: "does only a part of its work",
    off: "answers no calls and pages nobody by SMS",
  },
  message: { on: "messages that wait to be dealt with", blink: "", off: "" },
  urgent: { on: "", blink: "an urgent call that nobody has taken", off: "" },
  fault: { on: "a warning", blink: "an urgent fault", off: "" },
};

/** `ready blinks (does only a part of its work), fault on (a warning)`; lamps that are dark and should be are left out. */
export function lampsInWords(lamps: Lamps): string {
  const said = (["ready", "message", "urgent", "fault"] as const).flatMap((lamp) => {
    const words = WORDS[lamp][lamps[lamp]];
    return words === "" ? [] : [`${lamp} ${lamps[lamp] === "blink" ? "blinks" : lamps[lamp]} (${words})`];
  });
  return said.join(", ");
}
