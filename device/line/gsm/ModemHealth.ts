/* @pure */
// What a look at the modem means for the clinic: which faults there are, and since when. Modems lose the network for
// moments and report nonsense once; what lasts is told.
import { detail } from "../../../firmware/health/details/detailWords.ts";
import { registrationOf } from "../../../firmware/health/ModemStatus.ts";
import { type Duration, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { carriesSms } from "./storedPdus.ts";

/** One look at a modem in service. */
export interface Readings {
  readonly kind: "readings";
  /** 0-31 as +CSQ gives it; undefined is unknown. */
  readonly signal: number | undefined;
  /** ⟨stat⟩ of +CREG and +CEREG (27.007 §7.2); undefined when it was not answered. */
  readonly creg: number | undefined;
  readonly cereg: number | undefined;
}

export interface HealthRules {
  /** Modems lose the network for moments; after this a person should know. */
  readonly unregisteredIsFault: Duration;
  readonly weakIsFault: Duration;
}

export const HEALTH_RULES: HealthRules = { unregisteredIsFault: Seconds(20), weakIsFault: Minutes(5) };

/** 7: messages only, and roaming (27.007 §7.2). */
const ROAMING: ReadonlySet<number> = new Set([5, 7, 10]);
/** 0 to 4 is −113 to −105 dBm: a text gets through at times, a call hardly. */
const WEAK_SIGNAL = 5;

export type HealthCode =
  | "SMS_NOT_REGISTERED"
  | "SMS_BARRED"
  | "SMS_ROAMING"
  | "LINE_NO_VOICE_SERVICE"
  | "SMS_WEAK_SIGNAL";

/** Since when (monotonic) each thing has been so. */
export type HealthState = Readonly<Partial<Record<HealthCode, number>>>;

export interface HealthFinding {
  readonly code: HealthCode;
  /** Undefined: it is not so, or has not been for long enough. */
  readonly detail: string | undefined;
}

/** `wantsVoice`: somebody expects calls to be answered on this modem. */
export function judge(
  before: HealthState,
  { readings, atMs, wantsVoice }: { readonly readings: Readings; readonly atMs: number; readonly wantsVoice: boolean },
  rules: HealthRules = HEALTH_RULES,
): readonly [HealthState, readonly HealthFinding[]] {
  const details = detailsOf(readings, wantsVoice);
  const since: Partial<Record<HealthCode, number>> = {};
  const findings = (Object.keys(details) as HealthCode[]).map((code): HealthFinding => {
    const detail = details[code];
    if (detail === undefined) return { code, detail };
    const from = before[code] ?? atMs;
    since[code] = from;
    return { code, detail: atMs - from >= patience(code, rules) ? detail : undefined };
  });
  return [since, findings];
}

const patience = (code: HealthCode, rules: HealthRules): number => {
  if (code === "SMS_WEAK_SIGNAL") return rules.weakIsFault;
  return code === "SMS_ROAMING" ? 0 : rules.unregisteredIsFault;
};

/** Either network carries an SMS; only +CREG (or a voice-capable IMS, which it tells as registered) carries a call. */
export const isRegistered = ({ creg, cereg }: Readings): boolean =>
  [creg, cereg].some((stat) => stat !== undefined && carriesSms(stat));

function detailsOf(readings: Readings, wantsVoice: boolean): Readonly<Record<HealthCode, string | undefined>> {
  const { creg, cereg, signal } = readings;
  const registered = isRegistered(readings);
  const word = registrationOf(creg ?? cereg ?? 4);
  const refused = !registered && (creg === 3 || cereg === 3);
  const noVoice = registered && wantsVoice && creg !== undefined && ![1, 5, 9, 10].includes(creg);
  return {
    SMS_NOT_REGISTERED: registered || refused ? undefined : detail.notRegistered({ word }),
    SMS_BARRED: refused ? detail.simRefused() : undefined,
    SMS_ROAMING: registered && ROAMING.has(creg ?? cereg ?? 4) ? detail.roaming() : undefined,
    LINE_NO_VOICE_SERVICE: noVoice ? detail.noCalls({ word }) : undefined,
    SMS_WEAK_SIGNAL: registered && (signal === undefined || signal < WEAK_SIGNAL) ? signalInWords(signal) : undefined,
  };
}

const signalInWords = (signal: number | undefined): string =>
  signal === undefined ? detail.signalUnknown() : detail.signalOf({ n: signal });
