import type { EscalationContext, EscalationState } from "../../firmware/alert/Escalation.ts";
import { beginEscalation } from "../../firmware/alert/EscalationMachine.ts";
import { escalationContext } from "../../firmware/alert/escalationContext.ts";
import { alertView, decideReply, type ReplyEffect, takeResultText } from "../../firmware/alert/ReplyDesk.ts";
import { resumeEscalation } from "../../firmware/alert/resumeEscalation.ts";
import type { AlertChannel, DispatchOutcome, ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { Act } from "../../firmware/doctor/TalkEffects.ts";
import type { ActResult, OpenPage } from "../../firmware/doctor/TalkState.ts";
import type { Dispatch, MessageStore, TakeResult, Urgency, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { findPerson, type OnCallOptions } from "../../firmware/oncall/onCall.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { DeliveryReport } from "../channel/DeliveryReports.ts";
import { SmsOutbox } from "../channel/SmsOutbox.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import { CallerTexts } from "./CallerTexts.ts";
import { type AlertMeans, OpenAlert } from "./OpenAlert.ts";

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
  readonly #alerts = new Map<string, OpenAlert>();
  readonly #callbacks = new Map<string, string>();
  readonly #outbox: SmsOutbox | undefined;
  readonly #callerTexts: CallerTexts | undefined;
  #stopped = false;

  constructor(options: AlertDeskOptions) {
    this.#options = options;
    this.#means = {
      ...options,
      answerSms: (person, text) => void this.#post("answer", person, text),
      personName: (id) => findPerson(options.clinic, id)?.name ?? id,
    };
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
    return [...this.#alerts.values()].filter((alert) => alert.state.phase !== "closed").length;
  }

  /** Urgent calls that nobody has. */
  get untakenUrgent(): number {
    return [...this.#alerts.values()].filter(({ state }) => state.phase === "open" && state.urgency === "urgent")
      .length;
  }

  /** Writes message and alert in one transaction and pages. `knownAtMs` (monotonic): when all that it needed was known. */
  raise(message: VoiceMessage, knownAtMs: number): void {
    const { clock } = this.#options;
    const context = this.#contextOf(message.ref, message.urgency);
    this.messageChanged(message);
    const begun = beginEscalation(context(), {
      ref: message.ref,
      callId: message.callId,
      urgency: message.urgency,
      raisedAt: clock.now(),
    });
    const alert = new OpenAlert(begun[0], context, this.#means, knownAtMs);
    this.#alerts.set(message.ref, alert);
    alert.apply(begun, message);
  }

  /** After a start: what the last run left unfinished goes on where it was. */
  async resume(): Promise<void> {
    const { clock, store } = this.#options;
    for (const { alert, dispatches } of await store.unfinishedAlerts()) {
      const message = (await store.find(alert.ref))?.message;
      if (message !== undefined) this.messageChanged(message);
      const context = this.#contextOf(alert.ref, alert.urgency);
      const resumed = resumeEscalation(context(), alert, dispatches, clock.now());
      const open = new OpenAlert(resumed[0], context, this.#means);
      this.#alerts.set(alert.ref, open);
      open.apply(resumed);
    }
    // After the pages: they have the first word on the modem.
    await this.#outbox?.resume();
  }

  /** What the caller has told since: a number that was confirmed after the page belongs into the next one. */
  messageChanged({ ref, callback }: VoiceMessage): void {
    if (callback !== undefined) this.#callbacks.set(ref, callback);
  }

  #contextOf(ref: string, urgency: Urgency): () => EscalationContext {
    const { clinic, channels } = this.#options;
    const ways = new Set(channels.map((channel) => channel.way));
    return () => {
      const callback = this.#callbacks.get(ref);
      const onCall = this.#options.onCall?.() ?? {};
      return escalationContext(clinic, { ...onCall, ways, urgency, ...(callback === undefined ? {} : { callback }) });
    };
  }

  /** A short message from a phone. It is in the store already. */
  async reply(reply: ReceivedReply): Promise<void> {
    const { clinic, clock } = this.#options;
    const views = [...this.#alerts.values()].map((alert) => alertView(alert.state));
    for (const effect of decideReply(clinic, views, { from: reply.from, text: reply.text, at: clock.now() }))
      await this.#perform(effect);
  }

  async #perform(effect: ReplyEffect): Promise<void> {
    const { clock, fault, store } = this.#options;
    switch (effect.kind) {
      case "take":
        return this.take(effect.ref, effect.person, true);
      case "pass":
        return this.#alerts
          .get(effect.ref)
          ?.handle({ kind: "passed", person: effect.person, at: clock.now(), answer: effect.answer });
      case "close":
        return this.#close(effect.ref, effect.person);
      case "answerSms":
        void this.#post("answer", effect.person, effect.text);
        return;
      case "fault":
        return fault(effect.code, effect.where, effect.detail, effect.cleared);
      case "audit":
        await store.audit({
          at: clock.now(),
          kind: effect.what,
          ...(effect.ref === undefined ? {} : { ref: effect.ref }),
          ...(effect.person === undefined ? {} : { person: effect.person }),
          ...(effect.detail === undefined ? {} : { detail: effect.detail }),
        });
    }
  }

  async take(ref: string, person: string, answer: boolean): Promise<void> {
    const result = await this.#take(ref, person, answer);
    if (answer && result.kind !== "taken")
      void this.#post("answer", person, takeResultText(this.#options.clinic, ref, result));
  }

  /** The store decides who was first; only then does anybody hear "taken". Whoever has it already takes it anew. */
  async #take(ref: string, person: string, answer: boolean): Promise<TakeResult> {
    const { clock, feed, store } = this.#options;
    const at = clock.now();
    const result = await store.takeAlert(ref, person, at);
    const mine = result.kind === "alreadyTaken" && result.by === person;
    if (result.kind !== "taken" && !mine) return result;
    this.#alerts.get(ref)?.handle({ kind: "taken", person, at, answer });
    const by = this.#means.personName(person);
    if (result.kind !== "taken") return { kind: "taken" };
    feed.tell("taken", `${by} has taken ${ref}`, { ref, figures: { by } });
    this.#callerTexts?.taken(ref, by).catch((error: unknown) => {
      if (!this.#stopped) feed.tell("note", `the caller of ${ref} was not texted: ${error}`, { ref });
    });
    return result;
  }

  /** On the telephone: what came of it is said there and then. Only a take is confirmed by SMS, too: nobody keeps a reference heard in the dark. */
  async act(act: Act, ref: string, person: string): Promise<ActResult> {
    if (act === "take") return this.#inWords(await this.#take(ref, person, true));
    if (act === "close") return this.#inWords(await this.#closed(ref, person, false));
    const alert = this.#alerts.get(ref);
    if (alert === undefined || alert.state.phase === "closed") return { kind: "closed" };
    const { phase, takenBy } = alert.state;
    if (phase === "taken" && takenBy !== undefined && takenBy !== person) return this.#other(takenBy);
    alert.handle({ kind: "passed", person, at: this.#options.clock.now(), answer: false });
    return { kind: "done" };
  }

  #inWords(result: TakeResult): ActResult {
    switch (result.kind) {
      case "taken":
        return { kind: "done" };
      case "alreadyTaken":
        return this.#other(result.by);
      case "closed":
        return { kind: "closed" };
      case "lost":
      case "unknownCode":
        return { kind: "gone" };
    }
  }

  #other = (id: string): ActResult => ({ kind: "other", by: { id, name: this.#means.personName(id) } });

  /** What became of an alert for somebody who does not have it; undefined while it is open, or theirs. */
  lostTo(ref: string, person: string): Exclude<ActResult, { readonly kind: "done" }> | undefined {
    const state = this.#alerts.get(ref)?.state;
    if (state === undefined || state.phase === "closed") return { kind: "closed" };
    if (state.phase === "open" || state.takenBy === person || state.takenBy === undefined) return undefined;
    return { kind: "other", by: { id: state.takenBy, name: this.#means.personName(state.takenBy) } };
  }

  page(ref: string): OpenPage | undefined {
    const state = this.#alerts.get(ref)?.state;
    return state === undefined ? undefined : pageOf(state);
  }

  /** Nobody has them, and this person was paged for them: urgent first, newest first. */
  openPages(person: string): readonly OpenPage[] {
    return [...this.#alerts.values()]
      .map(({ state }) => state)
      .filter(({ phase, paged }) => phase === "open" && paged.includes(person))
      .sort((a, b) => urgentFirst(a) - urgentFirst(b) || b.raisedAt - a.raisedAt)
      .map(pageOf);
  }

  async #close(ref: string, person: string): Promise<void> {
    const result = await this.#closed(ref, person, true);
    if (result.kind !== "taken") void this.#post("answer", person, takeResultText(this.#options.clinic, ref, result));
  }

  /** `taken`: it was theirs or nobody's, and is closed now. */
  async #closed(ref: string, person: string, answer: boolean): Promise<TakeResult> {
    const { clock, feed, store } = this.#options;
    const at = clock.now();
    const before = await store.closeAlert(ref, person, at);
    const alert = this.#alerts.get(ref);
    if (before.kind === "closed" && alert !== undefined && alert.state.phase !== "closed") {
      alert.handle({ kind: "closed", person, at, answer });
      alert.stop();
      this.#alerts.delete(ref);
      this.#callbacks.delete(ref);
      feed.tell("closed", `${this.#means.personName(person)} has closed ${ref}`, { ref });
      return { kind: "taken" };
    }
    return before;
  }

  /** What the network says of a text that it took: only a reply stops the escalation, but a dead phone moves it on. */
  deliveryReport(report: DeliveryReport): void {
    const { purpose = "page", ref } = report.dispatch;
    if (purpose === "page") this.#alerts.get(ref)?.reported(report);
  }

  /** `…/command/ack` on MQTT: takes it for a person of the clinic; unknown ones are refused in the audit. */
  async acknowledge(ref: string, person: string): Promise<void> {
    const { clinic, clock, store } = this.#options;
    if (findPerson(clinic, person) !== undefined) return this.take(ref, person, false);
    await store.audit({ at: clock.now(), kind: "mqtt-take-of-unknown-person", ref });
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

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#outbox?.stop();
    for (const alert of this.#alerts.values()) alert.stop();
    this.#alerts.clear();
  }
}

const urgentFirst = ({ urgency }: EscalationState): number => (urgency === "urgent" ? 0 : 1);

const pageOf = ({ ref, urgency, phase, raisedAt, takenBy }: EscalationState): OpenPage => ({
  ref,
  urgency,
  state: phase,
  raisedAt,
  ...(takenBy === undefined ? {} : { takenBy }),
});
