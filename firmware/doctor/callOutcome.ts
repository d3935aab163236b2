import type { DispatchOutcome } from "../channel/AlertChannel.ts";
import type { NotReached } from "../line/cellular/CallSign.ts";

type Failure = Extract<DispatchOutcome, { readonly kind: "failedTemporarily" | "failedPermanently" }>;

const permanently = (detail: string): Failure => ({ kind: "failedPermanently", detail });
const MODEM_GONE = "the modem went away";
const temporarily = (detail: string): Failure => ({ kind: "failedTemporarily", detail });

/**
 * What it means for the escalation that nobody was reached. It goes on at once where this call has done all it could; only what
 * is wrong with our own line is worth the same call again. `rangMs`: how long their phone rang; `lineLost`: our modem is gone.
 */
export function notReachedOutcome(why: NotReached, rangMs: number | undefined, lineLost: boolean): Failure {
  switch (why) {
    case "busy":
      return permanently("busy");
    case "noAnswer":
      return permanently(`rang out after ${Math.round((rangMs ?? 0) / 1000)} s`);
    case "rejected":
      return permanently("refused");
    case "unreachable":
      return permanently("switched off, or out of reach");
    case "noService":
      return temporarily("no network");
    // Some makes say no more than this of a call that was refused, or to a phone that is off.
    case "failed":
      return lineLost ? temporarily(MODEM_GONE) : permanently("not put through");
  }
}

/** Somebody answered, and nobody heard the page: a mailbox, no PIN, or a call that our own modem cut off. */
export const notHeardOutcome = (detail: string, lineLost: boolean): Failure =>
  lineLost ? temporarily(MODEM_GONE) : permanently(detail);
