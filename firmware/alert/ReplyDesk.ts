import { type Reply, readReply } from "../channel/ReplyGrammar.ts";
import { oneSegment, stateText } from "../channel/shortMessageText.ts";
import type { Clinic, Person } from "../config/Clinic.ts";
import { detail } from "../health/details/detailWords.ts";
import type { Alert, AlertState, TakeResult } from "../message/MessageStore.ts";
import { findPerson, type OnCallOptions, whoIsOnCall } from "../oncall/onCall.ts";
import { personOfNumber } from "../oncall/personOfNumber.ts";
import { wallTime } from "../oncall/wallClock.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { EscalationState } from "./Escalation.ts";
import { personName } from "./personName.ts";

/** What the desk has to know of an alert that is not closed. */
export interface AlertView {
  readonly ref: string;
  readonly state: AlertState;
  readonly raisedAt: EpochMs;
  readonly takenBy?: string;
  readonly takenAt?: EpochMs;
  /** It is a later call of that alert's caller, and goes from hand to hand with it. */
  readonly linkedTo?: string;
  /** Ids of the people who were paged for it. */
  readonly paged: readonly string[];
}

export const alertView = (state: EscalationState): AlertView => ({
  ref: state.ref,
  state: state.phase,
  raisedAt: state.raisedAt,
  ...(state.takenBy === undefined ? {} : { takenBy: state.takenBy }),
  ...(state.takenAt === undefined ? {} : { takenAt: state.takenAt }),
  ...(state.linkedTo === undefined ? {} : { linkedTo: state.linkedTo }),
  paged: state.paged,
});

export interface IncomingReply {
  readonly from: string;
  readonly text: string;
  readonly at: EpochMs;
  /** What is known beyond the clinic file of who is on call: duty that changed hands by telephone. */
  readonly onCall?: OnCallOptions;
}

export type ReplyEffect =
  /** Ask the store (`takeAlert`); `taken` → the escalation's event, else answer with `takeResultText`. */
  | { readonly kind: "take"; readonly ref: string; readonly person: string }
  /** The escalation's event `passed`: the alert is open, or theirs. */
  | { readonly kind: "pass"; readonly ref: string; readonly person: string; readonly answer: boolean }
  /** Ask the store (`closeAlert`), then the escalation's event `closed`. */
  | { readonly kind: "close"; readonly ref: string; readonly person: string }
  | { readonly kind: "answerSms"; readonly person: string; readonly text: string }
  /** It is none of the open ones: the store knows what became of it, and the sender hears it. */
  | { readonly kind: "tellState"; readonly ref: string; readonly person: string }
  | {
      readonly kind: "fault";
      readonly code: string;
      readonly where: string;
      readonly detail: string;
      readonly cleared: boolean;
    }
  | {
      readonly kind: "audit";
      readonly what: string;
      readonly ref?: string;
      readonly person?: string;
      readonly detail?: string;
    };

/** What a short message means for the alerts. Pure and total; the sender hears what is true once the store has spoken. */
export function decideReply(
  clinic: Clinic,
  alerts: readonly AlertView[],
  reply: IncomingReply,
): readonly ReplyEffect[] {
  const person = personOfNumber(clinic.people, reply.from);
  if (person === undefined) return [{ kind: "audit", what: "reply-of-unknown-sender" }];
  const read = readReply(reply.text, (code) => alerts.some(({ ref }) => ref === code));
  const audit: ReplyEffect = {
    kind: "audit",
    what: `reply-${read.kind}`,
    person: person.id,
    ...("code" in read && read.code !== undefined ? { ref: read.code } : {}),
  };
  return [audit, ...effectsOf(clinic, alerts, person, read, reply)];
}

/** `…/command/ack`: the broker's rights say who may send it; the person it names has to be one of ours. */
export function decideAck(
  clinic: Clinic,
  command: { readonly ref: string; readonly person: string },
): readonly ReplyEffect[] {
  const { ref } = command;
  const person = findPerson(clinic, command.person);
  if (person === undefined) return [{ kind: "audit", what: "ack-for-unknown-person", ref }];
  return [
    { kind: "audit", what: "ack-by-mqtt", ref, person: person.id },
    { kind: "take", ref, person: person.id },
  ];
}

function effectsOf(
  clinic: Clinic,
  alerts: readonly AlertView[],
  person: Person,
  read: Reply,
  reply: IncomingReply,
): readonly ReplyEffect[] {
  switch (read.kind) {
    case "take":
    case "pass":
    case "close":
      return [stopCleared(person), ...act(clinic, alerts, person, read.kind, read.code)];
    case "who":
      return [
        read.code === undefined
          ? answer(person, whoText(clinic, alerts, reply))
          : tell(clinic, alerts, person, read.code),
      ];
    case "help":
      return [answer(person, helpText(alerts))];
    case "stop":
      return stop(alerts, person);
    case "unclear":
      return [answer(person, unclearText(read.code))];
  }
}

type Act = "take" | "pass" | "close";

function act(
  clinic: Clinic,
  alerts: readonly AlertView[],
  person: Person,
  kind: Act,
  code: string | undefined,
): readonly ReplyEffect[] {
  const ref = code ?? theOnlyOne(alerts, person, kind);
  if (ref === undefined) return [answer(person, whichText(clinic, alerts, person))];
  if (kind !== "pass") return [{ kind, ref, person: person.id }];
  const named = alerts.find((candidate) => candidate.ref === ref);
  const alert = alerts.find((candidate) => candidate.ref === named?.linkedTo) ?? named;
  if (alert === undefined || alert.state === "closed") return [{ kind: "tellState", ref, person: person.id }];
  if (alert.state === "taken" && alert.takenBy !== person.id) return [answer(person, viewText(clinic, alert))];
  return [{ kind, ref, person: person.id, answer: true }];
}

/** What can be asked of somebody: a later call of the same caller goes with the first one, and is no choice of its own. */
const unfinished = (alerts: readonly AlertView[]): readonly AlertView[] =>
  alerts.filter(
    ({ state, linkedTo }) =>
      state !== "closed" && (linkedTo === undefined || !alerts.some(({ ref }) => ref === linkedTo)),
  );
const concerns = (alert: AlertView, person: Person): boolean =>
  alert.paged.includes(person.id) || alert.takenBy === person.id;

/** A verb alone means an alert only when there is no choice; nobody takes a patient by guess. */
function theOnlyOne(alerts: readonly AlertView[], person: Person, kind: Act): string | undefined {
  const theirs = unfinished(alerts).filter((alert) => concerns(alert, person));
  const meant =
    kind === "take"
      ? theirs.filter(({ state }) => state === "open")
      : theirs.filter(({ state, takenBy }) => state === "open" || takenBy === person.id);
  // Nothing to take but what the patient of theirs has said since.
  const again =
    kind === "take" && meant.length === 0 ? theirs.filter((alert) => hasNews(alerts, alert, person)) : meant;
  return again.length === 1 ? again[0]!.ref : undefined;
}

const hasNews = (alerts: readonly AlertView[], { ref, takenBy }: AlertView, person: Person): boolean =>
  takenBy === person.id && alerts.some(({ linkedTo, state }) => linkedTo === ref && state === "open");

/** STOP silences nobody's pages here: others get this one's, and a human is told. What they have taken stays theirs. */
function stop(alerts: readonly AlertView[], person: Person): readonly ReplyEffect[] {
  const open = unfinished(alerts).filter(({ state, paged }) => state === "open" && paged.includes(person.id));
  return [
    {
      kind: "fault",
      code: "PERSON_STOPPED",
      where: person.id,
      detail: detail.stopped({ person: person.name }),
      cleared: false,
    },
    ...open.map(({ ref }): ReplyEffect => ({ kind: "pass", ref, person: person.id, answer: false })),
    answer(
      person,
      "You are still on call: pages cannot be stopped by SMS. Your open calls go to the next doctor. To change the schedule, speak to the clinic.",
    ),
  ];
}

const stopCleared = (person: Person): ReplyEffect => ({
  kind: "fault",
  code: "PERSON_STOPPED",
  where: person.id,
  detail: "",
  cleared: true,
});
const answer = (person: Person, text: string): ReplyEffect => ({
  kind: "answerSms",
  person: person.id,
  text: oneSegment(text),
});

const helpText = (alerts: readonly AlertView[]): string => {
  const open = unfinished(alerts);
  // The example is one that can still be taken.
  const ref = (open.find(({ state }) => state !== "taken") ?? open[0])?.ref ?? "7Q4K";
  return `Reply with the code: ${ref} takes the call, ${ref} pass hands it on, ${ref} done closes it. who: who is on call and what is open.`;
};

const unclearText = (code: string | undefined): string =>
  code === undefined
    ? "Not understood. Reply with the code of the page, or help."
    : `Not understood, ${code} is NOT taken by this. Reply ${code} to take it, ${code} pass, or ${code} done.`;

function whichText(clinic: Clinic, alerts: readonly AlertView[], person: Person): string {
  const theirs = unfinished(alerts).filter((alert) => concerns(alert, person));
  if (theirs.length === 0) return "You have no open call. Reply with the code of the page, or who.";
  if (theirs.length === 1) return viewText(clinic, theirs[0]!);
  return `Which one? Reply with its code: ${theirs
    .map(({ ref }) => ref)
    .slice(0, 8)
    .join(", ")}.`;
}

function whoText(clinic: Clinic, alerts: readonly AlertView[], { at, onCall }: IncomingReply): string {
  const names = whoIsOnCall(clinic, at, onCall).people.map(({ name }) => name);
  const open = unfinished(alerts);
  const list = open
    .slice(0, 4)
    .map((alert) => `${alert.ref} ${alert.state === "open" ? "open" : `taken by ${nameOf(clinic, alert.takenBy)}`}`);
  const more = open.length > list.length ? `, and ${open.length - list.length} more` : "";
  return `On call: ${names.join(", ")}. ${open.length === 0 ? "No open call." : `${list.join(", ")}${more}.`}`;
}

const nameOf = (clinic: Clinic, id: string | undefined): string =>
  id === undefined ? "somebody" : personName(clinic, id);

function tell(clinic: Clinic, alerts: readonly AlertView[], person: Person, code: string): ReplyEffect {
  const alert = alerts.find(({ ref }) => ref === code);
  return alert === undefined
    ? { kind: "tellState", ref: code, person: person.id }
    : answer(person, viewText(clinic, alert));
}

/** What is true of an alert now, as the store has it; for the late reply, too. */
export function storedAlertText(
  clinic: Clinic,
  ref: string,
  stored: { readonly alert: Alert; readonly closedBy?: string } | undefined,
): string {
  if (stored === undefined) return takeResultText(clinic, ref, { kind: "unknownCode" });
  const { state, takenBy, takenAt, closedAt } = stored.alert;
  const by = state === "closed" ? (stored.closedBy ?? takenBy) : takenBy;
  const at = state === "closed" ? closedAt : takenAt;
  return stateText({
    ref,
    state,
    ...(state === "open" || by === undefined ? {} : { by: nameOf(clinic, by) }),
    ...(state === "open" || at === undefined ? {} : { at: wallTime(at, clinic.clinic.timezone) }),
  });
}

function viewText(clinic: Clinic, alert: AlertView): string {
  const { ref, state, takenBy, takenAt } = alert;
  const { timezone } = clinic.clinic;
  return stateText({
    ref,
    state,
    ...(state === "open" ? {} : { by: nameOf(clinic, takenBy) }),
    ...(state === "open" || takenAt === undefined ? {} : { at: wallTime(takenAt, timezone) }),
  });
}

/** What the sender hears when the store did not say `taken` (or, for a close, when it is over). */
export function takeResultText(
  clinic: Clinic,
  ref: string,
  result: Exclude<TakeResult, { readonly kind: "taken" }>,
): string {
  const { timezone } = clinic.clinic;
  switch (result.kind) {
    case "alreadyTaken":
      return stateText({ ref, state: "taken", by: nameOf(clinic, result.by), at: wallTime(result.at, timezone) });
    case "closed":
      return stateText({
        ref,
        state: "closed",
        ...(result.by === undefined ? {} : { by: nameOf(clinic, result.by) }),
        at: wallTime(result.at, timezone),
      });
    case "lost":
      return oneSegment(`${ref}: its call was cut off by a power failure. Look at the inbox of the clinic.`);
    case "unknownCode":
      return oneSegment(`There is no call ${ref}. Please check the code, or reply who.`);
  }
}
