import { CALL_RINGS_FOR, type DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { notHeardOutcome, notReachedOutcome } from "../../firmware/doctor/callOutcome.ts";
import type { ActResult, TalkSetup } from "../../firmware/doctor/TalkState.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import type { CallingLine } from "../channel/CallChannel.ts";
import type { OutgoingCall, OutgoingEvent } from "../line/gsm/OutgoingCall.ts";
import { type TalkMeans, TalkRunner } from "./TalkRunner.ts";

export interface PageCallOptions {
  readonly clinic: Clinic;
  readonly means: TalkMeans;
  readonly line: CallingLine;
  readonly dispatch: Dispatch;
  readonly setup: TalkSetup;
  /** Somebody else has it, or it is closed; undefined while this person may take it. */
  readonly lostTo: () => Exclude<ActResult, { readonly kind: "done" }> | undefined;
  /** Told once, when the line is on-hook again. */
  readonly onOver: (outcome: DispatchOutcome) => void;
}

/** One call to one person because of one page, from dialling to on-hook. */
export class PageCall {
  readonly number: string;
  readonly #options: PageCallOptions;
  readonly #dialledAtMs: number;
  #call: OutgoingCall | undefined;
  #talk: TalkRunner | undefined;
  #rangAtMs: number | undefined;
  #outcome: DispatchOutcome | undefined;
  #withdrawn = false;
  #over = false;

  /** Undefined when the line is not free after all. */
  static dial(options: PageCallOptions): PageCall | undefined {
    const call = new PageCall(options);
    return call.#dial() ? call : undefined;
  }

  private constructor(options: PageCallOptions) {
    this.#options = options;
    this.number = options.dispatch.address;
    this.#dialledAtMs = options.means.clock.monotonic();
  }

  /** The page is not wanted any more: nobody is woken for it, and whoever speaks with us already is told why. */
  withdrawn(): void {
    const lost = this.#options.lostTo();
    // A later page to the same person replaces this one: what they are being told is still true.
    if (lost === undefined && this.#talk !== undefined) return;
    this.#withdrawn = true;
    if (this.#talk === undefined) return this.hangUp();
    if (lost !== undefined) this.#talk.tell({ kind: "notWanted", result: lost });
  }

  hangUp(): void {
    this.#call?.perform({ kind: "hangUp" });
  }

  #dial(): boolean {
    const { line, setup } = this.#options;
    const onEvent = (event: OutgoingEvent) => this.#event(event);
    this.#call = line.dial({ number: this.number, ringFor: CALL_RINGS_FOR, onEvent });
    if (this.#call === undefined) return false;
    this.#tell("dials", `the telephone of ${setup.person.name} is called`, this.#dialledAtMs);
    return true;
  }

  #event(event: OutgoingEvent): void {
    switch (event.kind) {
      case "rings":
        this.#rangAtMs = event.atMs;
        return this.#tell("doctor-rings", `the telephone of ${this.#options.setup.person.name} rings`, event.atMs);
      case "answered":
        return this.#answered(event.atMs);
      case "answeredBy":
        if (event.who === "machine") this.#talk?.tell({ kind: "machineHeard" });
        return;
      case "line":
        if (event.event.kind === "promptStarted") this.#tell("doctor-prompt-started", "", event.event.atMs);
        return this.#talk?.lineEvent(event.event);
      case "farEndHungUp":
        return this.#talk?.tell({ kind: "farEndHungUp" });
      case "notReached":
        return this.#finish(this.#notReached(event));
      case "released":
        this.#talk?.tell({ kind: "farEndHungUp" });
        return this.#finish(this.#outcome ?? { kind: "failedPermanently", detail: "the call was cut off" });
    }
  }

  #answered(atMs: number): void {
    const { line, means, setup } = this.#options;
    this.#tell("doctor-answers", `somebody answers the telephone of ${setup.person.name}`, atMs);
    this.#talk = new TalkRunner({
      line: line.id,
      setup,
      means,
      command: (command) => this.#call?.perform(command),
      onOver: ({ heard, detail }) => {
        const now = means.clock.monotonic();
        this.#outcome = heard
          ? { kind: "sent", detail, submittedAtMs: now, modemMs: now - this.#dialledAtMs }
          : notHeardOutcome(detail, !line.inService);
      },
    });
    this.#talk.tell({ kind: "answered" });
  }

  #notReached(event: Extract<OutgoingEvent, { kind: "notReached" }>): DispatchOutcome {
    if (this.#withdrawn) return { kind: "failedPermanently", detail: "hung up: not wanted any more" };
    const rangMs = this.#rangAtMs === undefined ? undefined : event.atMs - this.#rangAtMs;
    return notReachedOutcome(event.why, rangMs, !this.#options.line.inService);
  }

  #finish(outcome: DispatchOutcome): void {
    if (this.#over) return;
    this.#over = true;
    this.#tell("page-call-over", `the call to ${this.#options.setup.person.name} is over: ${outcome.detail}`);
    this.#options.onOver(outcome);
  }

  #tell(kind: string, text: string, atMs?: number): void {
    const { dispatch, line, means } = this.#options;
    means.feed.tell(kind, text, { line: line.id, ref: dispatch.ref, ...(atMs === undefined ? {} : { atMs }) });
  }
}
