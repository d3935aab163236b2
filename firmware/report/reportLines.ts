import type { Report } from "./Report.ts";
import type { Spread } from "./spread.ts";

/** One figure with what it may be held against. Text and CSV are made of the same ones, so that they cannot differ. */
export interface ReportLine {
  readonly section: string;
  readonly name: string;
  readonly unit: "calls" | "messages" | "alerts" | "pages" | "times" | "s" | "steps" | "%";
  /** Undefined: it did not occur. */
  readonly value: number | Spread | undefined;
  /** Where the yardstick comes from is said with it. */
  readonly yardstick?: string;
}

const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : Math.round((1_000 * part) / whole) / 10;

/** In the order in which a practice asks. */
export function reportLines(report: Report): readonly ReportLine[] {
  return [
    ...callLines(report),
    ...messageLines(report),
    ...timeLines(report),
    ...pageLines(report),
    ...escalationLines(report),
    ...peopleLines(report),
  ];
}

function callLines({ calls }: Report): readonly ReportLine[] {
  const section = "Calls";
  const { nothingPressed, nothingToCallBack, kept } = calls.early;
  return [
    { section, name: "rang", unit: "calls", value: calls.rang },
    { section, name: "answered by the box", unit: "calls", value: calls.answered },
    {
      section,
      name: "not answered by the box",
      unit: "calls",
      value: calls.notAnswered,
      yardstick: "the front desk took it, or the caller gave up ringing",
    },
    {
      section,
      name: "ring to answer",
      unit: "s",
      value: calls.ringToAnswer,
      yardstick: "ours: before the second ring (6 s); the trade: 15 to 30 s; URAC: 30 s",
    },
    {
      section,
      name: "abandoned: hung up before any key, nothing left",
      unit: "calls",
      value: nothingPressed,
    },
    {
      section,
      name: "abandoned, of those answered",
      unit: "%",
      value: share(nothingPressed, calls.answered),
      yardstick: "URAC: at most 5 %",
    },
    {
      section,
      name: "ended early after a key, with nothing to call back at",
      unit: "calls",
      value: nothingToCallBack,
      yardstick: "number withheld and none given",
    },
    { section, name: "ended early, and kept as a message", unit: "calls", value: kept },
  ];
}

function messageLines({ messages }: Report): readonly ReportLine[] {
  const section = "Messages";
  const { all, urgent, routine, incomplete, byCaller, because } = messages;
  return [
    { section, name: "all", unit: "messages", value: all },
    { section, name: "urgent", unit: "messages", value: urgent },
    { section, name: "routine", unit: "messages", value: routine },
    {
      section,
      name: "marked urgent",
      unit: "%",
      value: share(urgent, all),
      yardstick: "for the practice: are callers asked the right question?",
    },
    { section, name: "from patients", unit: "messages", value: byCaller.patient },
    { section, name: "from professionals", unit: "messages", value: byCaller.professional },
    { section, name: "from callers who did not say", unit: "messages", value: byCaller.unknown },
    { section, name: "not finished by the caller", unit: "messages", value: incomplete },
    ...Object.entries(because).map(
      ([why, value]): ReportLine => ({ section, name: `because: ${why}`, unit: "messages", value }),
    ),
  ];
}

function timeLines({ times }: Report): readonly ReportLine[] {
  const section = "Times of urgent messages";
  const line = (name: string, value: Spread | undefined, yardstick?: string): ReportLine => ({
    section,
    name,
    unit: "s",
    value,
    ...(yardstick === undefined ? {} : { yardstick }),
  });
  return [
    line("answer to recorded (all messages)", times.answerToRecorded),
    line("urgent known to alert raised", times.urgentToRaised, "ours: as soon as a number is confirmed, 45 s at most"),
    line("alert raised to page sent", times.raisedToSent, "ours: 3 s"),
    line("alert raised to page on a phone", times.raisedToDelivered),
    line("urgent known to taken", times.urgentToTaken, "usual: a call back within 15 to 30 min"),
    line("taken to called back", times.takenToCalledBack),
    line("urgent known to called back", times.urgentToCalledBack, "URAC: 30 min on average"),
  ];
}

function pageLines({ pages }: Report): readonly ReportLine[] {
  const section = "Pages";
  return [
    { section, name: "all", unit: "pages", value: pages.all },
    { section, name: "taken by a network or broker", unit: "pages", value: pages.sent },
    { section, name: "reported as on the phone", unit: "pages", value: pages.delivered },
    { section, name: "that could not be sent", unit: "pages", value: pages.failed },
    { section, name: "sent, and reported as not delivered", unit: "pages", value: pages.undelivered },
  ];
}

function escalationLines({ escalation }: Report): readonly ReportLine[] {
  const section = "Escalation";
  const trend = "watch the trend";
  return [
    { section, name: "alerts", unit: "alerts", value: escalation.alerts },
    { section, name: "steps run for each alert", unit: "steps", value: escalation.steps, yardstick: trend },
    { section, name: "not taken at the first step", unit: "alerts", value: escalation.beyondFirstStep },
    {
      section,
      name: "at some step nobody could be paged",
      unit: "alerts",
      value: escalation.reachedNobody,
      yardstick: "should be 0",
    },
    { section, name: "pages to the fallback", unit: "times", value: escalation.fallback, yardstick: trend },
    { section, name: "met a gap in the schedule", unit: "alerts", value: escalation.gaps, yardstick: "should be 0" },
    { section, name: "taken, not called back in time, paged again", unit: "times", value: escalation.takesExpired },
    { section, name: "second calls of a caller, paged with the first", unit: "times", value: escalation.secondCalls },
    { section, name: "still open", unit: "alerts", value: escalation.stillOpen, yardstick: "should be 0" },
    { section, name: "taken, and not yet called back", unit: "alerts", value: escalation.notCalledBack },
  ];
}

const peopleLines = ({ people }: Report): readonly ReportLine[] =>
  people.flatMap(({ id, paged, taken, passed, calledBack }): ReportLine[] => {
    const section = `Person ${id}`;
    return [
      { section, name: "paged for", unit: "alerts", value: paged },
      { section, name: "took", unit: "alerts", value: taken },
      { section, name: "handed on", unit: "alerts", value: passed },
      { section, name: "called back", unit: "alerts", value: calledBack },
    ];
  });
