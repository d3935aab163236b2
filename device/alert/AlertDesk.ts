import type { EscalationContext, EscalationState, EscalationStepResult } from "../../firmware/alert/Escalation.ts";
import { beginEscalation } from "../../firmware/alert/EscalationMachine.ts";
import { escalationContext } from "../../firmware/alert/escalationContext.ts";
import { personName } from "../../firmware/alert/personName.ts";
import { policyFor } from "../../firmware/alert/policy.ts";
import type { AlertView } from "../../firmware/alert/ReplyDesk.ts";
import { readState, resumeEscalation } from "../../firmware/alert/resumeEscalation.ts";
import type { AlertChannel, DispatchOutcome, ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { CallerId } from "../../firmware/line/Line.ts";
import type { Alert, Dispatch, MessageStore, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { findPerson, type OnCallOptions } from "../../firmware/oncall/onCall.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { DeliveryReport } from "../channel/DeliveryReports.ts";
import { SmsOutbox } from "../channel/SmsOutbox.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import { AlertAuditor } from "./AlertAuditor.ts";
import { type Act, type ActResult, AlertHands } from "./AlertHands.ts";
import { AlertReplies } from "./AlertReplies.ts";
import { CallerTexts } from "./CallerTexts.ts";
import { DigestDesk } from "./DigestDesk.ts";
import { mendLinks } from "./mendLinks.ts";
import { type AlertMeans, OpenAlert } from "./OpenAlert.ts";
import { OpenAlerts } from "./OpenAlerts.ts";
import { policyInForce } from "./policyInForce.ts";
import { TalkAlerts } from "./TalkAlerts.ts";

export interface AlertDeskOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: MessageStore;
  readonly feed: LiveFeed;
  readonly channels: readonly AlertChannel[];
  readonly publish: (topic: string, payload: string, retain: boolean) => void;
  /** What is known, at this moment, beyond the clinic file: whether the clock is to be believed, and who has swapped. */
  readonly onCall?: () => OnCallOptions;
  readonly fault: (code: string, where: string, detail: string, cleared: boolean) => void;
  /** An alert as it is from now on. */
  readonly changed?: (state: EscalationState) => void;
}

/** All alerts that are not closed, and the replies to them. Raises, resumes after a restart, hands replies to the right one. */
export class AlertDesk {
  readonly #options: AlertDeskOptions;
  readonly #means: AlertMeans;
  readonly #alerts: OpenAlerts;
  readonly #hands: AlertHands;
  readonly #replies: AlertReplies;
  readonly #talk: TalkAlerts;
  readonly #auditor: AlertAuditor;
  readonly #digests: DigestDesk;
  readonly #outbox: SmsOutbox | undefined;
  readonly #callerTexts: CallerTexts | undefined;
  #stopped = false;
  /** While it is under way, an alert may be closed in the store and read from it as open: nobody acts before it is over. */
  #resumed: Promise<void> = Promise.resolve();

  constructor(options: AlertDeskOptions) {
    this.#options = options;
    this.#alerts = new OpenAlerts(options.clinic.clinic.country);
    this.#means = {
      ...options,
      answerSms: (person, text) => void this.#post("answer", person, text),
      personName: (id) => personName(options.clinic, id),
      phaseChanged: (state) => this.#phaseChanged(state),
    };
    const onTaken = (ref: string, by: string): void => this.#tellCaller(ref, this.#means.personName(by));
    this.#hands = new AlertHands({ ...options, alerts: this.#alerts, personName: this.#means.personName, onTaken });
    this.#replies = new AlertReplies({
      ...{ ...options, hands: this.#hands, views: () => this.views },
      answer: (person, text) => void this.#post("answer", person, text),
    });
    this.#auditor = new AlertAuditor({
      ...options,
      alerts: this.#alerts,
      resume: (alert, dispatches) => this.#resumeOne(alert, dispatches),
    });
    this.#talk = new TalkAlerts(this.#alerts, this.#hands, this.#means.personName);
    this.#digests = new DigestDesk({ ...options, send: (dispatch) => void this.#outbox?.sendWritten(dispatch) });
    const sms = options.channels.find(({ way }) => way === "sms");
    if (sms === undefined) return;
    this.#outbox = new SmsOutbox({
      ...options,
      channel: sms,
      onEnded: (dispatch, outcome) => this.#letterEnded(dispatch, outcome),
    });
    this.#callerTexts = new CallerTexts({ ...options, outbox: this.#outbox });
  }

  get openCount(): number {
    return this.views.filter(({ state }) => state !== "closed").length;
  }

  /** Urgent calls that nobody has. */
  get untakenUrgent(): number {
    return this.#alerts.all.filter(({ state }) => state.phase === "open" && state.urgency === "urgent").length;
  }

  /** All that are not closed. */
  get views(): readonly AlertView[] {
    return this.#alerts.views;
  }

  /**
   * Writes message and alert in one transaction and pages. `knownAtMs` (monotonic): when all that it needed was known.
   * A second call of a caller whose first one is open is linked to that one, whose people hear of it.
   */
  raise(message: VoiceMessage, knownAtMs: number, callerId?: CallerId): void {
    const { clinic, clock } = this.#options;
    const { ref, callId, urgency, callerKind } = message;
    const raisedAt = clock.now();
    const { clockTrusted } = this.#options.onCall?.() ?? {};
    const policy = policyFor(clinic, {
      urgency,
      callerKind,
      raisedAt,
      ...(clockTrusted === false ? { clockTrusted } : {}),
    });
    this.#alerts.know(message, callerId);
    const kinship = this.#alerts.kinshipOf(message, raisedAt);
    const context = this.#contextOf(ref, policy);
    const begun = beginEscalation(context(), { ref, callId, urgency, raisedAt, policy, ...kinship });
    this.#open(begun, context, message, knownAtMs);
    if (kinship.linkedTo !== undefined)
      this.#alerts.get(kinship.linkedTo)?.handle({ kind: "calledAgain", ref, at: raisedAt });
  }

  /**
   * After a start: what the last run left unfinished goes on where it was, once the channels are `ready`. A reply that came while the box was off
   * lies on the SIM, and is read before that: whatever people want of an alert waits until the alerts are there.
   */
  resume(ready: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#resumed = ready.then(() => this.#resume());
    return this.#resumed;
  }

  async #resume(): Promise<void> {
    const { clinic, clock, store } = this.#options;
    for (const { alert, dispatches } of await store.unfinishedAlerts()) await this.#resumeOne(alert, dispatches);
    void store
      .audit({ at: clock.now(), kind: "policy-in-force", detail: policyInForce(clinic) })
      .catch(() => undefined);
    await mendLinks(this.#alerts, store, clock);
    // After the pages: they have the first word on the modem.
    await this.#outbox?.resume();
    if (this.#stopped) return;
    this.#auditor.start();
    this.#digests.start();
  }

  async #resumeOne(alert: Alert, dispatches: readonly Dispatch[]): Promise<void> {
    const found = await this.#options.store.find(alert.ref);
    // Stopped in the middle of a start: it goes on at the next one.
    if (this.#stopped) return;
    if (found !== undefined) this.#alerts.know(found.message, found.call.callerId);
    const context = this.#contextOf(alert.ref, readState(alert).policy);
    this.#open(resumeEscalation(context(), alert, dispatches, this.#options.clock.now()), context);
  }

  #open(
    begun: EscalationStepResult,
    context: () => EscalationContext,
    message?: VoiceMessage,
    knownAtMs?: number,
  ): void {
    const alert = new OpenAlert(begun[0], context, this.#means, knownAtMs);
    this.#alerts.add(alert);
    alert.apply(begun, message);
    // A call that ends while the box is being stopped: it is written, and paged for at the next start.
    if (this.#stopped) alert.stop();
  }

  /** What the caller has told since: a number that was confirmed after the page belongs into the next one. */
  messageChanged(message: VoiceMessage): void {
    if (this.#alerts.get(message.ref) !== undefined) this.#alerts.know(message);
  }

  #contextOf(ref: string, policy: string): () => EscalationContext {
    const { clinic, channels } = this.#options;
    const ways = new Set(channels.map((channel) => channel.way));
    return () => {
      const callback = this.#alerts.callbackOf(ref);
      const onCall = this.#options.onCall?.() ?? {};
      return escalationContext(clinic, { ...onCall, ways, policy, ...(callback === undefined ? {} : { callback }) });
    };
  }

  /** Later calls of the same caller are open again with the first one; one that came while it was being closed goes on alone. */
  #phaseChanged({ ref, phase }: EscalationState): void {
    const at = this.#options.clock.now();
    if (phase === "taken") return;
    for (const other of this.#alerts.linkedTo(ref))
      other.handle(phase === "open" ? { kind: "reopened", at } : { kind: "unlinked", at, why: "that one is closed" });
  }

  /** A short message from a phone. It is in the store already. */
  async reply(reply: ReceivedReply): Promise<void> {
    await this.#resumed;
    return this.#replies.reply(reply);
  }

  /** `…/command/ack` on MQTT. */
  async acknowledge(ref: string, person: string): Promise<void> {
    await this.#resumed;
    return this.#replies.acknowledge(ref, person);
  }

  /** For whoever acts at the box, and hears at once what is true now. */
  async command(act: Act, ref: string, person: string): Promise<ActResult> {
    await this.#resumed;
    return this.#hands.do(act, ref, person, false);
  }

  act: TalkAlerts["act"] = async (act, ref, person) => {
    await this.#resumed;
    return this.#talk.act(act, ref, person);
  };
  lostTo: TalkAlerts["lostTo"] = (ref, person) => this.#talk.lostTo(ref, person);
  page: TalkAlerts["page"] = (ref) => this.#talk.page(ref);
  openPages: TalkAlerts["openPages"] = (person) => this.#talk.openPages(person);

  /** All that are not closed, whoever was paged. */
  get unfinished(): TalkAlerts["unfinished"] {
    return this.#talk.unfinished;
  }

  #tellCaller(ref: string, by: string): void {
    this.#callerTexts?.taken(ref, by).catch((error: unknown) => {
      if (!this.#stopped) this.#options.feed.tell("note", `the caller of ${ref} was not texted: ${error}`, { ref });
    });
  }

  /** What the network says of a text that it took: only a reply stops the escalation, but a dead phone moves it on. */
  deliveryReport(report: DeliveryReport): void {
    const { purpose = "page", ref } = report.dispatch;
    if (purpose === "page") this.#alerts.get(ref)?.reported(report);
  }

  /** Tells a person a fault of the box, by SMS. False when it did not go. */
  notify(person: string, text: string): Promise<boolean> {
    return this.#post("notice", person, text);
  }

  /** Worth an SMS, never worth delaying a page. */
  async #post(purpose: "answer" | "notice", person: string, text: string): Promise<boolean> {
    const phone = findPerson(this.#options.clinic, person)?.phone;
    if (phone === undefined || this.#outbox === undefined) return false;
    return this.#outbox.post({ purpose, ref: "", person, address: phone, text });
  }

  #letterEnded({ person, purpose }: Dispatch, { kind, detail }: DispatchOutcome): void {
    const to = purpose === "patient" ? "the caller" : this.#means.personName(person);
    if (kind !== "sent") this.#options.feed.tell("note", `the text to ${to} did not go: ${detail}`);
  }

  /** When its engine last showed that it turns (monotonic). */
  get tickedAtMs(): number {
    return this.#auditor.tickedAtMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#outbox?.stop();
    this.#auditor.stop();
    this.#digests.stop();
    this.#alerts.stop();
  }
}
