import type { EpochMs } from "../time/Clock.ts";
import { type DeskAct, type Hand, standingAct } from "./frontDesk.ts";
import type { Alert } from "./MessageStore.ts";

/** Where a message stands, in the order of its life. `MessageStore.AlertState` is about the pages; this is about the patient. */
export const MESSAGE_STATES = ["recording", "new", "paged", "taken", "calledBack", "closed"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Somebody did it, then. The name is absent where only an id was kept: by telephone, SMS, MQTT, command line. */
export interface Deed {
  readonly by?: { readonly id: string; readonly name?: string };
  readonly at: EpochMs;
}

/** What the state of a message is made of. */
export interface MessageFacts {
  /** The call is going on. */
  readonly callGoesOn: boolean;
  readonly alert?: Pick<Alert, "state" | "takenBy" | "takenAt" | "closedAt">;
  readonly alertClosedBy?: string;
  /** Somebody is, or was, told of it. */
  readonly wasPaged: boolean;
  /** Of this message, in their order. */
  readonly acts: readonly DeskAct[];
}

export interface MessageStanding {
  readonly state: MessageState;
  readonly taken?: Deed;
  readonly calledBack?: Deed;
  readonly closed?: Deed;
}

/** Neither called back nor closed. */
export const isOpen = (state: MessageState): boolean => state !== "calledBack" && state !== "closed";

/**
 * What the doctor's word on the page and the front desk's on the message come to. Each may come first: whoever reopens a
 * message whose page was closed has it open again, and a page that is closed after that counts again.
 */
export function messageStanding(facts: MessageFacts): MessageStanding {
  const { acts, alert } = facts;
  const standing = standingAct(acts);
  const taken = takenOf(facts, standing);
  const alertClosed = closingOf(facts);
  const since = standing?.order ?? Number.NEGATIVE_INFINITY;
  switch (standing?.deed.kind) {
    case "closed":
      return { state: "closed", ...taken, ...calledBackBefore(facts), closed: deedOf(standing) };
    case "calledBack":
      return { state: "calledBack", ...taken, calledBack: deedOf(standing) };
    case "reopened":
      // Whoever had it when it was closed has it no more.
      if (alertClosed !== undefined && alertClosed.at <= since) return { state: "new" };
      break;
    case "taken":
      if (alertClosed !== undefined && alertClosed.at <= since) return { state: "taken", ...taken };
      break;
    case undefined:
      break;
  }
  if (alertClosed !== undefined) return { state: "calledBack", ...taken, calledBack: alertClosed };
  if (taken.taken !== undefined) return { state: "taken", ...taken };
  if (facts.callGoesOn) return { state: "recording" };
  return { state: alert?.state === "open" && facts.wasPaged ? "paged" : "new" };
}

const deedOf = ({ at, by }: DeskAct): Deed => ({ at, by });
const byId = (id: string | undefined): Pick<Deed, "by"> => (id === undefined ? {} : { by: { id } });

/**
 * A page that the front desk ended is over from that word on: its alert is closed a moment later, which says nothing new, not
 * even when somebody has opened the message again in between.
 */
function closingOf({ acts, alert, alertClosedBy }: MessageFacts): Deed | undefined {
  const ending = acts.find(({ deed }) => "endsPage" in deed);
  if (ending !== undefined) return { by: ending.by, at: ending.order };
  return alert?.state !== "closed" ? undefined : { ...byId(alertClosedBy ?? alert.takenBy), at: alert.closedAt ?? 0 };
}

/** The front desk's own word comes after the page's; an alert that is open again is nobody's, whoever had it before. */
function takenOf({ alert }: MessageFacts, standing: DeskAct | undefined): { readonly taken?: Deed } {
  if (standing?.deed.kind === "taken") return { taken: deedOf(standing) };
  if (alert === undefined || alert.state === "open" || alert.takenAt === undefined) return {};
  return { taken: { ...byId(alert.takenBy), at: alert.takenAt } };
}

/** Of a message that is closed: when it was called back before, if it was. */
function calledBackBefore(facts: MessageFacts): { readonly calledBack?: Deed } {
  const closing = standingAct(facts.acts);
  const earlier = facts.acts.filter((act) => act !== closing);
  const { calledBack } = messageStanding({ ...facts, acts: earlier });
  return calledBack === undefined || (closing !== undefined && calledBack.at > closing.order) ? {} : { calledBack };
}

/** Whose it is: assigned to them, else taken by them. */
export const holderOf = (assigned: Hand | undefined, standing: MessageStanding): string | undefined =>
  assigned?.id ?? (standing.state === "taken" ? standing.taken?.by?.id : undefined);
