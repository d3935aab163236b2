import { LATER_CALL } from "../alert/laterCalls.ts";
import type { CallerKind } from "../message/MessageStore.ts";
import type { AlertFacts, CallFacts, EventFacts, MessageFacts, PageFacts, ReportedEvent } from "./ReportFacts.ts";
import { type Spread, secondsSpread, spreadOf } from "./spread.ts";

/** What a practice has to know of its telephone for a span of time. Counts, spreads in seconds, and the ids of its own people. */
export interface Report {
  readonly calls: {
    readonly rang: number;
    readonly answered: number;
    readonly notAnswered: number;
    readonly ringToAnswer?: Spread;
    /** Ended by the caller, the line or the clock before the goodbye, by what became of it. */
    readonly early: { readonly nothingPressed: number; readonly nothingToCallBack: number; readonly kept: number };
  };
  readonly messages: {
    readonly all: number;
    readonly urgent: number;
    readonly routine: number;
    readonly incomplete: number;
    readonly byCaller: Readonly<Record<CallerKind, number>>;
    /** Why a message counts as urgent or routine; as it stands in the message. */
    readonly because: Readonly<Record<string, number>>;
  };
  readonly times: {
    readonly answerToRecorded?: Spread;
    /** Until the page could leave: the number was confirmed, or not to be waited for any longer. */
    readonly urgentToRaised?: Spread;
    readonly raisedToSent?: Spread;
    readonly raisedToDelivered?: Spread;
    readonly urgentToTaken?: Spread;
    readonly takenToCalledBack?: Spread;
    readonly urgentToCalledBack?: Spread;
  };
  readonly pages: {
    readonly all: number;
    readonly sent: number;
    readonly delivered: number;
    readonly failed: number;
    readonly undelivered: number;
  };
  readonly escalation: {
    readonly alerts: number;
    /** Steps, rounds and hand-overs that ran, of each alert: a count, not seconds. */
    readonly steps?: Spread;
    readonly beyondFirstStep: number;
    readonly reachedNobody: number;
    readonly fallback: number;
    readonly gaps: number;
    readonly takesExpired: number;
    readonly secondCalls: number;
    readonly stillOpen: number;
    readonly notCalledBack: number;
  };
  readonly people: readonly PersonReport[];
}

export interface PersonReport {
  readonly id: string;
  /** Alerts, not pages: who is paged three times for one is paged for one. */
  readonly paged: number;
  readonly taken: number;
  readonly passed: number;
  readonly calledBack: number;
}

export function reportOf(calls: readonly CallFacts[]): Report {
  const messages = calls.flatMap((call) => call.messages);
  const alerts = messages.flatMap(({ alert }) => alert ?? []);
  return {
    calls: callsOf(calls),
    messages: messagesOf(messages),
    times: timesOf(calls, messages),
    pages: pagesOf(alerts),
    escalation: escalationOf(alerts),
    people: peopleOf(alerts),
  };
}

const present = <Name extends string, T>(name: Name, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: T };

const EARLY: ReadonlySet<string> = new Set(["abandoned", "line-lost", "interrupted", "time-limit"]);

function callsOf(calls: readonly CallFacts[]): Report["calls"] {
  const answered = calls.filter(({ answeredAt }) => answeredAt !== undefined);
  const early = answered.filter(({ ending }) => ending !== undefined && EARLY.has(ending));
  const lost = early.filter(({ messages }) => messages.length === 0);
  const waits = answered.map(({ rangAt, answeredAt }) => answeredAt! - rangAt);
  return {
    rang: calls.length,
    answered: answered.length,
    notAnswered: calls.length - answered.length,
    ...present("ringToAnswer", secondsSpread(waits)),
    early: {
      nothingPressed: lost.filter(({ keys }) => keys === 0).length,
      nothingToCallBack: lost.filter(({ keys }) => keys > 0).length,
      kept: early.length - lost.length,
    },
  };
}

function messagesOf(messages: readonly MessageFacts[]): Report["messages"] {
  const count = (is: (message: MessageFacts) => boolean): number => messages.filter(is).length;
  const because: Record<string, number> = {};
  for (const message of messages) because[message.because] = (because[message.because] ?? 0) + 1;
  return {
    all: messages.length,
    urgent: count(({ urgency }) => urgency === "urgent"),
    routine: count(({ urgency }) => urgency === "routine"),
    incomplete: count(({ complete }) => !complete),
    byCaller: {
      patient: count(({ callerKind }) => callerKind === "patient"),
      professional: count(({ callerKind }) => callerKind === "professional"),
      unknown: count(({ callerKind }) => callerKind === "unknown"),
    },
    because: Object.fromEntries(Object.entries(because).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** An alert that was taken, expired and taken again was first taken once: what the caller waited for is what counts. */
function firstTaken({ events, takenAt }: AlertFacts): number | undefined {
  const takes = times(events, "alert-taken");
  return takes.length > 1 ? least(takes) : (takenAt ?? takes[0]);
}

const times = (events: readonly EventFacts[], kind: ReportedEvent): readonly number[] =>
  events.filter((event) => event.kind === kind).map(({ at }) => at);
const least = (values: readonly (number | undefined)[]): number | undefined =>
  values.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);

function timesOf(calls: readonly CallFacts[], messages: readonly MessageFacts[]): Report["times"] {
  const span = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : to - from;
  const urgent = messages.flatMap(({ urgency, urgentAt, alert }) =>
    urgency === "urgent" && alert !== undefined ? [{ since: urgentAt ?? alert.raisedAt, alert }] : [],
  );
  const since = (of: (alert: AlertFacts) => number | undefined) =>
    secondsSpread(urgent.map(({ since: from, alert }) => span(from, of(alert))));
  const raised = (of: (page: PageFacts) => number | undefined) =>
    secondsSpread(urgent.map(({ alert }) => span(alert.raisedAt, least(alert.pages.map(of)))));
  const recorded = calls.flatMap(({ answeredAt, messages: left }) =>
    left.map(({ savedAt }) => span(answeredAt, savedAt)),
  );
  return {
    ...present("answerToRecorded", secondsSpread(recorded)),
    ...present(
      "urgentToRaised",
      since(({ raisedAt }) => raisedAt),
    ),
    ...present(
      "raisedToSent",
      raised(({ sentAt }) => sentAt),
    ),
    ...present(
      "raisedToDelivered",
      raised(({ deliveredAt }) => deliveredAt),
    ),
    ...present("urgentToTaken", since(firstTaken)),
    ...present("takenToCalledBack", secondsSpread(urgent.map(({ alert }) => span(firstTaken(alert), alert.closedAt)))),
    ...present(
      "urgentToCalledBack",
      since(({ closedAt }) => closedAt),
    ),
  };
}

function pagesOf(alerts: readonly AlertFacts[]): Report["pages"] {
  const pages = alerts.flatMap((alert) => alert.pages);
  const happened = (kind: ReportedEvent) => alerts.reduce((sum, { events }) => sum + times(events, kind).length, 0);
  return {
    all: pages.length,
    sent: pages.filter(({ sentAt, state }) => sentAt !== undefined || state === "sent" || state === "delivered").length,
    delivered: pages.filter(({ deliveredAt, state }) => deliveredAt !== undefined || state === "delivered").length,
    failed: happened("page-failed"),
    undelivered: happened("page-not-delivered"),
  };
}

function escalationOf(alerts: readonly AlertFacts[]): Report["escalation"] {
  const withEvent = (kind: ReportedEvent) => alerts.filter(({ events }) => times(events, kind).length > 0).length;
  const happened = (kind: ReportedEvent) => alerts.reduce((sum, { events }) => sum + times(events, kind).length, 0);
  const steps = alerts
    .filter(isPagedFor)
    .map(({ pages }) => new Set(pages.filter(isStep).map(({ group }) => group)).size);
  return {
    alerts: alerts.length,
    ...present("steps", spreadOf(steps)),
    beyondFirstStep: steps.filter((count) => count > 1).length,
    reachedNobody: withEvent("nobody-was-notified"),
    fallback: happened("fallback-paged"),
    gaps: withEvent("on-call-gap"),
    takesExpired: happened("take-expired"),
    secondCalls: happened("linked"),
    stillOpen: alerts.filter(({ state }) => state === "open").length,
    notCalledBack: alerts.filter(({ state }) => state === "taken").length,
  };
}

/** A later call of the same caller goes with the first one: no step is its own. */
const isPagedFor = ({ pages, events }: AlertFacts): boolean => pages.length > 0 || times(events, "linked").length === 0;
/** That a caller called again is told beside the steps, which do not go on by it. */
const isStep = ({ group }: PageFacts): boolean => !group.startsWith(LATER_CALL);

function peopleOf(alerts: readonly AlertFacts[]): readonly PersonReport[] {
  const people = new Map<string, { paged: number; taken: number; passed: number; calledBack: number }>();
  const add = (id: string | undefined, what: "paged" | "taken" | "passed" | "calledBack") => {
    if (id === undefined) return;
    const person = people.get(id) ?? { paged: 0, taken: 0, passed: 0, calledBack: 0 };
    people.set(id, { ...person, [what]: person[what] + 1 });
  };
  for (const { pages, events } of alerts) {
    for (const id of new Set(pages.filter(isPersonal).map(({ person }) => person))) add(id, "paged");
    for (const id of peopleWho(events, "alert-taken")) add(id, "taken");
    for (const id of peopleWho(events, "passed")) add(id, "passed");
    for (const id of peopleWho(events, "alert-closed")) add(id, "calledBack");
  }
  return [...people].map(([id, person]) => ({ id, ...person })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

const isPersonal = ({ way }: PageFacts): boolean => way !== "mqtt";
const peopleWho = (events: readonly EventFacts[], kind: ReportedEvent): ReadonlySet<string | undefined> =>
  new Set(events.filter((event) => event.kind === kind).map(({ person }) => person));
