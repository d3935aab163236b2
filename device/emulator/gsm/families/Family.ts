/* @pure */
import type { Digit } from "../../../../firmware/line/Line.ts";
import type { EpochMs } from "../../../../firmware/time/Clock.ts";
import type { CommandTable } from "../ModemContext.ts";
import type { MemoryName, Settings } from "../ModemState.ts";

/** What a program that looks at the SIM's state is told of itself. */
export type SimState = "ready" | "pin" | "puk" | "none";

/** How far a call has come; 27.007 §7.18 ⟨stat⟩. */
export type CallStage = "incoming" | "waiting" | "dialling" | "alerting" | "active" | "held" | "ended";

/** `+CLCC` ⟨stat⟩. 6 is no state of the standard: SIM7600 (manual §6.7) and Quectel say it of a call that is over. */
export const STAT: Readonly<Record<CallStage, number>> = {
  active: 0,
  held: 1,
  dialling: 2,
  alerting: 3,
  incoming: 4,
  waiting: 5,
  ended: 6,
};

/** Why a call ended, seen from the modem. */
export type CallEnd = "us" | "farEnd" | "missed" | "busy" | "noAnswer" | "rejected" | "unreachable" | "lost";

/** ITU-T Q.850 cause values, 24.008 Annex H. */
export const CAUSE: Readonly<Record<CallEnd, number>> = {
  us: 16,
  farEnd: 16,
  missed: 16,
  busy: 17,
  noAnswer: 19,
  rejected: 21,
  unreachable: 20,
  lost: 41,
};

/** A call as its indications describe it. */
export interface CallView {
  readonly index: number;
  /** Empty: withheld. */
  readonly number: string;
  readonly incoming: boolean;
  readonly stage: CallStage;
  readonly seconds: number;
  readonly wasActive: boolean;
  readonly end: CallEnd | undefined;
  /** The network's wall clock, `HH:MM`. */
  readonly timeOfDay: string;
}

/** A modem's make, as far as a program can tell. */
export interface Family {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** What ATI says. */
  readonly identity: (imei: string) => readonly string[];
  /** What AT+CGMR says. */
  readonly revisionLine: string;
  /** `AT+CMMS` (keep the radio link for several parts). Not in the SIM7600's manual V1.12. */
  readonly moreMessages: boolean;
  /** CNMI ⟨ds⟩ 1 and ⟨mt⟩ 3 only with ⟨mode⟩ 1 (SIM7600 manual §7.9). */
  readonly strictIndications: boolean;
  /** Plain ERROR to an unknown command, whatever AT+CMEE says. */
  readonly plainErrors: boolean;
  /** Said after power-on, before the SIM is looked at. */
  readonly boot: readonly string[];
  readonly simNews: (state: SimState) => readonly string[];
  /** Said when the SIM is open. */
  readonly simOpen: readonly string[];
  /** The message store is full; undefined: it says nothing. */
  readonly fullLine: (memory: MemoryName, settings: Settings) => string | undefined;
  /** The lines that go with a call's new stage, in their order. */
  readonly callLines: (call: CallView, settings: Settings) => readonly string[];
  /** A detected key; undefined: not reported (or not switched on). */
  readonly keyLine: (digit: Digit, settings: Settings) => string | undefined;
  /** New signal strength, where it was asked for. */
  readonly signalLines: (signal: number, settings: Settings) => readonly string[];
  /** Registered, or not any more. */
  readonly registrationLines: (registered: boolean, settings: Settings) => readonly string[];
  /** What it says for no reason, now and then (trait `noiseEveryMs`). */
  readonly noise: (signal: number, settings: Settings) => readonly string[];
  /** From the OK of ATD to the first line about the call; who hangs up before it gets no line about the end either. */
  readonly dialToldAfterMs: number;
  /** Unsolicited lines come on both AT ports; otherwise on the first alone. */
  readonly talksOnBothPorts: boolean;
  /** Where the sound of a call goes. */
  readonly sound: "serial" | "usb" | "none";
  /** Once switched on, it stays on for the calls that come. */
  readonly soundStaysOn: boolean;
  /** Position text goes to the port of the sound. */
  readonly positionInSound: boolean;
  /** What the clock shows at power-on, until the network tells the time. */
  readonly bootClock: EpochMs;
  /** The network's time is taken only after AT+CTZU=1. */
  readonly clockNeedsCtzu: boolean;
  readonly commands: CommandTable;
}

/** 27.007 §7.18, the plain line: `+CLCC: 1,1,4,0,0,"+13125550142",145`. */
export const listLine = ({ index, incoming, stage, number }: CallView): string =>
  `+CLCC: ${index},${incoming ? 1 : 0},${STAT[stage]},0,0,"${number}",${number.startsWith("+") ? 145 : 129}`;

/** The result code that ends a call (V.250 §5.7.1): every family says it, beside its own lines. */
export function endResult(call: CallView): readonly string[] {
  if (call.end === "us") return [];
  if (call.end === "busy") return ["BUSY"];
  return call.end === "noAnswer" ? ["NO ANSWER"] : ["NO CARRIER"];
}

/** ATI in the form that most share. */
export const plainIdentity = ({ manufacturer, model, revision }: Family, imei: string): readonly string[] => [
  `Manufacturer: ${manufacturer}`,
  `Model: ${model}`,
  `Revision: ${revision}`,
  `IMEI: ${imei}`,
  "+GCAP: +CGSM",
];
