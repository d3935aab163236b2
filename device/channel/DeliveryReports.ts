/* @pure */
import type { MonotonicMs } from "../../firmware/time/Clock.ts";
import { type Duration, Hours } from "../../firmware/time/Duration.ts";
import type { DecodedStatusReport, DeliveryOutcome } from "../line/gsm/pdu/Pdu.ts";

/** A phone that is off gets its messages for about three days; a report after that means nothing to us. */
const REPORT_WINDOW: Duration = Hours(72);
/** Messages whose reports are awaited; beyond it the oldest are forgotten. */
const MOST_AWAITED = 500;
/** Report and order may differ in national and international form: the last digits are compared. */
const COMPARED_DIGITS = 9;

interface Awaited {
  readonly dispatchId: string;
  readonly digits: string;
  readonly sinceMs: MonotonicMs;
  readonly parts: number;
  /** TP-MR of each part, 0-255: it wraps, so that it counts only together with the number and the time. */
  readonly references: readonly number[];
  readonly delivered: readonly number[];
}

export type AwaitedReports = readonly Awaited[];

export interface DeliveryReport {
  readonly dispatchId: string;
  readonly outcome: DeliveryOutcome;
  readonly detail: string;
}

const lastDigits = (number: string): string => number.replace(/\D/g, "").slice(-COMPARED_DIGITS);

/** One part was accepted under `reference`: a report of it may come in the next moment, before the other parts are sent. */
export function awaitReport(
  awaited: AwaitedReports,
  part: { readonly dispatchId: string; readonly to: string; readonly parts: number; readonly reference: number },
  nowMs: MonotonicMs,
): AwaitedReports {
  const known = awaited.find((one) => one.dispatchId === part.dispatchId && one.references.length < one.parts);
  const { dispatchId, to, parts, reference } = part;
  const entry: Awaited = known
    ? { ...known, references: [...known.references, reference] }
    : { dispatchId, digits: lastDigits(to), sinceMs: nowMs, parts, references: [reference], delivered: [] };
  const others = awaited.filter((one) => one !== known && nowMs - one.sinceMs < REPORT_WINDOW);
  return [...others.slice(1 - MOST_AWAITED), entry];
}

/** `delivered` is told once all parts are on the phone, a failure with the first part that fails. Newest first, as numbers wrap. */
export function takeReport(
  awaited: AwaitedReports,
  report: DecodedStatusReport,
  nowMs: MonotonicMs,
): readonly [AwaitedReports, DeliveryReport | undefined] {
  const at = awaited.findLastIndex(
    (one) =>
      one.digits === lastDigits(report.to) &&
      one.references.includes(report.reference) &&
      nowMs - one.sinceMs < REPORT_WINDOW,
  );
  const found = awaited[at];
  if (!found) return [awaited, undefined];
  const told = (outcome: DeliveryOutcome): DeliveryReport => ({
    dispatchId: found.dispatchId,
    outcome,
    detail: `TP-ST 0x${report.status.toString(16).padStart(2, "0")}`,
  });
  if (report.outcome === "pending") return [awaited, told("pending")];
  if (report.outcome !== "delivered") return [awaited.toSpliced(at, 1), told(report.outcome)];
  const delivered = [...new Set([...found.delivered, report.reference])];
  if (delivered.length === found.parts) return [awaited.toSpliced(at, 1), told("delivered")];
  return [awaited.with(at, { ...found, delivered }), undefined];
}
