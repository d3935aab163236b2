import { type AlertView, alertView } from "../../firmware/alert/ReplyDesk.ts";
import { callerKey, type KnownAlert, kinshipOf } from "../../firmware/alert/sameCaller.ts";
import type { CallerId } from "../../firmware/line/Line.ts";
import type { VoiceMessage } from "../../firmware/message/MessageStore.ts";
import type { OpenAlert } from "./OpenAlert.ts";

/** What is known of the caller of an alert; it may grow while they speak. */
interface Caller {
  readonly callback?: string;
  readonly callerId?: CallerId;
  readonly key?: string;
  readonly professional: boolean;
}

/** All alerts that are not closed, who called for them, and which belong together. */
export class OpenAlerts {
  readonly #alerts = new Map<string, OpenAlert>();
  readonly #callers = new Map<string, Caller>();
  readonly #country: string;

  constructor(country: string) {
    this.#country = country;
  }

  get(ref: string): OpenAlert | undefined {
    return this.#alerts.get(ref);
  }

  get all(): readonly OpenAlert[] {
    return [...this.#alerts.values()];
  }

  get views(): readonly AlertView[] {
    return this.all.map(({ state }) => alertView(state));
  }

  add(alert: OpenAlert): void {
    this.#alerts.set(alert.ref, alert);
  }

  /** It is closed: nothing of it is kept at hand. */
  remove(ref: string): void {
    this.#alerts.get(ref)?.stop();
    this.#alerts.delete(ref);
    this.#callers.delete(ref);
  }

  /** What the caller has told; a number that is confirmed after the page belongs into the next one. */
  know(message: VoiceMessage, callerId?: CallerId): void {
    const before = this.#callers.get(message.ref);
    const told = callerId ?? before?.callerId;
    const callback = message.callback ?? before?.callback;
    const key = callerKey(message, told, this.#country) ?? before?.key;
    this.#callers.set(message.ref, {
      professional: message.callerKind === "professional",
      ...(callback === undefined ? {} : { callback }),
      ...(told === undefined ? {} : { callerId: told }),
      ...(key === undefined ? {} : { key }),
    });
  }

  callbackOf(ref: string): string | undefined {
    return this.#callers.get(ref)?.callback;
  }

  /** What a new alert has to do with those that are open. */
  kinshipOf({ ref, urgency }: VoiceMessage, raisedAt: number) {
    const { key, professional = false } = this.#callers.get(ref) ?? {};
    const alert = { urgency, raisedAt, professional, ...(key === undefined ? {} : { key }) };
    return kinshipOf(
      alert,
      this.all.filter((other) => other.ref !== ref).map((other) => this.#known(other)),
    );
  }

  /** The alert whose ladder pages for this one: itself, or the one that it is linked to. */
  rootOf(ref: string): string {
    const linkedTo = this.#alerts.get(ref)?.state.linkedTo;
    return linkedTo !== undefined && this.#alerts.has(linkedTo) ? linkedTo : ref;
  }

  linkedTo(root: string): readonly OpenAlert[] {
    return this.all.filter(({ state }) => state.linkedTo === root);
  }

  stop(): void {
    for (const alert of this.#alerts.values()) alert.stop();
    this.#alerts.clear();
    this.#callers.clear();
  }

  #known({ ref, state }: OpenAlert): KnownAlert {
    const { key, professional = false } = this.#callers.get(ref) ?? {};
    const { urgency, phase, raisedAt, linkedTo } = state;
    const optional = { ...(key === undefined ? {} : { key }), ...(linkedTo === undefined ? {} : { linkedTo }) };
    return { ref, urgency, phase, raisedAt, professional, ...optional };
  }
}
