import { comparableNumber } from "../call/callbackNumber.ts";
import type { CallerId } from "../line/Line.ts";
import type { AlertState, Urgency, VoiceMessage } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { Hours } from "../time/Duration.ts";

// Which calls are of one caller. Whoever calls again because nobody has called back is not to wake the doctor as somebody
// new, and not to be silent either.

/** The night's calls belong together; what is open longer than this is a fault of its own. */
const BELONGS_TOGETHER = Hours(12);

/** By which an alert's caller is known again: the number that they confirmed, else the one that the line told. */
export function callerKey(
  message: Pick<VoiceMessage, "callback" | "callbackConfirmed">,
  callerId: CallerId | undefined,
  country: string,
): string | undefined {
  const told = callerId?.kind === "number" ? callerId.number : undefined;
  const number = (message.callbackConfirmed ? message.callback : undefined) ?? told;
  return number === undefined ? undefined : comparableNumber(number, country);
}

export interface KnownAlert {
  readonly ref: string;
  readonly urgency: Urgency;
  readonly phase: AlertState;
  readonly raisedAt: EpochMs;
  readonly linkedTo?: string;
  readonly key?: string;
  readonly professional: boolean;
}

/** What an alert has to do with the others: it is paged for with `linkedTo`, or only mentions `seeAlso`. */
export interface Kinship {
  readonly linkedTo?: string;
  readonly seeAlso?: string;
}

/**
 * A hospital's or laboratory's switchboard is one number for many patients: a professional's call is always one of its own.
 * An urgent call does not wait with a routine one; it only says that there is one.
 */
export function kinshipOf(
  alert: Pick<KnownAlert, "urgency" | "raisedAt" | "key" | "professional">,
  others: readonly KnownAlert[],
): Kinship {
  if (alert.key === undefined || alert.professional) return {};
  const theirs = others
    .filter(({ key, professional, phase }) => key === alert.key && !professional && phase !== "closed")
    .filter(({ raisedAt }) => Math.abs(alert.raisedAt - raisedAt) <= BELONGS_TOGETHER)
    .filter(({ linkedTo }) => linkedTo === undefined)
    .sort((a, b) => a.raisedAt - b.raisedAt);
  const first = theirs.find(({ urgency }) => urgency === "urgent");
  if (alert.urgency === "urgent" && first !== undefined) return { linkedTo: first.ref };
  const other = theirs.at(-1);
  return other === undefined ? {} : { seeAlso: other.ref };
}
