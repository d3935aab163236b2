import { AlertDesk } from "../../device/alert/AlertDesk.ts";
import { LiveFeed } from "../../device/control/LiveFeed.ts";
import { type AlertChannel, CALL_RINGS_FOR, type DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { CallerKind, Dispatch, MessageStore, Urgency, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";
import type { VirtualClock } from "./VirtualClock.ts";

/** What a channel does with a page: after so long it ends so. */
export interface Fate {
  readonly after: number;
  readonly kind: DispatchOutcome["kind"] | "never";
}

export interface Sent {
  readonly at: number;
  readonly dispatch: Dispatch;
}

export interface AlertBenchOptions {
  readonly clinic: Clinic;
  readonly clock: VirtualClock;
  readonly store: MessageStore;
  /** Every promise that can go on has gone on. */
  readonly settled?: () => Promise<void>;
  readonly ways?: readonly Dispatch["way"][];
  /** By default an SMS is accepted at once, and a call rings out. */
  readonly fate?: (dispatch: Dispatch) => Fate;
  /** Shared by several boxes in turn, when one of them dies. */
  readonly sent?: Sent[];
  readonly onCall?: () => OnCallOptions;
  /** Told of every page, answer and notice at the moment when its channel gets it. False: the process is dead, nothing leaves. */
  readonly onSend?: (dispatch: Dispatch) => boolean;
}

const usualFate = ({ way }: Dispatch): Fate =>
  way === "call" ? { after: CALL_RINGS_FOR, kind: "failedPermanently" } : { after: 0, kind: "sent" };

export interface Caller {
  readonly number?: string;
  readonly kind?: CallerKind;
  readonly urgency?: Urgency;
  readonly confirmed?: boolean;
}

/** The real alert desk, with channels and a clock of the test's own. */
export class AlertBench {
  readonly desk: AlertDesk;
  /** What the rehearsal's timeline and the console hear. */
  readonly feed: LiveFeed;
  readonly sent: Sent[];
  readonly faults = new Set<string>();
  readonly published: { topic: string; payload: string }[] = [];
  readonly #options: AlertBenchOptions;
  readonly #settled: () => Promise<void>;

  constructor(options: AlertBenchOptions) {
    this.#options = options;
    this.#settled = options.settled ?? (() => new Promise((resolve) => setImmediate(resolve)));
    this.sent = options.sent ?? [];
    const { clinic, clock, store, ways = ["sms", "call"], onCall } = options;
    this.feed = new LiveFeed(clock);
    this.desk = new AlertDesk({
      clinic,
      clock,
      store,
      feed: this.feed,
      channels: ways.map((way) => this.#channel(way)),
      publish: (topic, payload) => void this.published.push({ topic, payload }),
      fault: (code, where, _detail, cleared) =>
        void (cleared ? this.faults.delete(`${code} ${where}`) : this.faults.add(`${code} ${where}`)),
      ...(onCall === undefined ? {} : { onCall }),
    });
  }

  get store(): MessageStore {
    return this.#options.store;
  }

  get pages(): readonly Sent[] {
    return this.sent.filter(({ dispatch }) => (dispatch.purpose ?? "page") === "page");
  }

  /** What a person was answered, newest last. */
  answers(person: string): readonly string[] {
    return this.sent
      .filter(({ dispatch }) => dispatch.purpose === "answer" && dispatch.person === person)
      .map(({ dispatch }) => dispatch.text);
  }

  /** Somebody calls and it is urgent; returns the code. */
  async calls(caller: Caller = {}): Promise<string> {
    const { clock, store } = this.#options;
    const [ref] = await store.reserveCodes(1);
    const { number, kind = "patient", urgency = "urgent", confirmed = true } = caller;
    const callId = `c${ref}000000000`;
    const message: VoiceMessage = {
      ...{ callId, ref: ref!, receivedAt: clock.now(), urgency, urgencyBecause: "caller", callerKind: kind },
      ...{ language: "en", callbackConfirmed: confirmed, complete: true },
      ...(number !== undefined && confirmed ? { callback: number } : {}),
    };
    const callerId = number === undefined ? ({ kind: "withheld" } as const) : ({ kind: "number", number } as const);
    const call = { id: callId, line: "front", rangAt: clock.now(), answeredAt: clock.now(), callerId, ref: ref! };
    await store.writeCall(call);
    this.desk.raise(message, clock.monotonic(), callerId);
    await store.writeCall({ ...call, endedAt: clock.now(), ending: "completed" });
    await this.#settled();
    return ref!;
  }

  async replies(person: string, text: string): Promise<void> {
    const from = this.#options.clinic.people.find(({ id }) => id === person)?.phone ?? person;
    await this.desk.reply({ from, text, atMs: this.#options.clock.monotonic() });
    await this.passes(Milliseconds(1));
  }

  /** Time, from one event to the next. */
  async passes(time: Duration): Promise<void> {
    const { clock } = this.#options;
    const until = clock.monotonic() + time;
    await this.#settled();
    for (let next = clock.nextAt(); next !== undefined && next <= until; next = clock.nextAt()) {
      clock.advance(Milliseconds(Math.max(0, next - clock.monotonic())));
      await this.#settled();
    }
    clock.advance(Milliseconds(Math.max(0, until - clock.monotonic())));
    await this.#settled();
  }

  #channel(way: Dispatch["way"]): AlertChannel {
    return {
      way,
      send: async (dispatch) => {
        const { clock, fate = usualFate } = this.#options;
        if (this.#options.onSend?.(dispatch) === false) return new Promise<DispatchOutcome>(() => {});
        this.sent.push({ at: clock.now(), dispatch });
        const { after, kind } = fate(dispatch);
        if (kind === "never") return new Promise<DispatchOutcome>(() => {});
        if (after > 0) await new Promise<void>((resolve) => clock.after("network", Milliseconds(after), resolve));
        if (kind !== "sent") return { kind, detail: kind };
        return { kind, detail: "accepted", submittedAtMs: clock.monotonic(), modemMs: after };
      },
    };
  }
}
