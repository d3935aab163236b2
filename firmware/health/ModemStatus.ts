import { plainText } from "../channel/shortMessageText.ts";

// What is known of a cellular modem, and how a person reads it.

/** `+CREG` (3GPP TS 27.007 §7.2), by what it means for calls and pages. */
export type Registration =
  | "home"
  | "roaming"
  | "searching"
  /** 0: not registered and not looking. */
  | "off"
  /** 3: the network refuses this SIM. */
  | "refused"
  /** 6 and 7: no calls. */
  | "sms-only"
  /** 8. */
  | "emergency-only"
  /** 4, or not known yet. */
  | "unknown";

export interface ModemStatus {
  /** The line's id in the clinic file. */
  readonly id: string;
  /** A page may be handed over now. */
  readonly ready: boolean;
  /** A network carries our SMS. */
  readonly registered: boolean;
  readonly registration?: Registration;
  readonly model?: string;
  readonly firmware?: string;
  /** The network's name, as it calls itself. */
  readonly network?: string;
  /** `LTE`, `UMTS`, `GSM`. */
  readonly access?: string;
  /** 0–31 as `+CSQ` gives it; 99: the modem does not know. */
  readonly signal?: number;
  /** Where a modem says it better than `+CSQ` can (`+CESQ`). */
  readonly signalDbm?: number;
  /** The last four digits of the ICCID: enough to tell two cards apart. See `lastFour`. */
  readonly simLastFour?: string;
  /** Texts that have not left. */
  readonly smsWaiting?: number;
  /** Messages that lie in the modem or on its SIM. */
  readonly storage?: { readonly used: number; readonly total: number };
  /** Resets by us since midnight, and how many are allowed in a day. */
  readonly resetsToday?: number;
  readonly resetsAllowed?: number;
  /** Whether it can answer calls. */
  readonly voice?: "yes" | "sms-only";
}

/** Of an ICCID; undefined when there are no four digits. */
export function lastFour(iccid: string): string | undefined {
  const digits = iccid.replace(/\D/g, "");
  return digits.length < 4 ? undefined : digits.slice(-4);
}

/** The stat of `+CREG` as a word; 9 and 10 are registered without preference for circuit-switched voice. */
export function registrationOf(stat: number): Registration {
  switch (stat) {
    case 0:
      return "off";
    case 1:
    case 9:
      return "home";
    case 2:
      return "searching";
    case 3:
      return "refused";
    case 5:
    case 10:
      return "roaming";
    case 6:
    case 7:
      return "sms-only";
    case 8:
      return "emergency-only";
    default:
      return "unknown";
  }
}

const REGISTRATION: Readonly<Record<Registration, string>> = {
  home: "in its own network",
  roaming: "in another provider's network (roaming)",
  searching: "looking for a network",
  off: "on no network, and not looking for one",
  refused: "refused by the network",
  "sms-only": "on a network that offers SMS only, no calls",
  "emergency-only": "on a network that offers emergency calls only",
  unknown: "network not known",
};

/** 27.007 §8.5: 0 is −113 dBm or less, 31 is −51 dBm or more, two dB a step. */
export const dbmOf = (csq: number): number => -113 + 2 * csq;

/** Below: pages fail at times. The steps are those that modem makers give for `+CSQ`. */
const STEPS: readonly (readonly [number, string])[] = [
  [-73, "very good"],
  [-83, "good"],
  [-93, "fair"],
  [-103, "weak"],
];

/** Undefined: the modem does not know. */
export const dbmOfStatus = ({ signal, signalDbm }: Pick<ModemStatus, "signal" | "signalDbm">): number | undefined =>
  signalDbm ?? (signal === undefined || signal > 31 ? undefined : dbmOf(signal));

/** `good (−79 dBm)`. */
export function signalInWords(status: Pick<ModemStatus, "signal" | "signalDbm">): string {
  const dbm = dbmOfStatus(status);
  if (dbm === undefined) return "unknown";
  const word = STEPS.find(([least]) => dbm >= least)?.[1] ?? "very weak";
  return `${word} (−${Math.abs(dbm)} dBm)`;
}

/** Names and values for a table: only what is known. */
export function modemInWords(status: ModemStatus): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string | undefined])[] = [
    ["state", stateInWords(status)],
    ["model", modelInWords(status)],
    ["network", networkInWords(status)],
    ["signal", `${signalInWords(status)}`],
    ["SIM", status.simLastFour === undefined ? undefined : `…${status.simLastFour}`],
    ["SMS waiting", status.smsWaiting === undefined ? undefined : String(status.smsWaiting)],
    ["message store", storageInWords(status)],
    ["resets today", resetsInWords(status)],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
}

/** The one sentence that matters: does a page go out? */
export function stateInWords(status: ModemStatus): string {
  const { ready, registered, voice } = status;
  if (!ready) return "not in service";
  const calls = voice === "yes" ? callsInWords(status) : voice === "sms-only" ? ", SMS only, no calls" : "";
  return `${registered ? "in service" : "no network"}${calls}`;
}

const callsInWords = (status: ModemStatus): string =>
  callsArrive(status) ? ", can answer calls" : ", no calls arrive";

/** The network brings calls to this SIM. */
export const callsArrive = ({ registered, registration }: ModemStatus): boolean =>
  registered && registration !== "sms-only" && registration !== "emergency-only";

function modelInWords({ model, firmware }: ModemStatus): string | undefined {
  if (model === undefined) return firmware === undefined ? undefined : `firmware ${firmware}`;
  return firmware === undefined ? model : `${model}, firmware ${firmware}`;
}

function networkInWords({ network, access, registration, registered }: ModemStatus): string {
  const where = REGISTRATION[registration ?? "unknown"];
  const plain = registration === undefined ? (registered ? "registered" : "none") : where;
  // The name comes from the network: only what a terminal shows.
  const name = [network === undefined ? undefined : plainText(network), access].filter((part) => part !== undefined);
  return name.length === 0 ? plain : `${name.join(" ")}, ${plain}`;
}

function storageInWords({ storage }: ModemStatus): string | undefined {
  if (storage === undefined) return undefined;
  const { used, total } = storage;
  return `${used} of ${total} used${total > 0 && used >= total ? " (full)" : ""}`;
}

function resetsInWords({ resetsToday, resetsAllowed }: ModemStatus): string | undefined {
  if (resetsToday === undefined) return undefined;
  return resetsAllowed === undefined ? String(resetsToday) : `${resetsToday} of at most ${resetsAllowed}`;
}
