/* @pure */
import type { DeliveryState, Dispatch, SentPart } from "../../firmware/message/MessageStore.ts";
import type { EpochMs, MonotonicMs } from "../../firmware/time/Clock.ts";
import { type Duration, Hours } from "../../firmware/time/Duration.ts";
import { type DecodedStatusReport, type DeliveryOutcome, deliveryOutcome, toEpochMs } from "../line/gsm/pdu/Pdu.ts";

/** A phone that is off gets its messages for about three days; a report after that means nothing to us. */
export const REPORT_WINDOW: Duration = Hours(72);
/** Messages whose reports are awaited; beyond it the oldest are forgotten. */
const MOST_AWAITED = 500;
/** Report and order may differ in national and international form: the last digits are compared. */
const COMPARED_DIGITS = 9;

interface Awaited {
  readonly dispatch: Dispatch;
  readonly digits: string;
  /** How many parts its text has; all of them have to be on the phone. */
  readonly total: number;
  readonly parts: readonly SentPart[];
  /** When the first part was taken. TP-MR wraps after 256, so that it counts only together with the number and the time. */
  readonly sinceMs: MonotonicMs;
  /** Sent by an earlier run: `sinceMs` is the box's own clock once more, and says nothing about it. */
  readonly again?: true;
}

export type AwaitedReports = readonly Awaited[];

/** What a report says of a text. `dispatch` is its row as it is to be written, parts included. */
export interface DeliveryReport {
  readonly dispatch: Dispatch;
  readonly dispatchId: string;
  readonly outcome: DeliveryOutcome;
  readonly detail: string;
}

/** A report that says "not yet" changes nothing. */
const STATE_AFTER: Readonly<Record<DeliveryOutcome, DeliveryState | undefined>> = {
  delivered: "delivered",
  pending: undefined,
  failed: "failedPermanently",
  gaveUp: "failedTemporarily",
};

const lastDigits = (number: string): string => number.replace(/\D/g, "").slice(-COMPARED_DIGITS);

/** One part was accepted: a report of it may come in the next moment, before the other parts are sent. */
export function awaitReport(
  awaited: AwaitedReports,
  sent: { readonly dispatch: Dispatch; readonly total: number; readonly index: number; readonly part: SentPart },
  nowMs: MonotonicMs,
): AwaitedReports {
  const { dispatch, total, index, part } = sent;
  const known = index === 0 ? undefined : awaited.findLast((one) => one.dispatch.id === dispatch.id);
  const entry: Awaited = known
    ? { ...known, parts: [...known.parts, part] }
    : { dispatch, digits: lastDigits(dispatch.address), total, parts: [part], sinceMs: nowMs };
  return [...kept(awaited, nowMs).filter((one) => one !== known), entry];
}

/** After a start: what was sent before it, by the rows of the store. A clock that was set meanwhile makes nothing older than it may be. */
export function awaitAgain(dispatches: readonly Dispatch[], now: EpochMs, nowMs: MonotonicMs): AwaitedReports {
  return dispatches.flatMap((dispatch): Awaited[] => {
    const { parts = [], address, state } = dispatch;
    const [first] = parts;
    if (first === undefined || state !== "sent") return [];
    const sinceMs = nowMs - Math.max(0, now - first.at);
    return [{ dispatch, digits: lastDigits(address), total: parts.length, parts, sinceMs, again: true }];
  });
}

/**
 * What the service centre's clock said when it took a text of this run, and when that was: a report that comes a day later says
 * it as well. The stamp of a text that came in says less: it may have waited, for just as long as the box was without power.
 */
export function centreTimeOf(
  awaited: AwaitedReports,
  { sentAt, to, reference }: DecodedStatusReport,
): { readonly civil: EpochMs; readonly atMs: MonotonicMs } | undefined {
  if (sentAt === undefined) return undefined;
  const found = awaited.findLast(
    (one) => one.digits === lastDigits(to) && one.parts[0]?.reference === reference && one.again === undefined,
  );
  return found && { civil: toEpochMs(sentAt), atMs: found.sinceMs };
}

/** The parts of a text that were taken, with what was reported on them meanwhile. */
export const partsOf = (awaited: AwaitedReports, dispatchId: string): readonly SentPart[] =>
  awaited.findLast((one) => one.dispatch.id === dispatchId)?.parts ?? [];

/**
 * Finds the text that a report is about: the reference, the number and the time together, newest first. The report is told
 * once all parts are on the phone, or with the first part that fails; `row` has to be written in any case.
 */
export function takeReport(
  awaited: AwaitedReports,
  report: DecodedStatusReport,
  now: EpochMs,
  nowMs: MonotonicMs,
): readonly [AwaitedReports, { readonly row?: Dispatch; readonly report?: DeliveryReport }] {
  const found = kept(awaited, nowMs).findLast(
    (one) => one.digits === lastDigits(report.to) && one.parts.some(({ reference }) => reference === report.reference),
  );
  if (!found) return [awaited, {}];
  const { outcome, status, reference } = report;
  const detail = `TP-ST 0x${status.toString(16).padStart(2, "0")}`;
  const parts = found.parts.map((part) => (part.reference === reference ? { ...part, status } : part));
  const changed: Awaited = { ...found, parts };
  const told = (row: Dispatch): DeliveryReport => ({ dispatch: row, dispatchId: row.id, outcome, detail });
  const others = awaited.filter((one) => one !== found);
  const whole = parts.length === found.total;
  if (outcome === "pending") return [awaited, { report: told(found.dispatch) }];
  if (outcome === "delivered" && !(whole && parts.every(isDelivered))) {
    const row: Dispatch = { ...found.dispatch, state: "sent", parts, updatedAt: now };
    return [[...others, changed], whole ? { row } : {}];
  }
  // The same text was sent again since: what became of the earlier copy decides nothing.
  const newer = awaited.slice(awaited.indexOf(found) + 1).some((one) => one.dispatch.id === found.dispatch.id);
  if (newer && outcome !== "delivered") return [others, {}];
  const state = STATE_AFTER[outcome] ?? found.dispatch.state;
  const row: Dispatch = { ...found.dispatch, state, detail, parts, updatedAt: now };
  return [others, { row, report: told(row) }];
}

const isDelivered = ({ status }: SentPart): boolean => status !== undefined && deliveryOutcome(status) === "delivered";

const kept = (awaited: AwaitedReports, nowMs: MonotonicMs): AwaitedReports =>
  awaited.filter((one) => nowMs - one.sinceMs < REPORT_WINDOW).slice(-MOST_AWAITED);
