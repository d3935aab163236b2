import {
  alertOf,
  type EscalationContext,
  type EscalationEffect,
  type EscalationEvent,
  type EscalationState,
  type EscalationStepResult,
} from "../../firmware/alert/Escalation.ts";
import { stepEscalation } from "../../firmware/alert/EscalationMachine.ts";
import type { AlertChannel, DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import type { EscalationStep } from "../../firmware/config/Clinic.ts";
import type { Dispatch, MessageStore, VoiceMessage, Written } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";
import type { DeliveryReport } from "../channel/DeliveryReports.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";

/**
 * How long an urgent page waits to be written before it is sent all the same. A commit takes a few milliseconds; a card
 * that stalls takes seconds, and a page must not wait for it. The code was reserved durably before the call was answered,
 * so it is known to the box whatever happens in between.
 */
const COMMIT_GRACE: Duration = Milliseconds(15);

/** What every alert of the box shares. */
export interface AlertMeans {
  readonly clock: Clock;
  readonly store: MessageStore;
  readonly feed: LiveFeed;
  readonly channels: readonly AlertChannel[];
  readonly fault: (code: string, where: string, detail: string, cleared: boolean) => void;
  readonly publish: (topic: string, payload: string, retain: boolean) => void;
  readonly answerSms: (person: string, text: string) => void;
  readonly personName: (id: string) => string;
  /** An alert as it is from now on. */
  readonly changed?: (state: EscalationState) => void;
  /** It was taken, opened again, or closed. */
  readonly phaseChanged?: (state: EscalationState) => void;
}

/** One alert until it is closed: the escalation machine with its timers, its writes and its pages under way. */
export class OpenAlert {
  readonly ref: string;
  readonly #means: AlertMeans;
  readonly #context: () => EscalationContext;
  /** Monotonic: when all that a page needs was known. Absent after a restart. */
  readonly #knownAtMs: number | undefined;
  /** The pages that left as soon as it was known. What comes later (a next step, a second call) has waited on purpose. */
  #atOnce: ReadonlySet<string> = new Set();
  readonly #timers = new Map<string, Timer>();
  /** Monotonic: when each of them falls due. */
  readonly #dueMs = new Map<string, number>();
  readonly #cancelled = new Set<string>();
  #state: EscalationState;
  #stopped = false;

  constructor(state: EscalationState, context: () => EscalationContext, means: AlertMeans, knownAtMs?: number) {
    this.ref = state.ref;
    this.#state = state;
    this.#context = context;
    this.#means = means;
    this.#knownAtMs = knownAtMs;
  }

  get state(): EscalationState {
    return this.#state;
  }

  /** For the auditor: what lies ahead, by the timers that really run. */
  get outlook(): {
    readonly state: EscalationState;
    readonly ladder: readonly EscalationStep[];
    readonly dueIn?: number;
  } {
    const due = this.#state.timer === undefined ? undefined : this.#dueMs.get(this.#state.timer.name);
    const ahead = due === undefined ? {} : { dueIn: due - this.#means.clock.monotonic() };
    return { state: this.#state, ladder: this.#context().ladder, ...ahead };
  }

  /** Nothing after a stop: what is under way then goes on from the store at the next start. */
  handle(event: EscalationEvent): void {
    if (this.#stopped) return;
    this.apply(stepEscalation(this.#context(), this.#state, event));
  }

  /** Commits the new state (with its message, when it is new) and performs the effects. */
  apply([state, effects]: EscalationStepResult, message?: VoiceMessage): void {
    const changed = state !== this.#state || message !== undefined;
    const before = this.#state.phase;
    this.#state = state;
    const dispatches = effects.flatMap((effect) => (effect.kind === "dispatch" ? [effect.dispatch] : []));
    const committed = changed ? this.#commit(dispatches, message) : Promise.resolve(undefined);
    committed.catch(this.#unlessStopped);
    if (message !== undefined) {
      this.#atOnce = new Set(dispatches.map(({ id }) => id));
      void this.#tellKept(committed, message);
    }
    for (const effect of effects) this.#perform(effect, committed);
    this.#means.changed?.(this.#state);
    if (before !== state.phase) this.#means.phaseChanged?.(state);
  }

  /** That a disk has it is told: whoever looks on can hold us to it, whatever happens next. */
  async #tellKept(committed: Promise<Written | undefined>, message: VoiceMessage): Promise<void> {
    const written = await committed.catch(() => undefined);
    if (written === undefined || written.kept === "memory") return;
    this.#means.feed.tell("kept", "", { ref: this.ref, figures: { number: message.callbackConfirmed } });
  }

  #commit(dispatches: readonly Dispatch[], message: VoiceMessage | undefined): Promise<Written> {
    const alert = alertOf(this.#state);
    return message === undefined
      ? this.#means.store.writeAlert(alert, dispatches)
      : this.#means.store.writeMessage(message, alert, dispatches);
  }

  #perform(effect: EscalationEffect, committed: Promise<unknown>): void {
    const { store, fault, publish, answerSms, clock } = this.#means;
    switch (effect.kind) {
      case "dispatch":
        return void this.#send(effect.dispatch, effect.urgent, committed);
      case "cancelDispatch":
        this.#cancelled.add(effect.id);
        for (const channel of this.#means.channels) channel.withdraw?.(effect.id);
        return void store
          .writeDispatch({
            ...effect.dispatch,
            state: "failedPermanently",
            detail: effect.detail,
            updatedAt: clock.now(),
          })
          .catch(this.#unlessStopped);
      case "startTimer":
        this.#timers.get(effect.name)?.cancel();
        this.#dueMs.set(effect.name, clock.monotonic() + effect.after);
        this.#timers.set(
          effect.name,
          clock.after(`alert.${effect.name}`, effect.after, () => this.#fired(effect.name)),
        );
        return;
      case "stopTimer":
        this.#timers.get(effect.name)?.cancel();
        this.#timers.delete(effect.name);
        this.#dueMs.delete(effect.name);
        return;
      case "fault":
        return fault(effect.code, effect.where, effect.detail, effect.cleared);
      case "audit":
        return void store
          .audit({
            at: clock.now(),
            kind: effect.what,
            ref: effect.ref,
            ...(effect.person === undefined ? {} : { person: effect.person }),
            ...(effect.detail === undefined ? {} : { detail: effect.detail }),
          })
          .catch(this.#unlessStopped);
      case "answerSms":
        return answerSms(effect.person, effect.text);
      case "publish":
        return publish(effect.topic, effect.payload, effect.retain);
    }
  }

  #fired(name: string): void {
    this.#timers.delete(name);
    this.#dueMs.delete(name);
    this.handle({ kind: "timerFired", name, at: this.#means.clock.now() });
  }

  /** Written before it is sent; sent all the same when the card stalls. */
  async #send(dispatch: Dispatch, urgent: boolean, committed: Promise<unknown>): Promise<void> {
    const { channels, clock, feed, store, personName } = this.#means;
    const channel = channels.find(({ way }) => way === dispatch.way);
    this.#cancelled.delete(dispatch.id);
    await this.#writtenOrLate(committed);
    if (this.#stopped || this.#cancelled.has(dispatch.id)) return;
    const outcome: DispatchOutcome =
      channel === undefined
        ? { kind: "failedPermanently", detail: `there is no way '${dispatch.way}'` }
        : await channel.send(dispatch, { urgent });
    // The box is being stopped: the page stays unproved in the store, and goes out again at the next start.
    if (this.#stopped) return;
    // Given up meanwhile: its row says why, unless it has left after all.
    if (this.#cancelled.has(dispatch.id) && outcome.kind !== "sent") return;
    const parts = outcome.kind === "sent" && outcome.parts ? { parts: outcome.parts } : {};
    void store
      .writeDispatch({ ...dispatch, state: outcome.kind, detail: outcome.detail, ...parts, updatedAt: clock.now() })
      .catch(this.#unlessStopped);
    this.#tell(dispatch, outcome, personName(dispatch.person), feed);
    this.handle({
      kind: "dispatchEnded",
      id: dispatch.id,
      outcome: outcome.kind,
      detail: outcome.detail,
      at: clock.now(),
    });
  }

  #writtenOrLate(committed: Promise<unknown>): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const grace = this.#means.clock.after("alert.commit", COMMIT_GRACE, resolve);
    return Promise.race([committed.catch(this.#unlessStopped), promise]).finally(() => grace.cancel());
  }

  #tell(dispatch: Dispatch, outcome: DispatchOutcome, person: string, feed: LiveFeed): void {
    const way = dispatch.way.toUpperCase();
    if (outcome.kind !== "sent")
      return feed.tell("page-failed", `${way} to ${person}: ${outcome.kind} (${outcome.detail})`, { ref: this.ref });
    const told = { ref: this.ref, atMs: outcome.submittedAtMs };
    if (dispatch.way === "call")
      return feed.tell("told-by-telephone", `${person} was told by telephone: ${outcome.detail}`, told);
    const knownAtMs = this.#atOnce.has(dispatch.id) ? this.#knownAtMs : undefined;
    const total = knownAtMs === undefined ? undefined : outcome.submittedAtMs - knownAtMs;
    const after =
      total === undefined
        ? ""
        : ` ${total.toFixed(0)} ms after urgency was known (network ${outcome.modemMs.toFixed(0)} ms, we ${(total - outcome.modemMs).toFixed(1)} ms)`;
    feed.tell("submitted", `${way} to ${person} accepted${after}`, {
      ref: this.ref,
      atMs: outcome.submittedAtMs,
      figures: {
        way: dispatch.way,
        person: dispatch.person,
        submittedAtMs: outcome.submittedAtMs,
        modemMs: outcome.modemMs,
        ...(knownAtMs === undefined ? {} : { knownAtMs }),
      },
    });
  }

  /** The network's report on a page: on the phone, or never to be, which moves the escalation on. */
  reported({ dispatch, outcome, detail }: DeliveryReport): void {
    if (outcome === "pending") return;
    const { clock, feed, personName } = this.#means;
    const { id, person, way } = dispatch;
    const to = `the page to ${personName(person)}`;
    if (outcome === "delivered") feed.tell("delivered", `${to} is on the phone (${detail})`, { ref: this.ref });
    else feed.tell("page-failed", `${to} will not be on the phone (${detail})`, { ref: this.ref });
    this.handle({ kind: "reported", id, person, way, outcome, detail, at: clock.now() });
  }

  /** A store that closes under us while the box is stopped is no fault; any other rejection is a bug and stays one. */
  readonly #unlessStopped = (error: unknown): void => {
    if (!this.#stopped) throw error;
  };

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
